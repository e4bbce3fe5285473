//! Aura, Authorship, Grandpa, Offences.

use super::system::BLOCK_TIME_MILLIS;
use crate::*;
use frame_support::{
    parameter_types,
    traits::{ConstBool, ConstU32, ConstU64, FindAuthor, KeyOwnerProofSystem},
    weights::Weight,
};
use polkadot_sdk::{
    sp_consensus_aura,
    sp_consensus_grandpa::AuthorityId as GrandpaId,
    sp_core::crypto::KeyTypeId,
    sp_staking::{
        SessionIndex,
        offence::{OffenceDetails, OnOffenceHandler},
    },
};
use sp_runtime::{ConsensusEngineId, Perbill};

/// Most validators at a time. GRANDPA messages grow with the square of it.
type MaxValidators = ConstU32<100>;

parameter_types! {
    /// For how many blocks a report of an equivocation stays in the pool.
    pub const EquivocationReportLongevity: u64 = 1_800;
}

impl pallet_aura::Config for Runtime {
    type AllowMultipleBlocksPerSlot = ConstBool<false>;
    type AuthorityId = sp_consensus_aura::ed25519::AuthorityId;
    type DisabledValidators = Session;
    type MaxAuthorities = MaxValidators;
    type SlotDuration = ConstU64<BLOCK_TIME_MILLIS>;
}

/// Finds the account of the validator that sealed the current block.
pub struct AuthorBySession;

impl FindAuthor<AccountId> for AuthorBySession {
    fn find_author<'a, I>(digests: I) -> Option<AccountId>
    where
        I: 'a + IntoIterator<Item = (ConsensusEngineId, &'a [u8])>,
    {
        let index = Aura::find_author(digests)?;
        Session::validators().get(usize::try_from(index).ok()?).cloned()
    }
}

impl pallet_authorship::Config for Runtime {
    type EventHandler = ();
    type FindAuthor = AuthorBySession;
}

impl pallet_grandpa::Config for Runtime {
    type EquivocationReportSystem = pallet_grandpa::EquivocationReportSystem<
        Runtime,
        Offences,
        Historical,
        EquivocationReportLongevity,
    >;
    type KeyOwnerProof = <Historical as KeyOwnerProofSystem<(KeyTypeId, GrandpaId)>>::Proof;
    type MaxAuthorities = MaxValidators;
    type MaxNominators = ConstU32<0>;
    type MaxSetIdSessionEntries = ConstU64<{ super::session::SESSIONS_KEPT as u64 }>;
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
}

/// A validator and the institution it sits for.
type Offender = pallet_session::historical::IdentificationTuple<Runtime>;

/// Takes the seat from a validator that voted for two histories.
pub struct SuspendSeats;

impl OnOffenceHandler<AccountId, Offender, Weight> for SuspendSeats {
    fn on_offence(
        offenders: &[OffenceDetails<AccountId, Offender>],
        _: &[Perbill],
        _: SessionIndex,
    ) -> Weight {
        // All are told who voted twice in the same round, those that were reported before first.
        // They have lost their seats already, and may have been given them back.
        offenders.last().map_or(Weight::zero(), |details| {
            let (account, institution) = &details.offender;
            Institutions::suspend_seat(account, institution)
        })
    }
}

impl pallet_offences::Config for Runtime {
    type IdentificationTuple = Offender;
    type OnOffenceHandler = SuspendSeats;
    type RuntimeEvent = RuntimeEvent;
}
