//! The deterministic subset of CBOR that receipts are written in (RFC 8949 §4.2.1).
//!
//! `minicbor` reads and writes the items; what it tolerates and RFC 8949 §4.2.1 does not is
//! refused here: longer heads than needed, indefinite lengths, unsorted or repeated keys.

use super::DecodeError;
use crate::verify::Code;
use alloc::{format, string::String, vec::Vec};
use minicbor::{Decoder, Encoder, data::Type, decode};

/// Writes items into memory.
pub(crate) struct Writer(Encoder<Vec<u8>>);

impl Writer {
    pub(crate) fn new() -> Self {
        Self(Encoder::new(Vec::new()))
    }

    // Writing into a vector cannot fail: `minicbor` has an error only for other writers.

    pub(crate) fn uint(&mut self, value: u64) -> &mut Self {
        let _ = self.0.u64(value);
        self
    }

    pub(crate) fn bytes(&mut self, value: &[u8]) -> &mut Self {
        let _ = self.0.bytes(value);
        self
    }

    pub(crate) fn array(&mut self, len: usize) -> &mut Self {
        let _ = self.0.array(len as u64);
        self
    }

    pub(crate) fn map(&mut self, len: usize) -> &mut Self {
        let _ = self.0.map(len as u64);
        self
    }

    /// An array of byte strings.
    pub(crate) fn byte_strings<T: AsRef<[u8]>>(&mut self, values: &[T]) -> &mut Self {
        self.array(values.len());
        for value in values {
            self.bytes(value.as_ref());
        }
        self
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0.into_writer()
    }
}

