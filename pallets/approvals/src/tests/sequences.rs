//! Any sequence of calls keeps the invariants, and executes only what an oracle that knows nothing
//! but the events finds approved.

use alloc::collections::{BTreeMap, BTreeSet};

use critical_chains_lei::Lei;
use critical_chains_policy::{ApprovalRule, Kind, Kinds, Requirement};
use polkadot_sdk::{frame_support::assert_ok, frame_system};
use proptest::prelude::*;

use super::mock::*;
use crate::{Agenda, Authority, Calls, Event, MAX_ENDS_PER_BLOCK, NextProposal, Proposals};

const ACCOUNTS: [u64; 11] = [BEA, BEN, CLEO, INA, IAN, TOM, MIA, AVA, ABE, ART, EVE];

/// One step, with numbers from which account, proposal and time are chosen.
#[derive(Clone, Copy, Debug)]
struct Step {
    what: What,
    who: usize,
    which: u32,
}

#[derive(Clone, Copy, Debug)]
enum What {
    ProposeOwn,
    ProposeGoverned,
    Approve,
    Reject,
    Withdraw,
    Execute,
    Suspend,
    Readmit,
    Bar,
    Move,
    ChangeRule,
    Wait { millis: u64 },
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        3 => Just(What::ProposeOwn),
        3 => Just(What::ProposeGoverned),
        20 => Just(What::Approve),
        3 => Just(What::Reject),
        1 => Just(What::Withdraw),
        3 => Just(What::Execute),
        3 => Just(What::Suspend),
        3 => Just(What::Readmit),
        1 => Just(What::Bar),
        1 => Just(What::Move),
        1 => Just(What::ChangeRule),
        8 => (0..4 * HOUR).prop_map(|millis| What::Wait { millis }),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (what(), 0..ACCOUNTS.len(), 0..3_u32).prop_map(|(what, who, which)| Step {
        what,
        who,
        which,
    });
    prop::collection::vec(step, 0..100)
}

fn rules() -> impl Strategy<Value = ApprovalRule> {
    let kinds = prop_oneof![
        4 => Just(Kinds::ALL),
        1 => Just(Kinds::only(Kind::Bank).and(Kind::Insurer).and(Kind::TollOperator)),
    ];
    let times = (prop_oneof![Just(0), 1..6 * HOUR], HOUR..DAY);
    let required = prop_oneof![Just(vec![]), Just(vec![Kind::Insurer]), Just(vec![Kind::Bank])];
    (1..4_u8, kinds, required, any::<bool>(), any::<bool>(), times).prop_map(
        |(approvals, eligible, required, own, veto, (waiting, lifetime))| ApprovalRule {
            eligible,
            required: required
                .into_iter()
                .map(|kind| Requirement { kinds: Kinds::only(kind), count: 1 })
                .collect::<Vec<_>>()
                .try_into()
                .unwrap(),
            proposer_institution_votes: own,
            authority_veto: veto,
            waiting,
            lifetime,
            ..rule(approvals)
        },
    )
}

/// Takes a step, and gives the time that those saw who acted in it.
fn take(step: &Step, other_rule: &ApprovalRule) -> u64 {
    let now = NowMillis::get();
    let account = ACCOUNTS[step.who];
    let next = NextProposal::<Test>::get();
    let id = next.saturating_sub(1 + step.which);
    // What is refused is seen in the events: there are none.
    let _ = match step.what {
        What::ProposeOwn => Approvals::propose(signed(account), Box::new(own(next as u8))),
        What::ProposeGoverned => {
            Approvals::propose(signed(account), Box::new(governed(next as u8)))
        }
        What::Approve => approve(account, id),
        What::Reject => reject(account, id),
        What::Withdraw => Approvals::withdraw(signed(account), id),
        What::Execute => execute(account, id),
        other => {
            match other {
                What::Suspend => suspend(account),
                What::Readmit => Suspended::set(BTreeSet::new()),
                What::Bar => bar(account),
                What::Move => move_account(account, ACCOUNTS[step.which as usize * 3]),
                What::ChangeRule if CurrentRule::get().as_ref() != Some(other_rule) => {
                    set_rule(other_rule.clone());
                }
                What::Wait { millis } => drop(begin_block(millis)),
                _ => {}
            }
            Ok(())
        }
    };
    now
}

