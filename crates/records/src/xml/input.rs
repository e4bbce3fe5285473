//! The bytes of the input: checked, with line ends unified, never more than a block at once.

use std::io::{self, BufRead, Read};

use crate::error::Cause;

/// Bytes asked of the source at once.
const BLOCK_BYTES: usize = 64 * 1024;

/// The longest byte sequence of a UTF-8 character, which may be cut by the end of a block.
const MAX_CHAR_BYTES: usize = 4;

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Bytes that show the encoding, and whether there is a second byte order mark.
const FIRST_BYTES: usize = 2 * BYTE_ORDER_MARK.len();

/// The rule that anything but white space before the root element breaks.
pub(super) const TEXT_BEFORE_ROOT: &str = "text stands before the root element";

/// A place in the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Position {
    pub(crate) line: u64,
    pub(crate) column: u64,
}

impl Position {
    const START: Self = Self { line: 1, column: 1 };

    fn after(self, text: &[u8]) -> Self {
        let lines = text.iter().filter(|byte| **byte == b'\n').count() as u64;
        let last =
            text.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at.saturating_add(1));
        let characters = text
            .get(last..)
            .unwrap_or_default()
            .iter()
            .filter(|byte| **byte & 0xC0 != 0x80)
            .count();
        let column = if lines == 0 { self.column } else { 1 };
        Self {
            line: self.line.saturating_add(lines),
            column: column.saturating_add(characters as u64),
        }
    }
}

/// A source of bytes as the XML standard wants them: UTF-8, only characters that XML allows,
/// every line end a line feed (§2.11).
///
/// A fault is reported only once everything before it was consumed, so that a tag before it can
/// explain it (an XML declaration naming another encoding, for one).
pub(crate) struct Input<R> {
    source: R,
    block: Vec<u8>,
    /// Bytes of the block that came from the source.
    filled: usize,
    /// Next byte to hand out, and the end of the checked ones.
    next: usize,
    ready: usize,
    /// The first bytes of a character that the block's end cut.
    cut: Vec<u8>,
    /// Whether the last byte was a carriage return, already handed out as a line feed.
    after_return: bool,
    ended: bool,
    /// Bytes still allowed for the present token.
    allowance: usize,
    pending_fault: Option<Cause>,
    fault: Option<Cause>,
    block_start: Position,
    token_start: TokenStart,
    total: u64,
}

enum TokenStart {
    InBlock(usize),
    Earlier(Position),
}

impl<R: Read> Input<R> {
    pub(crate) fn new(source: R) -> Self {
        Self {
            source,
            block: Vec::new(),
            filled: 0,
            next: 0,
            ready: 0,
            cut: Vec::with_capacity(MAX_CHAR_BYTES),
            after_return: false,
            ended: false,
            allowance: 0,
            pending_fault: None,
            fault: None,
            block_start: Position::START,
            token_start: TokenStart::InBlock(0),
            total: 0,
        }
    }

    /// Starts a token that may take this many bytes.
    pub(crate) fn begin_token(&mut self, allowance: usize) {
        self.allowance = allowance;
        self.token_start = TokenStart::InBlock(self.next);
    }

    /// Where the present token starts.
    pub(crate) fn token_position(&self) -> Position {
        match self.token_start {
            TokenStart::InBlock(at) => self.position_at(at),
            TokenStart::Earlier(position) => position,
        }
    }

    /// Where the next byte stands.
    pub(crate) fn position(&self) -> Position {
        self.position_at(self.next)
    }

