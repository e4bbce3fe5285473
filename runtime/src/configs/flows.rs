//! Flows: what nodes report, how they act, and where their findings go.

use super::authorisation::Consortium;
use crate::{permissions::names::*, *};
use alloc::vec::Vec;
use critical_chains_attestation::{Marking, ModelId, State, Statement, Subject, Typology, Window};
use critical_chains_flows::Flow;
use critical_chains_lei::Lei;
use critical_chains_policy::Name;
use critical_chains_watch::{Outcome, Rules};
use frame_support::traits::{Contains, EnsureOrigin, OriginTrait};
use frame_system::{
    EnsureRoot,
    offchain::{CreateAuthorizedTransaction, CreateTransaction},
};
use pallet_attestations::{Model, ModelSpec};
use pallet_authorisation::{Authorised, EnsurePermission, Members};
use pallet_flows::{Attesting, IndicatorId, ModelInUse};
use pallet_institutions::ActorOf;
use polkadot_sdk::sp_core::ed25519;
use sp_runtime::{generic::Era, traits::Convert};

/// The sector whose models watch what is reported.
const SECTOR: Name = Name::constant("banking");

/// Blocks for which the transaction around a message is valid: as long as the message.
const PERIOD: u64 = pallet_flows::MESSAGE_LONGEVITY_BLOCKS as u64;

impl pallet_flows::Config for Runtime {
    type AccountOfKey = Nodes;
    type Attesting = Consortium;
    type CallsOfNodes = Nodes;
    type ConsortiumOrigin = EnsureRoot<AccountId>;
    type MemberOrigin = EnsureMember;
    type NodeCall = RuntimeCall;
    type ReportOrigin = EnsurePermission<Runtime, FlowsReport>;
    type Time = Timestamp;
    type WeightInfo = weights::flows::WeightInfo<Runtime>;
}

/// Nodes, which act by messages of their attestation keys.
pub struct Nodes;

impl Convert<ed25519::Public, AccountId> for Nodes {
    fn convert(key: ed25519::Public) -> AccountId {
        key.into()
    }
}

impl Contains<RuntimeCall> for Nodes {
    fn contains(call: &RuntimeCall) -> bool {
        matches!(
            call,
            RuntimeCall::Flows(pallet_flows::Call::report { .. })
                | RuntimeCall::Attestations(
                    pallet_attestations::Call::raise { .. }
                        | pallet_attestations::Call::corroborate { .. }
                        | pallet_attestations::Call::report_sighting { .. }
                )
        )
    }
}

impl ActorOf<RuntimeCall, AccountId> for Nodes {
    fn actor_of(call: &RuntimeCall) -> Option<AccountId> {
        match call {
            RuntimeCall::Flows(pallet_flows::Call::act { key, .. }) => Some((*key).into()),
            _ => None,
        }
    }
}

/// Lets pass members, whatever they may do.
pub struct EnsureMember;

impl EnsureOrigin<RuntimeOrigin> for EnsureMember {
    type Success = AccountId;

    fn try_origin(origin: RuntimeOrigin) -> Result<AccountId, RuntimeOrigin> {
        let checked: Result<Authorised<AccountId>, RuntimeOrigin> = origin.into();
        match checked {
            Ok(authorised) => Ok(authorised.account),
            Err(other) => {
                let member = other.as_signer().and_then(<Consortium as Members<_>>::member);
                member.map(|member| member.account).ok_or(other)
            }
        }
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
        EnsurePermission::<Runtime, FlowsReport>::try_successful_origin()
    }
}

impl Attesting<AccountId, RuntimeCall> for Consortium {
    fn institution_of(account: &AccountId) -> Option<Lei> {
        <Self as Members<AccountId>>::member(account).map(|member| member.institution)
    }

    fn champion() -> Option<ModelInUse> {
        Attestations::champion_of(SECTOR).map(in_use)
    }

    fn challenger() -> Option<ModelInUse> {
        Attestations::challenger_of(SECTOR).map(in_use)
    }

    fn parameters(model: &ModelId) -> Option<Vec<u8>> {
        pallet_attestations::ModelParameters::<Runtime>::get(model).map(Into::into)
    }

    fn may_state(account: &AccountId, model: &ModelId) -> bool {
        <Self as Members<AccountId>>::member(account)
            .is_some_and(|member| Attestations::may_attest(model, account, &member.institution))
    }

    fn is_said(
        institution: &Lei,
        model: &ModelId,
        typology: Typology,
        subject: &Subject,
        window: &Window,
    ) -> bool {
        Attestations::is_said(institution, model, typology, subject, window)
    }

    fn outcomes_from(number: u64) -> (u64, Vec<Outcome>) {
        let (next, ended) = Attestations::decided_from(number);
        let outcome = |ended: pallet_attestations::EndedAttestation| {
            let confirmed = ended.outcome == State::Confirmed;
            ended.subject.map(|subject| Outcome { subject, typology: ended.typology, confirmed })
        };
        (next, ended.into_iter().filter_map(outcome).collect())
    }

    fn raise(statement: Statement) -> RuntimeCall {
        pallet_attestations::Call::raise { statement }.into()
    }

    fn has_indicators() -> bool {
        Attestations::has_indicators()
    }

    fn indicators_met(flow: &Flow) -> Vec<IndicatorId> {
        Attestations::met_by(flow)
    }

    fn sight(id: IndicatorId, count: u32, first_seen: u64, last_seen: u64) -> RuntimeCall {
        pallet_attestations::Call::report_sighting { id, count, first_seen, last_seen }.into()
    }
}

fn in_use((id, model): (ModelId, Model)) -> ModelInUse {
    let ModelSpec { engine_version, parameters_digest, thresholds, .. } = model.spec;
    let rules = Rules { model: id, thresholds, marking: Marking::Amber };
    ModelInUse { rules, engine_version, parameters_digest }
}

impl<Call> CreateTransaction<Call> for Runtime
where
    RuntimeCall: From<Call>,
{
    type Extension = TransactionExtensions;

    fn create_transaction(
        call: RuntimeCall,
        extension: TransactionExtensions,
    ) -> UncheckedExtrinsic {
        UncheckedExtrinsic::new_transaction(call, extension)
    }
}

impl<Call> CreateAuthorizedTransaction<Call> for Runtime
where
    RuntimeCall: From<Call>,
{
    fn create_extension() -> TransactionExtensions {
        transaction_extensions(Era::mortal(PERIOD, System::block_number().into()), 0)
    }
}
