//! Session and Historical: which validators seal and vote, and for how long their past is kept.

use crate::*;
use alloc::vec::Vec;
use critical_chains_lei::Lei;
use frame_support::{parameter_types, traits::Get};
use polkadot_sdk::sp_staking::SessionIndex;
use sp_runtime::traits::{ConstU32, OpaqueKeys};

/// Sessions for which an equivocation can still be proved: a week of hours.
pub(super) const SESSIONS_KEPT: SessionIndex = 168;

parameter_types! {
    /// Blocks in a session: an hour. Kept in storage, so that a test network can be born with less.
    pub storage SessionPeriod: BlockNumber = 1_800;
    /// Block at which the first session starts.
    pub const SessionOffset: BlockNumber = 0;
}

/// [`SessionPeriod`], or one block should there be a zero in storage, which would divide by zero in
/// every block from then on.
pub struct SessionLength;

impl Get<BlockNumber> for SessionLength {
    fn get() -> BlockNumber {
        SessionPeriod::get().max(1)
    }
}

/// The validators of the coming session, with their past pruned to [`SESSIONS_KEPT`].
pub struct SeatedValidators;

type Remembered = pallet_session::historical::NoteHistoricalRoot<Runtime, Institutions>;

impl pallet_session::SessionManager<AccountId> for SeatedValidators {
    fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
        Remembered::new_session(index)
    }

    /// # Panics
    /// If the genesis has institutions and no validator among them, or keys for somebody without a
    /// seat. Where nobody is planned, the session pallet would let whoever has keys validate.
    fn new_session_genesis(index: SessionIndex) -> Option<Vec<AccountId>> {
        for account in pallet_session::NextKeys::<Runtime>::iter_keys() {
            let has_seat = pallet_institutions::SeatOf::<Runtime>::contains_key(&account);
            assert!(has_seat, "genesis: session keys of {account:?}, which holds no seat");
        }
        let validators = Remembered::new_session_genesis(index);
        // Without institutions this is the default configuration, of which no chain is made.
        assert!(
            validators.is_some() || pallet_institutions::Institutions::<Runtime>::count() == 0,
            "genesis: no account with a seat has session keys"
        );
        validators
    }

    fn start_session(index: SessionIndex) {
        Remembered::start_session(index);
        if let Some(oldest) = index.checked_sub(SESSIONS_KEPT) {
            Historical::prune_up_to(oldest);
        }
    }

    fn end_session(index: SessionIndex) {
        Remembered::end_session(index);
    }
}

type SessionEnds = pallet_session::PeriodicSessions<SessionLength, SessionOffset>;

impl pallet_session::Config for Runtime {
    type Currency = NoCurrency;
    type DisablingStrategy = ();
    type KeyDeposit = ConstU32<0>;
    type Keys = opaque::SessionKeys;
    type NextSessionRotation = SessionEnds;
    type RuntimeEvent = RuntimeEvent;
    type SessionHandler = <opaque::SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
    type SessionManager = SeatedValidators;
    type ShouldEndSession = SessionEnds;
    type ValidatorId = AccountId;
    type ValidatorIdOf = pallet_institutions::SeatHolder<Runtime>;
    type WeightInfo = pallet_session::weights::SubstrateWeight<Runtime>;
}

impl pallet_session::historical::Config for Runtime {
    type FullIdentification = Lei;
    type FullIdentificationOf = pallet_institutions::SeatOfValidator<Runtime>;
    type RuntimeEvent = RuntimeEvent;
}
