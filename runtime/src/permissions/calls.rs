//! Which permission each call takes.

use super::names::*;
use crate::*;
use critical_chains_lei::{LEI_LENGTH, Lei};
use pallet_authorisation::{Action, CallTable, Resource, Use};

/// Which permission each call takes.
pub struct Calls;

impl CallTable<RuntimeCall> for Calls {
    fn describe(call: &RuntimeCall) -> Use<'_, RuntimeCall> {
        match call {
            RuntimeCall::System(call) => system(call),
            RuntimeCall::Timestamp(call) => timestamp(call),
            RuntimeCall::Utility(call) => utility(call),
            RuntimeCall::Institutions(call) => institutions(call),
            RuntimeCall::Authorisation(call) => authorisation(call),
            RuntimeCall::Approvals(call) => approvals(call),
            RuntimeCall::Supervision(call) => supervision(call),
            RuntimeCall::Attestations(call) => attestations(call),
            RuntimeCall::Custody(call) => custody(call),
            RuntimeCall::Flows(call) => flows(call),
            RuntimeCall::Session(call) => session(call),
            RuntimeCall::Grandpa(call) => grandpa(call),
            RuntimeCall::Anchoring(call) => anchoring(call),
        }
    }
}

type Described<'a> = Use<'a, RuntimeCall>;

fn system(call: &frame_system::Call<Runtime>) -> Described<'_> {
    use frame_system::Call;
    match call {
        Call::authorize_upgrade { .. } => Use::Does(Action::new(RuntimeUpgrade::get())),
        // Nobody pays for bytes, so nobody may send them for their own sake. New code comes by its
        // hash first. Storage is never written by hand.
        Call::remark { .. }
        | Call::remark_with_event { .. }
        | Call::set_heap_pages { .. }
        | Call::set_code { .. }
        | Call::set_code_without_checks { .. }
        | Call::set_storage { .. }
        | Call::kill_storage { .. }
        | Call::kill_prefix { .. }
        | Call::authorize_upgrade_without_checks { .. }
        // Comes without an account: the code that was authorised authorises itself.
        | Call::apply_authorized_upgrade { .. } => Use::Closed,
        Call::__Ignore(_, never) => match *never {},
    }
}

fn timestamp(call: &pallet_timestamp::Call<Runtime>) -> Described<'_> {
    use pallet_timestamp::Call;
    match call {
        // An inherent: the author of the block vouches for it.
        Call::set { .. } => Use::Closed,
        Call::__Ignore(_, never) => match *never {},
    }
}

fn utility(call: &pallet_utility::Call<Runtime>) -> Described<'_> {
    use pallet_utility::Call;
    match call {
        Call::batch { calls } | Call::batch_all { calls } | Call::force_batch { calls } => {
            Use::Wraps(calls)
        }
        // These would make a call as somebody else, or make it look cheaper than it is.
        Call::as_derivative { .. }
        | Call::dispatch_as { .. }
        | Call::dispatch_as_fallible { .. }
        | Call::with_weight { .. }
        | Call::if_else { .. } => Use::Closed,
        Call::__Ignore(_, never) => match *never {},
    }
}

fn institutions(call: &pallet_institutions::Call<Runtime>) -> Described<'_> {
    use pallet_institutions::Call;
    Use::Does(match call {
        Call::admit_institution { .. } => Action::new(InstitutionsAdmit::get()),
        Call::set_status { .. } => Action::new(InstitutionsStatus::get()),
        Call::enrol_account { lei, .. } => Action::new(InstitutionsEnrol::get())
            .on(named(*lei))
            .or_jointly(InstitutionsAccounts::get()),
        Call::withdraw_account { account } => Action::new(InstitutionsWithdraw::get())
            .on(owner(account))
            .or_jointly(InstitutionsAccounts::get()),
        Call::grant_seat { .. } | Call::revoke_seat { .. } => Action::new(InstitutionsSeats::get()),
        Call::set_quota { .. } => Action::new(InstitutionsQuota::get()),
        Call::set_expiry { .. } => Action::new(InstitutionsExpiry::get()),
        Call::__Ignore(_, never) => match *never {},
    })
}

fn authorisation(call: &pallet_authorisation::Call<Runtime>) -> Described<'_> {
    use pallet_authorisation::Call;
    Use::Does(match call {
        Call::define_role { .. } | Call::remove_role { .. } => {
            Action::new(AuthorisationDefine::get())
        }
        Call::grant_role { account, .. } => Action::new(AuthorisationGrant::get())
            .on(owner(account))
            .or_jointly(AuthorisationAppoint::get()),
        Call::revoke_role { account, .. } => Action::new(AuthorisationRevoke::get())
            .on(owner(account))
            .or_jointly(AuthorisationAppoint::get()),
        Call::delegate_role { .. } | Call::recall_role { .. } => {
            Action::new(AuthorisationDelegate::get())
        }
        Call::activate_role { .. } | Call::deactivate_role { .. } => {
            Action::new(AuthorisationActivate::get())
        }
        Call::set_constraint { .. } | Call::remove_constraint { .. } => {
            Action::new(AuthorisationConstrain::get())
        }
        Call::set_policy { .. } => Action::new(AuthorisationPolicy::get()),
        Call::__Ignore(_, never) => match *never {},
    })
}

fn approvals(call: &pallet_approvals::Call<Runtime>) -> Described<'_> {
    use pallet_approvals::Call;
    Use::Does(match call {
        // What is proposed is examined by the call: it is not made now.
        Call::propose { .. } | Call::withdraw { .. } => Action::new(ApprovalsPropose::get()),
        Call::approve { .. } | Call::reject { .. } => Action::new(ApprovalsVote::get()),
        Call::execute { .. } => Action::new(ApprovalsExecute::get()),
        Call::__Ignore(_, never) => match *never {},
    })
}

