//! Searches a stream of bytes, however long, in pieces that overlap.

use super::Secret;
use std::io::{self, Read};

/// Bytes that are read at once.
const CHUNK_BYTES: usize = 1 << 20;

/// A form that was found, by the secret's place in the list.
pub(super) struct Hit {
    pub(super) secret: usize,
    pub(super) what: &'static str,
    pub(super) offset: u64,
}

/// Bytes that are read, and those before them in which a secret may begin.
pub(super) struct Scanner<'a> {
    secrets: &'a [Secret],
    buffer: Vec<u8>,
    kept: usize,
    /// What was read before those that are kept.
    before: u64,
    overlap: usize,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(secrets: &'a [Secret]) -> Self {
        let forms = secrets.iter().flat_map(|secret| &secret.forms);
        let longest = forms.map(|form| form.finder.needle().len()).max().unwrap_or(1);
        let overlap = longest.saturating_sub(1);
        Self { secrets, buffer: vec![0; overlap + CHUNK_BYTES], kept: 0, before: 0, overlap }
    }

    /// Searches all that can be read, and returns how many bytes there were.
    pub(super) fn scan(&mut self, mut from: impl Read, hits: &mut Vec<Hit>) -> io::Result<u64> {
        (self.kept, self.before) = (0, 0);
        let mut total = 0;
        loop {
            let read = match from.read(&mut self.buffer[self.kept..]) {
                Ok(0) => return Ok(total),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            total += read as u64;
            let end = self.kept + read;
            self.search(end, hits);
            let keep = self.overlap.min(end);
            self.buffer.copy_within(end - keep..end, 0);
            self.before += (end - keep) as u64;
            self.kept = keep;
        }
    }

    fn search(&self, end: usize, hits: &mut Vec<Hit>) {
        for (secret, Secret { forms, .. }) in self.secrets.iter().enumerate() {
            for form in forms {
                let found = form.finder.find_iter(&self.buffer[..end]);
                // Those that end before the new bytes were found last time.
                let new = found.filter(|at| at + form.finder.needle().len() > self.kept);
                hits.extend(new.map(|at| Hit {
                    secret,
                    what: form.what,
                    offset: self.before + at as u64,
                }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives as many bytes at a time as it is told to.
    struct Slowly<'a>(&'a [u8], usize);

    impl Read for Slowly<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let most = self.1.min(buffer.len());
            (&mut self.0).take(most as u64).read(buffer)
        }
    }

    #[test]
    fn found_once_however_the_bytes_come() {
        let secrets =
            [Secret::of_seed("key", &[0xa5; 32]), Secret::of_text("words", "correct horse")];
        let mut bytes = vec![0; 300];
        bytes.extend(b"correct horse");
        bytes.extend([0; 100]);
        bytes.extend(hex::encode([0xa5; 32]).into_bytes());

        for most in [1, 2, 12, 13, 31, 64, 299, 300, 301, 1_000] {
            let mut hits = Vec::new();
            let total =
                Scanner::new(&secrets).scan(Slowly(&bytes, most), &mut hits).expect("bytes");

            let mut found: Vec<_> =
                hits.iter().map(|hit| (hit.secret, hit.what, hit.offset)).collect();
            found.sort_unstable();
            assert_eq!(total, bytes.len() as u64);
            assert_eq!(found, [(0, "hexadecimal text", 413), (1, "text", 300)], "{most}");
        }
    }

    #[test]
    fn what_one_stream_ends_with_does_not_count_for_the_next() {
        let secrets = [Secret::of_text("words", "correct horse")];
        let mut scanner = Scanner::new(&secrets);
        let mut hits = Vec::new();

        for part in ["correct ", "horse"] {
            scanner.scan(part.as_bytes(), &mut hits).expect("bytes");
        }

        assert!(hits.is_empty());
    }
}