/// A proposal as the events tell of it.
struct Told {
    proposer: u64,
    institution: Lei,
    rule: ApprovalRule,
    expires: u64,
    approving: BTreeSet<Lei>,
    /// Since when it has had all approvals, as far as votes have shown.
    complete_since: Option<u64>,
}

impl Told {
    /// Counts institution by institution.
    fn is_complete(&self) -> bool {
        let mut kinds = BTreeMap::<u8, u8>::new();
        let mut all = 0;
        for institution in &self.approving {
            let Some(kind) = Consortium::kind(institution) else { continue };
            if self.rule.eligible.contains(kind) {
                all += 1;
                *kinds.entry(kind as u8).or_default() += 1;
            }
        }
        let of = |requirement: &Requirement| -> u8 {
            let wanted = requirement.kinds.iter();
            wanted.map(|kind| kinds.get(&(kind as u8)).copied().unwrap_or_default()).sum()
        };
        all >= self.rule.approvals
            && self.rule.required.iter().all(|requirement| of(requirement) >= requirement.count)
    }

    fn vote(&mut self, (account, institution): (u64, Lei), now: u64, approves: bool) {
        assert_ne!(account, self.proposer);
        assert_eq!(institution_of(account), institution);
        let was_complete = self.is_complete();
        assert!(now < self.expires || was_complete, "vote after the end");
        if approves {
            let own = institution == self.institution;
            assert!(!own || self.rule.proposer_institution_votes, "vote of the proposer's own");
            assert!(self.approving.insert(institution), "second vote of an institution");
        } else {
            self.approving.remove(&institution);
        }
        let since = self.complete_since.filter(|_| was_complete).unwrap_or(now);
        self.complete_since = self.is_complete().then_some(since);
    }

    fn assert_approved(&self, now: u64) {
        assert!(self.is_complete(), "executed without approvals");
        let since = self.complete_since.unwrap();
        assert!(since < self.expires, "approved after its lifetime");
        assert!(since + self.rule.waiting <= now, "executed before the waiting period ended");
    }
}

#[derive(Default)]
struct Oracle {
    open: BTreeMap<u32, Told>,
    executed: BTreeSet<u32>,
    over: BTreeSet<u32>,
    last_remark: Option<u64>,
}

impl Oracle {
    fn end(&mut self, id: u32) -> Told {
        assert!(self.over.insert(id), "over twice");
        self.open.remove(&id).unwrap()
    }

    fn told(&mut self, id: u32) -> &mut Told {
        self.open.get_mut(&id).unwrap()
    }

