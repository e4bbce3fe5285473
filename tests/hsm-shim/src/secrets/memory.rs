//! The memory of another process, as `/proc` shows it (proc(5)).

use super::{Found, Searched, Secret, scan::Scanner};
use std::{
    fs::{self, File},
    io::{self, Read},
    os::unix::fs::FileExt,
};

/// Bytes of a page on the machines this runs on.
const PAGE_BYTES: u64 = 4096;

/// Bytes that `pagemap` has for a page.
const ENTRY_BYTES: u64 = 8;

/// The page is in memory, or was put out to the disk: without either there is nothing to read.
const PRESENT_OR_SWAPPED: u64 = 1 << 63 | 1 << 62;

/// Entries of `pagemap` that are read at once.
const ENTRIES: usize = 4096;

/// A line of `maps`.
struct Mapping {
    start: u64,
    end: u64,
    name: String,
}

/// Searches all that a process has in memory, while it runs. Mappings of files count as far as the
/// process has looked at them.
///
/// # Errors
/// If the process is gone, or belongs to somebody else.
pub fn search_memory(process: u32, secrets: &[Secret]) -> io::Result<Searched> {
    let maps = fs::read_to_string(format!("/proc/{process}/maps"))?;
    let memory = File::open(format!("/proc/{process}/mem"))?;
    let pages = File::open(format!("/proc/{process}/pagemap"))?;
    let mut scanner = Scanner::new(secrets);
    let mut searched = Searched::default();
    for mapping in maps.lines().filter_map(Mapping::parse) {
        let runs = resident(&pages, &mapping)?;
        searched.places += u64::from(!runs.is_empty());
        for (start, end) in runs {
            let mut run = Run { memory: &memory, at: start, end };
            searched.add(run.search(&mut scanner, &mapping, secrets)?);
        }
    }
    Ok(searched)
}

impl Mapping {
    /// Those that can be read, without what the kernel lends every process.
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split_whitespace();
        let (start, end) = words.next()?.split_once('-')?;
        let rights = words.next()?;
        // After offset, device and inode.
        let name = words.skip(3).collect::<Vec<_>>().join(" ");
        if !rights.starts_with('r') || name.starts_with("[v") {
            return None;
        }
        let name = if name.is_empty() { "memory without a name".into() } else { name };
        let number = |text| u64::from_str_radix(text, 16).ok();
        Some(Self { start: number(start)?, end: number(end)?, name })
    }
}

/// Runs of pages of a mapping that are in memory.
fn resident(pages: &File, mapping: &Mapping) -> io::Result<Vec<(u64, u64)>> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    let mut entries = vec![0; ENTRIES * ENTRY_BYTES as usize];
    let mut at = mapping.start;
    while at < mapping.end {
        let wanted = ((mapping.end - at) / PAGE_BYTES * ENTRY_BYTES).min(entries.len() as u64);
        let read = pages.read_at(&mut entries[..wanted as usize], at / PAGE_BYTES * ENTRY_BYTES)?;
        if read == 0 {
            break;
        }
        for entry in entries[..read].chunks_exact(ENTRY_BYTES as usize) {
            let entry = entry.try_into().map_or(0, u64::from_ne_bytes);
            let end = at + PAGE_BYTES;
            if entry & PRESENT_OR_SWAPPED != 0 {
                match runs.last_mut() {
                    Some(last) if last.1 == at => last.1 = end,
                    _ => runs.push((at, end)),
                }
            }
            at = end;
        }
    }
    Ok(runs)
}

/// Pages one after the other, from the one that is read next.
struct Run<'a> {
    memory: &'a File,
    at: u64,
    end: u64,
}

impl Run<'_> {
    fn search(
        &mut self,
        scanner: &mut Scanner,
        mapping: &Mapping,
        secrets: &[Secret],
    ) -> io::Result<Searched> {
        let mut searched = Searched::default();
        while self.at < self.end {
            let start = self.at;
            let mut hits = Vec::new();
            searched.bytes += scanner.scan(&mut *self, &mut hits)?;
            searched.found.extend(hits.into_iter().map(|hit| Found {
                secret: secrets[hit.secret].name.clone(),
                form: hit.what,
                place: mapping.name.clone(),
                at: start + hit.offset,
            }));
            if self.at < self.end {
                // This page went away meanwhile: after it, reading begins anew.
                let next = (self.at / PAGE_BYTES + 1) * PAGE_BYTES;
                searched.missed_bytes += next - self.at;
                self.at = next;
            }
        }
        Ok(searched)
    }
}

/// Reads up to the end, or to where a page is gone.
impl Read for Run<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = (self.end - self.at).min(buffer.len() as u64);
        let read = match self.memory.read_at(&mut buffer[..most as usize], self.at) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(_) => 0,
        };
        self.at += read as u64;
        Ok(read)
    }
}