    /// Whether everything was handed out.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.ended && self.next == self.ready
    }

    /// Whether the present token reached its allowance.
    pub(crate) fn is_token_too_long(&self) -> bool {
        self.allowance == 0
    }

    /// The fault that made reading fail.
    pub(crate) fn take_fault(&mut self) -> Option<Cause> {
        self.fault.take()
    }

    /// Bytes taken from the source.
    pub(crate) fn bytes_read(&self) -> u64 {
        self.total
    }

    fn position_at(&self, at: usize) -> Position {
        self.block_start.after(self.block.get(..at).unwrap_or_default())
    }

    fn refill(&mut self) -> Result<(), Cause> {
        if let Some(fault) = self.pending_fault.take() {
            return Err(fault);
        }
        if let TokenStart::InBlock(at) = self.token_start {
            self.token_start = TokenStart::Earlier(self.position_at(at));
        }
        self.block_start = self.position_at(self.ready);
        self.next = 0;
        self.ready = 0;
        while self.ready == 0 && !self.ended && self.pending_fault.is_none() {
            let first = self.total == 0;
            self.read_block()?;
            if first {
                self.recognise_encoding()?;
            }
            self.check_block();
            self.unify_line_ends();
        }
        match self.pending_fault.take() {
            Some(fault) if self.ready == 0 => Err(fault),
            later => {
                self.pending_fault = later;
                Ok(())
            }
        }
    }

    /// Reads the next block behind the cut character of the one before.
    fn read_block(&mut self) -> Result<(), Cause> {
        if self.block.is_empty() {
            self.block.resize(BLOCK_BYTES.saturating_add(MAX_CHAR_BYTES), 0);
        }
        self.filled = self.cut.len();
        for (to, from) in self.block.iter_mut().zip(self.cut.drain(..)) {
            *to = from;
        }
        let wanted = match self.total {
            0 => FIRST_BYTES,
            _ => self.filled.saturating_add(1),
        };
        while self.filled < wanted && !self.ended {
            self.read_once()?;
        }
        Ok(())
    }

    fn read_once(&mut self) -> Result<(), Cause> {
        match self.source.read(self.block.get_mut(self.filled..).unwrap_or_default()) {
            Ok(0) => self.ended = true,
            Ok(read) => {
                self.filled = self.filled.saturating_add(read).min(self.block.len());
                self.total = self.total.saturating_add(read as u64);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(Cause::Io(error)),
        }
        Ok(())
    }

    fn recognise_encoding(&mut self) -> Result<(), Cause> {
        let start = self.block.get(..self.filled).unwrap_or_default();
        let found = match start {
            [0xFF, 0xFE, 0, 0, ..]
            | [0, 0, 0xFE, 0xFF, ..]
            | [0, 0, 0, b'<', ..]
            | [b'<', 0, 0, 0, ..] => "UTF-32",
            [0xFE, 0xFF, ..] | [0xFF, 0xFE, ..] | [0, b'<', ..] | [b'<', 0, ..] => "UTF-16",
            [0x4C, 0x6F, 0xA7, 0x94, ..] => "EBCDIC",
            _ => return self.skip_byte_order_mark(),
        };
        Err(Cause::Encoding { found: found.to_owned() })
    }

    fn skip_byte_order_mark(&mut self) -> Result<(), Cause> {
        let filled = self.block.get(..self.filled).unwrap_or_default();
        let Some(rest) = filled.strip_prefix(BYTE_ORDER_MARK) else { return Ok(()) };
        // quick-xml would silently drop a second one.
        if rest.starts_with(BYTE_ORDER_MARK) {
            return Err(Cause::Malformed { what: TEXT_BEFORE_ROOT });
        }
        self.block.copy_within(BYTE_ORDER_MARK.len()..self.filled, 0);
        self.filled = self.filled.saturating_sub(BYTE_ORDER_MARK.len());
        Ok(())
    }

    /// Cuts the block before the first fault, or before a character that it holds only in part.
    fn check_block(&mut self) {
        let text = self.block.get(..self.filled).unwrap_or_default();
        let mut valid = self.filled;
        if let Err(error) = core::str::from_utf8(text) {
            valid = error.valid_up_to();
            if error.error_len().is_none() && !self.ended {
                self.cut.extend_from_slice(text.get(valid..).unwrap_or_default());
            } else {
                self.pending_fault = Some(Cause::InvalidUtf8);
            }
        }
        if let Some((at, code)) = first_forbidden(text.get(..valid).unwrap_or_default()) {
            valid = at;
            self.pending_fault = Some(Cause::ForbiddenCharacter { code });
        }
        self.filled = valid;
    }

    /// Makes each carriage return, with the line feed behind it if there is one, a line feed.
    fn unify_line_ends(&mut self) {
        let text = self.block.get_mut(..self.filled).unwrap_or_default();
        self.ready = self.filled;
        if self.after_return || text.contains(&b'\r') {
            let mut kept = 0;
            for at in 0..text.len() {
                let Some(byte) = text.get(at).copied() else { break };
                let second = self.after_return && byte == b'\n';
                self.after_return = byte == b'\r';
                if !second {
                    if let Some(to) = text.get_mut(kept) {
                        *to = if self.after_return { b'\n' } else { byte };
                    }
                    kept = kept.saturating_add(1);
                }
            }
            self.ready = kept;
        }
    }
}

/// The first character that XML 1.0 §2.2 forbids, in text known to be UTF-8.
fn first_forbidden(text: &[u8]) -> Option<(usize, u32)> {
    let control = |byte: &u8| *byte < 0x20 && *byte != b'\t' && *byte != b'\n' && *byte != b'\r';
    let first_control = text
        .chunks(256)
        .position(|chunk| chunk.iter().filter(|byte| control(byte)).count() > 0)
        .and_then(|_| text.iter().position(control));
    let before = text.get(..first_control.unwrap_or(text.len())).unwrap_or_default();
    if before.contains(&0xEF) {
        for (at, window) in before.windows(3).enumerate() {
            match window {
                [0xEF, 0xBF, 0xBE] => return Some((at, 0xFFFE)),
                [0xEF, 0xBF, 0xBF] => return Some((at, 0xFFFF)),
                _ => {}
            }
        }
    }
    first_control.map(|at| (at, text.get(at).copied().map_or(0, u32::from)))
}

impl<R: Read> Read for Input<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(out.len());
        for (to, from) in out.iter_mut().zip(available) {
            *to = *from;
        }
        self.consume(length);
        Ok(length)
    }
}

impl<R: Read> BufRead for Input<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.next == self.ready
            && !self.ended_for_good()
            && let Err(fault) = self.refill()
        {
            self.fault = Some(fault);
            return Err(io::Error::other("see Input::take_fault"));
        }
        if self.allowance == 0 && self.next < self.ready {
            return Err(io::Error::other("see Input::is_token_too_long"));
        }
        let end = self.ready.min(self.next.saturating_add(self.allowance));
        Ok(self.block.get(self.next..end).unwrap_or_default())
    }

    fn consume(&mut self, amount: usize) {
        self.next = self.next.saturating_add(amount).min(self.ready);
        self.allowance = self.allowance.saturating_sub(amount);
    }
}

impl<R> Input<R> {
    fn ended_for_good(&self) -> bool {
        self.ended && self.pending_fault.is_none()
    }
}
