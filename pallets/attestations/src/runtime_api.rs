//! What the node and its clients ask this pallet.

use alloc::vec::Vec;

use codec::Codec;
use critical_chains_attestation::{ModelId, Subject};
use critical_chains_flows::Pseudonym;
use critical_chains_lei::Lei;
use critical_chains_policy::Risk;

use crate::{
    AttestationDetails, AttestationId, AttestationPage, Filter, IndicatorDetails, IndicatorFilter,
    IndicatorId, IndicatorKind, IndicatorPage, ModelDetails, Outcomes,
};

polkadot_sdk::sp_api::decl_runtime_apis! {
    /// Reads models, attestations and indicators from the state of a block.
    pub trait AttestationsApi<AccountId>
    where
        AccountId: Codec,
    {
        /// The models, in the order of names and versions.
        fn models() -> Vec<ModelDetails>;

        /// The parameters of a model, if they are here.
        fn parameters(model: ModelId) -> Option<Vec<u8>>;

        /// An attestation that is open, or what is kept of one that has ended.
        fn attestation(id: AttestationId) -> Option<AttestationDetails<AccountId>>;

        /// Attestations that pass a filter, the newest first, at most so many: from the number of
        /// the cursor downwards, if one is given. The page tells the cursor of the next one.
        fn attestations(
            filter: Filter,
            cursor: Option<AttestationId>,
            limit: u32,
        ) -> AttestationPage<AccountId>;

        /// What attestations say about a subject.
        fn risk_of(subject: Subject) -> Risk;

        /// What came of what an institution raised and corroborated.
        fn outcomes_of(institution: Lei) -> Outcomes;

        /// An indicator whose validity has not ended.
        fn indicator(id: IndicatorId) -> Option<IndicatorDetails<AccountId>>;

        /// Indicators that pass a filter, the newest first, as for `attestations`.
        fn indicators(
            filter: IndicatorFilter,
            cursor: Option<IndicatorId>,
            limit: u32,
        ) -> IndicatorPage<AccountId>;

        /// The indicators that something meets now.
        fn matching(kind: IndicatorKind, value: Pseudonym) -> Vec<IndicatorDetails<AccountId>>;
    }
}
