//! The events, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// What happened.
#[pallet_section]
mod events {
    /// What happened. Times are in milliseconds since the Unix epoch.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A pallet or a permission is stopped.
        Stopped {
            /// What is stopped.
            target: StopTarget,
            /// The institution that stopped it.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
            /// Why.
            reason: Reason,
            /// When the stop lapses unless it is confirmed.
            lapses: u64,
        },
        /// The consortium confirmed a stop, which lapses no more.
        StopConfirmed {
            /// What is stopped.
            target: StopTarget,
            /// The institution that stopped it.
            institution: Lei,
        },
        /// A stop was lifted.
        StopLifted {
            /// What was stopped.
            target: StopTarget,
            /// The institution that had stopped it.
            institution: Lei,
            /// The account of this institution that lifted the stop, or none for the consortium.
            by: Option<T::AccountId>,
            /// When the institution can stop it again.
            paused_until: u64,
        },
        /// A stop lapsed, because it was not confirmed.
        StopLapsed {
            /// What was stopped.
            target: StopTarget,
            /// The institution that had stopped it.
            institution: Lei,
            /// When the institution can stop it again.
            paused_until: u64,
        },
        /// An account is frozen.
        AccountFrozen {
            /// The account.
            account: T::AccountId,
            /// The institution that froze it.
            institution: Lei,
            /// The account that acted for this institution.
            by: T::AccountId,
            /// Why.
            reason: Reason,
        },
        /// An account is frozen no more.
        AccountUnfrozen {
            /// The account.
            account: T::AccountId,
            /// The institution that had frozen it.
            institution: Lei,
            /// The account of this institution that ended the freeze, or none for the consortium.
            by: Option<T::AccountId>,
        },
        /// An account took a role in an emergency.
        GlassBroken {
            /// Number of the review that this calls for.
            id: u32,
            /// The account.
            account: T::AccountId,
            /// The institution for which it acts.
            institution: Lei,
            /// The role.
            role: RoleName,
            /// Why.
            reason: Reason,
            /// When the role expires.
            expires: u64,
            /// By when the access has to be reviewed.
            due: u64,
        },
        /// An emergency access was reviewed.
        AccessReviewed {
            /// Number of the review.
            id: u32,
            /// The account that had taken the role.
            account: T::AccountId,
            /// The institution for which it acts.
            institution: Lei,
            /// What the review came to.
            finding: Finding,
            /// What the reviewer says about it.
            remark: Reason,
            /// The institution that reviewed.
            reviewed_by: Lei,
            /// The account that acted for this institution.
            reviewer: T::AccountId,
        },
        /// An emergency access was not reviewed in time. It still has to be.
        ReviewOverdue {
            /// Number of the review.
            id: u32,
            /// The account that took the role.
            account: T::AccountId,
            /// The institution for which it acts.
            institution: Lei,
        },
        /// An institution has to explain something.
        ExplanationDemanded {
            /// Number of the demand.
            id: u32,
            /// The institution that has to explain.
            institution: Lei,
            /// The institution that demands it.
            demanded_by: Lei,
            /// The account that acted for the demanding institution.
            account: T::AccountId,
            /// What is to be explained.
            about: Reason,
            /// By when.
            deadline: u64,
        },
        /// A demand was answered.
        DemandAnswered {
            /// Number of the demand.
            id: u32,
            /// The institution that answered.
            institution: Lei,
            /// The account that acted for it.
            account: T::AccountId,
            /// SHA-256 of the answer.
            answer_digest: AnswerDigest,
        },
        /// A demand was closed.
        DemandClosed {
            /// Number of the demand.
            id: u32,
            /// The institution that had to explain.
            institution: Lei,
            /// The institution that had demanded it.
            demanded_by: Lei,
            /// The account of this institution that closed it, or none for the consortium.
            by: Option<T::AccountId>,
        },
        /// The deadline of a demand passed without an answer. It can still be answered.
        DemandOverdue {
            /// Number of the demand.
            id: u32,
            /// The institution that has to explain.
            institution: Lei,
            /// The institution that demands it.
            demanded_by: Lei,
        },
    }
}
