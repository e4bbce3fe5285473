//! Rows of comma-separated values, in bounded memory.

use super::{FlowCause, FlowError, columns::Fault};
use csv::ByteRecord;
use std::io::{self, Read};

/// Bytes that are read at once.
const BUFFER_BYTES: usize = 1 << 18;

/// Most bytes of a row. Without it, a quotation mark that is never closed takes all memory.
const MAX_ROW_BYTES: usize = 1 << 20;

/// The rows of a file.
pub(super) struct Rows<R> {
    reader: csv::Reader<Guarded<R>>,
    record: ByteRecord,
    row: u64,
}

/// Ends a row that never ends.
struct Guarded<R> {
    content: R,
    allowance: usize,
    is_exceeded: bool,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.allowance == 0 {
            self.is_exceeded = true;
            return Err(io::Error::other("the row is too long"));
        }
        let read = self.content.read(to)?;
        self.allowance = self.allowance.saturating_sub(read);
        Ok(read)
    }
}

impl<R: Read> Rows<R> {
    pub(super) fn new(content: R, header: bool, delimiter: char) -> Result<Self, FlowError> {
        let delimiter = u8::try_from(delimiter).ok().filter(u8::is_ascii).ok_or_else(|| {
            let why = "a delimiter is one ASCII character".to_owned();
            Fault::from(FlowCause::InvalidProfile(why)).in_row(0)
        })?;
        let guarded = Guarded { content, allowance: MAX_ROW_BYTES, is_exceeded: false };
        let reader = csv::ReaderBuilder::new()
            .has_headers(header)
            .delimiter(delimiter)
            .flexible(true)
            .buffer_capacity(BUFFER_BYTES)
            .from_reader(guarded);
        Ok(Self { reader, record: ByteRecord::new(), row: 0 })
    }

    /// The number of the last row that was read.
    pub(super) fn row(&self) -> u64 {
        self.row
    }

    /// The last row that was read.
    pub(super) fn record(&self) -> &ByteRecord {
        &self.record
    }

    pub(super) fn header(&mut self) -> Result<ByteRecord, FlowCause> {
        self.reader.get_mut().allowance = MAX_ROW_BYTES;
        let header = self.reader.byte_headers().cloned();
        header.map_err(|error| self.cause(&error))
    }

    /// Reads a row; false at the end.
    pub(super) fn advance(&mut self) -> Result<bool, FlowCause> {
        self.reader.get_mut().allowance = MAX_ROW_BYTES;
        match self.reader.read_byte_record(&mut self.record) {
            Ok(is_row) => {
                self.row += u64::from(is_row);
                Ok(is_row)
            }
            Err(error) => {
                self.row += 1;
                Err(self.cause(&error))
            }
        }
    }

    /// The next row and its number.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &ByteRecord)>, FlowError> {
        match self.advance() {
            Ok(true) => Ok(Some((self.row, &self.record))),
            Ok(false) => Ok(None),
            Err(cause) => Err(Fault::from(cause).in_row(self.row)),
        }
    }

    fn cause(&self, error: &csv::Error) -> FlowCause {
        if self.reader.get_ref().is_exceeded {
            return FlowCause::RowTooLong { maximum: MAX_ROW_BYTES };
        }
        FlowCause::Unreadable(error.to_string())
    }
}
