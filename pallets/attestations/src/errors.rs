//! The errors, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// Why calls are refused.
#[pallet_section]
mod errors {
    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such model, open attestation or indicator: it may have ended. Read those that
        /// there are.
        NotFound,
        /// There is such a model, or the institution has shared this indicator. Register a new
        /// version, or revoke the indicator first.
        AlreadyExists,
        /// The model has names that are none, thresholds or terms that make no sense, parameters of
        /// no or too many bytes, or nobody who may attest. Correct the specification.
        InvalidModel,
        /// The parameters are not those that were registered: length or SHA-256 differ. Supply the
        /// registered ones.
        InvalidParameters,
        /// The parameters of the model are not here, so that nobody could run it. Supply them first.
        ParametersMissing,
        /// The model is retired, or is what it should become already. Read its status.
        WrongStatus,
        /// As many models are registered as the runtime allows. A runtime upgrade can raise this.
        TooManyModels,
        /// The model says that accounts of other kinds of institutions, or with another role, attest
        /// what it finds, or the institution is not active.
        NotAuthorised,
        /// The statement makes no sense, or is by another version of the engine than the model's:
        /// check model, score, window, reasons, evidence, amount and marking.
        InvalidStatement,
        /// The score is below the model's threshold for this typology. State only what reaches it.
        BelowThreshold,
        /// The institution has said this already. Nothing needs to be done.
        AlreadyRaised,
        /// This was confirmed or cleared. Look at the outcome instead of stating it again.
        AlreadyDecided,
        /// A shadow model found this: nobody corroborates, contests or decides it.
        Shadow,
        /// The time of the attestation or indicator is over, or has not come, or it was revoked.
        /// State it anew if it is still so.
        Expired,
        /// Too few institutions have said the same. Have others corroborate it before it is
        /// confirmed.
        NotCorroborated,
        /// The subject belongs to another institution. Only that one can contest.
        NotTheSubject,
        /// The institution is on the other side: whoever raised or corroborated does not contest,
        /// whoever contested neither corroborates nor decides, and to whom the subject belongs does
        /// not decide. Another one has to.
        OtherSide,
        /// The institution has contested this, or voted so, already. It counts once.
        AlreadyCounted,
        /// As many institutions have spoken, contested or voted as can.
        TooManyVoices,
        /// As many attestations are open as can be: in all, of this institution, about this subject,
        /// or that expire at the same time. Have some decided, or raise the thresholds.
        TooManyAttestations,
        /// The indicator is valid never or too long, is more than certain, or is not for everybody;
        /// or the sightings are none, or lie in the future. Correct it.
        InvalidIndicator,
        /// As many indicators are shared as can be: in all, by this institution, or of this value;
        /// or as many institutions have met it as are counted. Revoke what is of no use.
        TooManyIndicators,
        /// Another institution shared this indicator, and alone can revoke it. Ask that institution.
        NotYours,
    }
}
