//! Decoding from SCALE, where only a valid LEI may come out.

use crate::{LEI_LENGTH, Lei};
use codec::{Decode, DecodeWithMemTracking, Error, Input};

impl Decode for Lei {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        Self::new(<[u8; LEI_LENGTH]>::decode(input)?).map_err(|_| "invalid LEI".into())
    }

    fn encoded_fixed_size() -> Option<usize> {
        Some(LEI_LENGTH)
    }
}

impl DecodeWithMemTracking for Lei {}
