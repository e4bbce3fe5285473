//! Tables whose size is fixed when they are made, and whose encoding leaves out what is empty.

use alloc::{vec, vec::Vec};
use codec::{Compact, Decode, Encode, Error, Input, Output};
use core::ops::{Deref, DerefMut};

/// Most places of a table.
pub(crate) const MAX_SLOTS: usize = 1 << 24;

/// A table of a fixed number of places.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Slots<T>(Vec<T>);

impl<T: Clone + Default> Slots<T> {
    /// A table of empty places.
    pub(crate) fn new(places: usize) -> Self {
        Self(vec![T::default(); places.min(MAX_SLOTS)])
    }
}

impl<T> Slots<T> {
    pub(crate) fn memory_bytes(&self) -> usize {
        self.0.len().saturating_mul(size_of::<T>())
    }
}

impl<T> Deref for Slots<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> DerefMut for Slots<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.0
    }
}

/// The number of places, the number of runs of used places, and each run: how many empty places are
/// before it, how many used ones it has, and these.
impl<T: Default + Encode + PartialEq> Encode for Slots<T> {
    fn encode_to<W: Output + ?Sized>(&self, to: &mut W) {
        let empty = T::default();
        let runs = || self.0.chunk_by(|left, right| (*left == empty) == (*right == empty));
        let used = runs().filter(|run| run.first() != Some(&empty)).count();
        Compact(self.0.len() as u64).encode_to(to);
        Compact(used as u64).encode_to(to);
        let mut skipped = 0u64;
        for run in runs() {
            if run.first() == Some(&empty) {
                skipped = run.len() as u64;
                continue;
            }
            Compact(skipped).encode_to(to);
            Compact(run.len() as u64).encode_to(to);
            run.iter().for_each(|item| item.encode_to(to));
            skipped = 0;
        }
    }
}

impl<T: Clone + Decode + Default> Decode for Slots<T> {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        let places = size(input)?;
        let mut slots = Self::new(places);
        let mut at = 0usize;
        for _ in 0..size(input)? {
            at = at.saturating_add(size(input)?);
            let length = size(input)?;
            let end = at.saturating_add(length);
            let run = slots.0.get_mut(at..end).ok_or("a run of places beyond the table")?;
            for place in run {
                *place = T::decode(input)?;
            }
            at = end;
        }
        Ok(slots)
    }
}

fn size<I: Input>(input: &mut I) -> Result<usize, Error> {
    let Compact(size) = Compact::<u64>::decode(input)?;
    usize::try_from(size).ok().filter(|size| *size <= MAX_SLOTS).ok_or("a table too large".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn decoding_gives_back_what_was_encoded(values in prop::collection::vec(0u16..3, 0..200)) {
            let slots = Slots(values);
            let encoded = slots.encode();
            prop_assert_eq!(Slots::<u16>::decode(&mut encoded.as_slice()), Ok(slots));
        }

        #[test]
        fn any_bytes_decode_or_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let _ = Slots::<u16>::decode(&mut bytes.as_slice());
        }
    }

    #[test]
    fn an_empty_table_is_short() {
        assert!(Slots::<u64>::new(1 << 20).encode().len() < 8);
    }

    #[test]
    fn refuses_runs_beyond_the_table() {
        let encoded =
            (Compact(4u64), Compact(1u64), Compact(3u64), Compact(2u64), [1u16, 1]).encode();

        assert!(Slots::<u16>::decode(&mut encoded.as_slice()).is_err());
    }
}
