//! How much an institution may use per window of blocks, and how much it has used.
//!
//! Pure arithmetic, saturating everywhere: what is too large to count counts as the most there is,
//! so that an overflow never makes room.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use polkadot_sdk::frame_support::weights::{Weight, constants::WEIGHT_REF_TIME_PER_MILLIS};
use scale_info::TypeInfo;

/// By what fraction of itself a quota may be overdrawn by operational calls: a tenth.
///
/// Whoever has used up its quota with ordinary work can so still send what keeps the chain
/// running, but cannot flood with it.
pub const OPERATIONAL_OVERDRAFT_DIVISOR: u32 = 10;

/// In how many steps the used share of a quota is told.
pub(crate) const SHARE_STEPS: u64 = 1000;

/// What an institution may use per window.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Quota {
    /// Computing time, in picoseconds of the reference machine.
    pub ref_time: u64,
    /// State touched, in bytes of proof.
    pub proof_size: u64,
    /// Length of the extrinsics themselves, in bytes.
    pub bytes: u32,
}

impl Quota {
    /// The smallest quota there can be: what one small extrinsic takes, rounded up.
    ///
    /// Less than that would be a suspension that does not say so. An extrinsic that anchors one
    /// batch takes about 0.7 ms, of which the checks are a half, 80 KB of proof and 300 bytes.
    pub const SMALLEST: Self =
        Self { ref_time: 2 * WEIGHT_REF_TIME_PER_MILLIS, proof_size: 96 * 1024, bytes: 1024 };

    /// Whether a small extrinsic can pass.
    pub fn is_usable(&self) -> bool {
        self.ref_time >= Self::SMALLEST.ref_time
            && self.proof_size >= Self::SMALLEST.proof_size
            && self.bytes >= Self::SMALLEST.bytes
    }

    /// The limit for operational calls.
    pub fn with_overdraft(self) -> Self {
        let divisor = OPERATIONAL_OVERDRAFT_DIVISOR;
        let long = |part: u64| part.saturating_add(part.checked_div(divisor.into()).unwrap_or(0));
        let bytes = self.bytes.checked_div(divisor).unwrap_or(0);
        Self {
            ref_time: long(self.ref_time),
            proof_size: long(self.proof_size),
            bytes: self.bytes.saturating_add(bytes),
        }
    }
}

/// What one extrinsic takes from a quota.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cost {
    /// Weight as the block counts it: call, extensions and the base of every extrinsic.
    pub weight: Weight,
    /// Length of the encoded extrinsic.
    pub bytes: u32,
}

/// What an institution used in one window.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct WindowUsage<BlockNumber> {
    /// Number of the window: block number divided by the length of a window.
    pub window: BlockNumber,
    /// Computing time used, in picoseconds of the reference machine.
    pub ref_time: u64,
    /// State touched, in bytes of proof.
    pub proof_size: u64,
    /// Length of the extrinsics, in bytes.
    pub bytes: u32,
}

impl<BlockNumber: PartialEq> WindowUsage<BlockNumber> {
    /// The usage in `window`: nothing yet, if this is of another one.
    #[must_use]
    pub fn in_window(self, window: BlockNumber) -> Self {
        if self.window == window {
            self
        } else {
            Self { window, ref_time: 0, proof_size: 0, bytes: 0 }
        }
    }

    /// The usage with one extrinsic more.
    #[must_use]
    pub fn plus(self, cost: &Cost) -> Self {
        Self {
            window: self.window,
            ref_time: self.ref_time.saturating_add(cost.weight.ref_time()),
            proof_size: self.proof_size.saturating_add(cost.weight.proof_size()),
            bytes: self.bytes.saturating_add(cost.bytes),
        }
    }

    /// The usage without weight that was reserved and turned out not to be needed.
    #[must_use]
    pub fn refund(self, unused: Weight) -> Self {
        Self {
            window: self.window,
            ref_time: self.ref_time.saturating_sub(unused.ref_time()),
            proof_size: self.proof_size.saturating_sub(unused.proof_size()),
            bytes: self.bytes,
        }
    }

    /// Whether the usage stays within `quota`.
    pub fn is_within(&self, quota: &Quota) -> bool {
        self.ref_time <= quota.ref_time
            && self.proof_size <= quota.proof_size
            && self.bytes <= quota.bytes
    }

    /// How many thousandths of `quota` are used, by the part of which most is used.
    pub fn permille_of(&self, quota: &Quota) -> u64 {
        share(self.ref_time, quota.ref_time)
            .max(share(self.proof_size, quota.proof_size))
            .max(share(self.bytes.into(), quota.bytes.into()))
    }

    /// What is left of `quota`.
    pub fn left_of(&self, quota: &Quota) -> Quota {
        Quota {
            ref_time: quota.ref_time.saturating_sub(self.ref_time),
            proof_size: quota.proof_size.saturating_sub(self.proof_size),
            bytes: quota.bytes.saturating_sub(self.bytes),
        }
    }
}

fn share(used: u64, of: u64) -> u64 {
    let steps = u128::from(used).saturating_mul(SHARE_STEPS.into()).checked_div(of.into());
    steps.and_then(|steps| u64::try_from(steps).ok()).unwrap_or(SHARE_STEPS).min(SHARE_STEPS)
}
