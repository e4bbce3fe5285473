//! The errors, a part of the pallet's declarations.

use polkadot_sdk::frame_support::pallet_macros::pallet_section;

/// Why calls are refused.
#[pallet_section]
mod errors {
    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// A name has to begin with a letter a-z and go on with up to 31 of a-z 0-9 . _ -.
        InvalidName,
        /// The role would inherit from itself, or be for emergencies and essential at once.
        InvalidRole,
        /// The constraint names fewer than two different roles, or allows none or all of them.
        InvalidConstraint,
        /// A rule, condition or number of approvals of the policy makes no sense. Have the command
        /// line check it: it says which.
        InvalidPolicy,
        /// The role would never count, or at times at which that of its holder does not.
        InvalidValidity,
        /// A role counts for the account's own institution or for the consortium, not for another.
        InvalidScope,
        /// The runtime has no such permission. Look at the list of permissions.
        UnknownPermission,
        /// There is no such role or constraint. Define it first.
        NotFound,
        /// The account acts for no institution, or not for that of the holder. Enrol it first.
        NotAMember,
        /// The account does not hold this role now, or has not activated it.
        NotHeld,
        /// The account holds this role already. Revoke it first to grant it otherwise.
        AlreadyHeld,
        /// Administrators grant and revoke only the roles left to them, in their own institution.
        /// Propose it to the consortium.
        NotAuthorised,
        /// The role is for emergencies and taken by breaking the glass, or is not for them.
        EmergencyOnly,
        /// The role may not be passed on, or not so often.
        NotDelegable,
        /// Accounts hold the role, another inherits from it, or a constraint or policy names it.
        InUse,
        /// A constraint forbids that one account has these roles together.
        SeparationOfDuty,
        /// This is the last account that holds an essential role without end. Grant it to another
        /// first.
        LastHolder,
        /// Afterwards there would not be enough institutions left to change policies. Give the
        /// voting role to more accounts, or lower what the policy asks for, first.
        Ungovernable,
        /// Without this nobody could govern: it can be neither stopped nor forbidden, nor taken
        /// from the voting role.
        Indispensable,
        /// The role is in the state asked for already.
        NothingToDo,
        /// There are as many roles as the runtime allows.
        TooManyRoles,
        /// There are as many constraints as the runtime allows.
        TooManyConstraints,
        /// As many accounts hold the role in this scope as may. One that has ended counts until the
        /// next day, unless it is revoked.
        TooManyHolders,
        /// The account has as many roles as the runtime allows.
        TooManyRolesOfAccount,
        /// The account has passed on as many roles as the runtime allows.
        TooManyDelegations,
        /// As many accounts have roles as the runtime allows.
        TooManySubjects,
    }
}
