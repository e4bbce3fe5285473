//! What this pallet asks of others.

use alloc::vec::Vec;
use critical_chains_attestation::{ModelId, Statement, Subject, Typology, Window};
use critical_chains_flows::Flow;
use critical_chains_lei::Lei;
use critical_chains_watch::Outcome;

use crate::ModelInUse;

/// Number of a threat indicator.
pub type IndicatorId = u32;

/// Where findings go, and what comes back.
pub trait Attesting<AccountId, Call> {
    /// The institution for which an account acts, if it is active.
    fn institution_of(account: &AccountId) -> Option<Lei>;

    /// The model whose findings count, if there is one.
    fn champion() -> Option<ModelInUse>;

    /// The model that is tried beside it, if there is one: the same for all nodes.
    fn challenger() -> Option<ModelInUse>;

    /// The parameters of a model, if they are here.
    fn parameters(model: &ModelId) -> Option<Vec<u8>>;

    /// Whether an account may state what a model finds.
    fn may_state(account: &AccountId, model: &ModelId) -> bool;

    /// Whether an institution has said this already, or it was decided.
    fn is_said(
        institution: &Lei,
        model: &ModelId,
        typology: Typology,
        subject: &Subject,
        window: &Window,
    ) -> bool;

    /// What came of attestations from a number in the order of their ends on, and the number to go
    /// on with. Not more than a run can learn.
    fn outcomes_from(number: u64) -> (u64, Vec<Outcome>);

    /// The call that states a finding.
    fn raise(statement: Statement) -> Call;

    /// Whether any indicator is valid.
    fn has_indicators() -> bool;

    /// The indicators that the sides of a flow meet now.
    fn indicators_met(flow: &Flow) -> Vec<IndicatorId>;

    /// The call that tells that an indicator was met so often, between these two times in
    /// milliseconds since the Unix epoch.
    fn sight(indicator: IndicatorId, count: u32, first_seen: u64, last_seen: u64) -> Call;
}