/// Reads items and refuses whatever could have been written differently.
pub(crate) struct Reader<'a>(Decoder<'a>);

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(Decoder::new(bytes))
    }

    pub(crate) fn error(&self, code: Code, detail: impl Into<String>) -> DecodeError {
        DecodeError { code, offset: self.0.position(), detail: detail.into() }
    }

    /// Reads one item by `read`; `head` gives, from what was read, how long its head and its
    /// content have to be.
    fn item<T>(
        &mut self,
        what: &str,
        read: impl FnOnce(&mut Decoder<'a>) -> Result<T, decode::Error>,
        length: impl FnOnce(&T) -> Option<usize>,
    ) -> Result<T, DecodeError> {
        let start = self.0.position();
        let at = |code, detail| DecodeError { code, offset: start, detail };
        if self.0.datatype().is_ok_and(is_indefinite) {
            return Err(at(Code::NotDeterministic, format!("{what} has no definite length")));
        }
        let value = read(&mut self.0).map_err(|error| {
            // Besides a wrong type there is only the end of the input, and a length that does not
            // fit into the address space, which ends later still.
            if error.is_type_mismatch() {
                at(Code::MalformedCbor, format!("{what} has the wrong type"))
            } else {
                at(Code::Truncated, format!("the input ends within {what}"))
            }
        })?;
        if self.0.position().checked_sub(start) != length(&value) {
            return Err(at(
                Code::NotDeterministic,
                format!("{what} is written longer than it need be"),
            ));
        }
        Ok(value)
    }

    pub(crate) fn uint(&mut self, what: &str) -> Result<u64, DecodeError> {
        self.item(what, Decoder::u64, |value| Some(head_len(*value)))
    }

    pub(crate) fn uint32(&mut self, what: &str) -> Result<u32, DecodeError> {
        let value = self.uint(what)?;
        u32::try_from(value).map_err(|_| {
            self.error(Code::LimitExceeded, format!("{what} is {value}, at most {}", u32::MAX))
        })
    }

    /// A byte string of at most `limit` bytes.
    pub(crate) fn bytes(&mut self, what: &str, limit: usize) -> Result<&'a [u8], DecodeError> {
        let bytes = self.item(what, Decoder::bytes, |bytes| {
            head_len(bytes.len() as u64).checked_add(bytes.len())
        })?;
        self.limit(what, bytes.len(), limit)?;
        Ok(bytes)
    }

    /// A byte string of exactly `N` bytes.
    pub(crate) fn byte_array<const N: usize>(
        &mut self,
        what: &str,
    ) -> Result<[u8; N], DecodeError> {
        let bytes = self.bytes(what, super::MAX_RECEIPT_BYTES)?;
        bytes.try_into().map_err(|_| {
            let detail = format!("{what} has {} bytes, expected {N}", bytes.len());
            self.error(Code::MalformedCbor, detail)
        })
    }

    /// Reads the head of an array of at most `limit` items and returns their number.
    pub(crate) fn array(&mut self, what: &str, limit: usize) -> Result<usize, DecodeError> {
        let len = self.length(what, Decoder::array)?;
        self.limit(what, len, limit)?;
        Ok(len)
    }

    /// An array of at most `limit` items.
    pub(crate) fn list<T>(
        &mut self,
        what: &str,
        limit: usize,
        mut item: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        let len = self.array(what, limit)?;
        (0..len).map(|_| item(self)).collect()
    }

    /// A map with ascending unsigned keys; `entry` reads the value of each.
    pub(crate) fn map(
        &mut self,
        what: &str,
        mut entry: impl FnMut(&mut Self, u64) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        let len = self.length(what, Decoder::map)?;
        let mut previous = None;
        for _ in 0..len {
            let key = self.uint("a key")?;
            if previous.is_some_and(|previous| previous >= key) {
                let detail = format!("{what} has its keys repeated or out of order at {key}");
                return Err(self.error(Code::NotDeterministic, detail));
            }
            previous = Some(key);
            entry(self, key)?;
        }
        Ok(())
    }

    /// What a map says to a key it does not know.
    pub(crate) fn unknown(&self, what: &str, key: u64) -> DecodeError {
        self.error(Code::WrongFields, format!("{what} has no field {key}"))
    }

    /// The value of a field that has to be there.
    pub(crate) fn require<T>(
        &self,
        what: &str,
        key: u64,
        value: Option<T>,
    ) -> Result<T, DecodeError> {
        value.ok_or_else(|| self.error(Code::WrongFields, format!("{what} lacks field {key}")))
    }

    /// Nothing may follow.
    pub(crate) fn end(&self) -> Result<(), DecodeError> {
        match self.0.input().len().checked_sub(self.0.position()) {
            Some(0) => Ok(()),
            rest => Err(self.error(
                Code::NotDeterministic,
                format!("{} bytes follow the end", rest.unwrap_or_default()),
            )),
        }
    }

    fn length(
        &mut self,
        what: &str,
        read: impl FnOnce(&mut Decoder<'a>) -> Result<Option<u64>, decode::Error>,
    ) -> Result<usize, DecodeError> {
        let len = self.item(what, read, |len| len.map(head_len))?.unwrap_or_default();
        // On a 32-bit target a length may not even fit: it is above every limit then.
        Ok(usize::try_from(len).unwrap_or(usize::MAX))
    }

    fn limit(&self, what: &str, len: usize, limit: usize) -> Result<(), DecodeError> {
        if len > limit {
            let detail = format!("{what} has a length of {len}, at most {limit}");
            return Err(self.error(Code::LimitExceeded, detail));
        }
        Ok(())
    }
}

/// Refuses an input too long to be looked at.
pub(crate) fn check_total(bytes: &[u8]) -> Result<(), DecodeError> {
    let (len, limit) = (bytes.len(), super::MAX_RECEIPT_BYTES);
    if len > limit {
        let detail = format!("the input has {len} bytes, at most {limit}");
        return Err(DecodeError { code: Code::LimitExceeded, offset: 0, detail });
    }
    Ok(())
}

/// Length of the shortest head that states this value or length.
const fn head_len(value: u64) -> usize {
    match value {
        0..=0x17 => 1,
        0x18..=0xff => 2,
        0x100..=0xffff => 3,
        0x1_0000..=0xffff_ffff => 5,
        _ => 9,
    }
}

const fn is_indefinite(item: Type) -> bool {
    matches!(item, Type::BytesIndef | Type::StringIndef | Type::ArrayIndef | Type::MapIndef)
}