fn supervision(call: &pallet_supervision::Call<Runtime>) -> Described<'_> {
    use pallet_supervision::Call;
    let everywhere = |permission| Action::new(permission).on(Resource::Consortium);
    Use::Does(match call {
        Call::stop { .. } => everywhere(SupervisionStop::get()),
        Call::confirm_stop { .. } => Action::new(SupervisionDecide::get()),
        Call::lift_stop { .. } => {
            everywhere(SupervisionStop::get()).or_jointly(SupervisionDecide::get())
        }
        Call::freeze_account { .. } => everywhere(SupervisionFreeze::get()),
        Call::unfreeze_account { .. } => {
            everywhere(SupervisionFreeze::get()).or_jointly(SupervisionDecide::get())
        }
        Call::break_glass { .. } => Action::new(SupervisionBreakGlass::get()),
        Call::review_access { .. } => everywhere(SupervisionReview::get()),
        Call::demand_explanation { .. } => everywhere(SupervisionDemand::get()),
        Call::close_demand { .. } => {
            everywhere(SupervisionDemand::get()).or_jointly(SupervisionDecide::get())
        }
        Call::answer_demand { .. } => Action::new(SupervisionAnswer::get()),
        Call::__Ignore(_, never) => match *never {},
    })
}

fn attestations(call: &pallet_attestations::Call<Runtime>) -> Described<'_> {
    use pallet_attestations::Call;
    Use::Does(Action::new(match call {
        Call::register_model { .. } | Call::set_champion { .. } | Call::retire_model { .. } => {
            AttestationsModels::get()
        }
        Call::supply_parameters { .. } => AttestationsSupply::get(),
        Call::raise { .. } => AttestationsRaise::get(),
        Call::corroborate { .. } => AttestationsCorroborate::get(),
        Call::contest { .. } => AttestationsContest::get(),
        Call::confirm { .. } | Call::clear { .. } => AttestationsDecide::get(),
        Call::share_indicator { .. } | Call::revoke_indicator { .. } => AttestationsShare::get(),
        Call::report_sighting { .. } => AttestationsSight::get(),
        Call::__Ignore(_, never) => match *never {},
    }))
}

fn custody(call: &pallet_custody::Call<Runtime>) -> Described<'_> {
    use pallet_custody::Call;
    Use::Does(match call {
        Call::register_custody { .. } => Action::new(CustodyRegister::get()),
        Call::remove_custody { lei, .. } => {
            Action::new(CustodyRegister::get()).on(named(*lei)).or_jointly(CustodyRequire::get())
        }
        Call::set_requirement { .. } => Action::new(CustodyRequire::get()),
        Call::__Ignore(_, never) => match *never {},
    })
}

fn flows(call: &pallet_flows::Call<Runtime>) -> Described<'_> {
    use pallet_flows::Call;
    match call {
        Call::begin_epoch { .. } => Use::Does(Action::new(FlowsEpoch::get())),
        Call::report { .. } => Use::Does(Action::new(FlowsReport::get())),
        Call::act { call, .. } => Use::Wraps(core::slice::from_ref(&**call)),
        Call::__Ignore(_, never) => match *never {},
    }
}

fn session(call: &pallet_session::Call<Runtime>) -> Described<'_> {
    use pallet_session::Call;
    match call {
        Call::set_keys { .. } => Use::Does(Action::new(SessionKeys::get()).by_signature()),
        // Validators that drop their keys together would leave the chain without anybody to seal
        // or to finalise. Who wants to leave has its seat revoked.
        Call::purge_keys { .. } => Use::Closed,
        Call::__Ignore(_, never) => match *never {},
    }
}

fn grandpa(call: &pallet_grandpa::Call<Runtime>) -> Described<'_> {
    use pallet_grandpa::Call;
    match call {
        Call::report_equivocation { .. } => {
            Use::Does(Action::new(GrandpaReport::get()).by_signature())
        }
        Call::note_stalled { .. } => Use::Does(Action::new(GrandpaNoteStalled::get())),
        // Comes without an account: the proof in it vouches for it.
        Call::report_equivocation_unsigned { .. } => Use::Closed,
        Call::__Ignore(_, never) => match *never {},
    }
}

fn anchoring(call: &pallet_anchoring::Call<Runtime>) -> Described<'_> {
    use pallet_anchoring::Call;
    Use::Does(match call {
        Call::open_stream {} => Action::new(AnchoringOpen::get()),
        Call::anchor_batches { .. } => Action::new(AnchoringAnchor::get()),
        Call::close_stream { .. } => Action::new(AnchoringClose::get()),
        Call::freeze_stream { .. } | Call::thaw_stream { .. } => {
            Action::new(AnchoringFreeze::get()).on(Resource::Consortium)
        }
        Call::__Ignore(_, never) => match *never {},
    })
}

/// The things of an institution that a call names. Of one that does not exist nothing is anybody's,
/// and the call itself says what is wrong.
fn named(lei: [u8; LEI_LENGTH]) -> Resource {
    Lei::new(lei).map_or(Resource::Own, Resource::Institution)
}

/// The things of the institution for which an account acts.
fn owner(account: &AccountId) -> Resource {
    pallet_institutions::Accounts::<Runtime>::get(account)
        .map_or(Resource::Own, Resource::Institution)
}