    fn hear(&mut self, event: Event<Test>, now: u64) {
        match event {
            Event::Proposed { proposal, institution, proposer, .. } => {
                let rule = CurrentRule::get().unwrap();
                let expires = now + rule.lifetime;
                let (approving, complete_since) = (BTreeSet::new(), None);
                let told = Told { proposer, institution, rule, expires, approving, complete_since };
                assert!(self.open.insert(proposal, told).is_none(), "number used twice");
            }
            Event::Approved { proposal, institution, account, .. } => {
                self.told(proposal).vote((account, institution), now, true);
            }
            Event::Rejected { proposal, institution, account, .. } => {
                self.told(proposal).vote((account, institution), now, false);
            }
            Event::ApprovalsMet { proposal, executes, .. } => {
                let told = self.told(proposal);
                assert!(told.is_complete());
                // Also without a vote: an institution that had approved may have been readmitted.
                told.complete_since = Some(now);
                assert_eq!(executes, now + told.rule.waiting);
            }
            Event::ApprovalsLost { proposal, .. } => assert!(!self.told(proposal).is_complete()),
            Event::Vetoed { proposal, by, .. } => {
                assert_eq!(Consortium::kind(&by), Some(Kind::Authority));
                assert!(self.end(proposal).rule.authority_veto);
            }
            Event::Withdrawn { proposal, institution, .. } => {
                assert_eq!(self.end(proposal).institution, institution);
            }
            Event::ProposalExpired { proposal, .. } => {
                let told = self.end(proposal);
                assert!(told.expires <= now, "expired early");
            }
            Event::ProposalExecuted { proposal, result, call_hash, .. } => {
                let told = self.end(proposal);
                told.assert_approved(now);
                let by = (call_hash == hash_of(&own(proposal as u8))).then_some(told.proposer);
                if result.is_ok() {
                    assert_eq!(CurrentRule::get(), Some(told.rule), "by another rule");
                    assert!(!Barred::get().contains(&told.proposer), "without permission");
                    let moved = institution_of(told.proposer) != told.institution;
                    assert!(by.is_none() || !moved, "for another institution");
                    assert_eq!(self.last_remark.take(), by);
                    self.executed.insert(proposal);
                }
            }
            Event::__Ignore(..) => unreachable!(),
        }
        assert_eq!(self.last_remark, None, "somebody acted whom no proposal let act");
    }

    /// Hears everything that happened in this step.
    fn listen(&mut self, now: u64) {
        for record in System::events() {
            match record.event {
                RuntimeEvent::System(frame_system::Event::Remarked { sender, .. }) => {
                    assert_eq!(self.last_remark.replace(sender), None);
                }
                RuntimeEvent::Approvals(event) => self.hear(event, now),
                _ => {}
            }
        }
        System::reset_events();
        assert_eq!(Proposals::<Test>::iter_keys().collect::<BTreeSet<_>>(), {
            self.open.keys().copied().collect()
        });
        let traces = (0..=u8::MAX).filter(|number| left_trace(*number));
        assert!(traces.into_iter().all(|number| self.executed.contains(&number.into())));
    }
}

/// In the end nothing is left of any proposal.
fn assert_all_ends(oracle: &mut Oracle) {
    begin_block(2 * DAY);
    oracle.listen(NowMillis::get() - 2 * DAY);
    // Each of these blocks executes one or ends several; what is open again is long over.
    for _ in 0..MAX_PROPOSALS + MAX_ENDS_PER_BLOCK {
        next_block();
        oracle.listen(NowMillis::get() - SLOT_MILLIS);
    }
    assert!(oracle.open.is_empty() && Agenda::<Test>::get().is_empty());
    assert_eq!(Proposals::<Test>::count(), 0);
    assert_eq!(Calls::<Test>::iter_keys().count(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn execute_only_what_distinct_institutions_approved(
        rule in rules(),
        other_rule in rules(),
        steps in steps(),
    ) {
        new_test_ext().execute_with(|| {
            set_rule(rule);
            let mut oracle = Oracle::default();
            for step in &steps {
                let now = take(step, &other_rule);
                oracle.listen(now);
                assert_ok!(Approvals::do_try_state());
            }
            assert_all_ends(&mut oracle);
        });
    }

    #[test]
    fn some_are_executed_at_all(approvals in 1..4_u8, waiting in 0..DAY) {
        new_test_ext().execute_with(|| {
            set_rule(ApprovalRule { waiting, ..rule(approvals) });
            let mut oracle = Oracle::default();
            let id = propose(BEA, governed(0));
            for account in [CLEO, INA, TOM].into_iter().take(approvals.into()) {
                assert_ok!(approve(account, id));
            }
            oracle.listen(START_MILLIS);

            assert_all_ends(&mut oracle);

            assert!(oracle.executed.contains(&id) && left_trace(0));
        });
    }
}
