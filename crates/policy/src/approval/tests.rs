//! Tests of approvals.

use super::*;
use proptest::prelude::*;

const DAY: u64 = 86_400_000;

fn rule(approvals: u8) -> ApprovalRule {
    ApprovalRule {
        approvals,
        eligible: Kinds::ALL,
        required: BoundedVec::default(),
        proposer_institution_votes: true,
        authority_veto: false,
        lifetime: DAY,
        waiting: 0,
    }
}

fn requiring(approvals: u8, required: &[Requirement]) -> ApprovalRule {
    ApprovalRule { required: BoundedVec::truncate_from(required.to_vec()), ..rule(approvals) }
}

/// The institution of this number.
fn institution(number: u8) -> Lei {
    let mut prefix = *b"CCTESTVOTES0000000";
    prefix[17] = b'A' + number;
    Lei::from_prefix(prefix).unwrap()
}

fn vote(institution_number: u8, kind: Kind, account: u32, ballot: Ballot) -> Vote<u32> {
    Vote { institution: institution(institution_number), kind, account, ballot }
}

fn yes(institution_number: u8, kind: Kind) -> Vote<u32> {
    vote(institution_number, kind, institution_number.into(), Ballot::Approve)
}

#[test]
fn says_what_is_missing() {
    let insurer_or_bank = Kinds::only(Kind::Insurer).and(Kind::Bank);
    let authority = Kinds::only(Kind::Authority);
    let rule = requiring(
        3,
        &[
            Requirement { kinds: insurer_or_bank, count: 1 },
            Requirement { kinds: authority, count: 1 },
        ],
    );
    let votes = [yes(0, Kind::TollOperator), yes(1, Kind::MarketInfrastructure)];

    let Standing::Missing(missing) = standing(&rule, &votes, |_| true) else { panic!() };

    assert_eq!(
        missing,
        [
            Missing::Approvals { more: 1 },
            Missing::OfKinds { kinds: insurer_or_bank, more: 1 },
            Missing::OfKinds { kinds: authority, more: 1 },
        ]
    );
    let text: Vec<_> = missing.iter().map(ToString::to_string).collect();
    assert_eq!(text, ["one more institution", "1 of [Bank, Insurer]", "Authority"]);
    let votes = [yes(0, Kind::Authority), yes(1, Kind::Bank), yes(2, Kind::TollOperator)];
    assert_eq!(standing(&rule, &votes, |_| true), Standing::Met);
}

#[test]
fn votes_of_institutions_that_do_not_count_any_more_are_left_out() {
    let votes = [yes(0, Kind::Bank), yes(1, Kind::Bank)];

    assert_eq!(standing(&rule(2), &votes, |_| true), Standing::Met);
    let missing = Standing::Missing(vec![Missing::Approvals { more: 1 }]);
    assert_eq!(standing(&rule(2), &votes, |lei| *lei != institution(0)), missing);
}

#[test]
fn an_authority_ends_it_where_the_rule_says_so() {
    let with = ApprovalRule { authority_veto: true, ..rule(1) };
    let votes = [yes(0, Kind::Bank), vote(1, Kind::Authority, 9, Ballot::Reject)];

    assert_eq!(standing(&with, &votes, |_| true), Standing::Vetoed { by: institution(1) });
    assert_eq!(standing(&rule(1), &votes, |_| true), Standing::Met);
    let bank = [yes(0, Kind::Bank), vote(1, Kind::Bank, 9, Ballot::Reject)];
    assert_eq!(standing(&with, &bank, |_| true), Standing::Met);
}

#[test]
fn takes_one_vote_of_each_institution_and_none_of_the_proposer() {
    let rule = rule(2);
    let alice = (&0_u32, &institution(0));
    let check = |votes: &[_], vote| rule.check_vote(alice, votes, &vote);

    assert_eq!(check(&[], yes(0, Kind::Bank)), Err(VoteFault::OwnProposal));
    // The same person, who acts for another institution by now.
    let moved = vote(1, Kind::Bank, 0, Ballot::Approve);
    assert_eq!(check(&[], moved), Err(VoteFault::OwnProposal));
    let colleague = vote(0, Kind::Bank, 7, Ballot::Approve);
    assert_eq!(check(&[], colleague), Ok(()));
    let second = vote(1, Kind::Bank, 8, Ballot::Approve);
    assert_eq!(check(&[yes(1, Kind::Bank)], second), Err(VoteFault::AlreadyVoted));
    assert_eq!(check(&[yes(1, Kind::Bank)], vote(1, Kind::Bank, 8, Ballot::Reject)), Ok(()));
    let turncoat = vote(2, Kind::Bank, 1, Ballot::Approve);
    assert_eq!(check(&[yes(1, Kind::Bank)], turncoat), Err(VoteFault::AlreadyVoted));
    let alone = ApprovalRule { proposer_institution_votes: false, ..rule.clone() };
    assert_eq!(alone.check_vote(alice, &[], &colleague), Err(VoteFault::ProposerInstitution));
    let insurers = ApprovalRule { eligible: Kinds::only(Kind::Insurer), ..rule.clone() };
    let bank = yes(1, Kind::Bank);
    assert_eq!(insurers.check_vote(alice, &[], &bank), Err(VoteFault::KindNotEligible));
}

#[test]
fn an_authority_can_veto_without_having_a_vote() {
    let banks = ApprovalRule { eligible: Kinds::only(Kind::Bank), authority_veto: true, ..rule(1) };
    let alice = (&0_u32, &institution(0));

    let veto = vote(1, Kind::Authority, 9, Ballot::Reject);
    assert_eq!(banks.check_vote(alice, &[], &veto), Ok(()));
    let approval = vote(1, Kind::Authority, 9, Ballot::Approve);
    assert_eq!(banks.check_vote(alice, &[], &approval), Err(VoteFault::KindNotEligible));
}

#[test]
fn rejects_rules_that_nobody_can_meet() {
    let check = |rule: ApprovalRule| rule.check();

    assert_eq!(check(rule(0)), Err(InvalidApprovalRule::NoApprovals));
    let nobody = ApprovalRule { eligible: Kinds::NONE, ..rule(1) };
    assert_eq!(check(nobody), Err(InvalidApprovalRule::NoApprovals));
    let none = requiring(1, &[Requirement { kinds: Kinds::ALL, count: 0 }]);
    assert_eq!(check(none), Err(InvalidApprovalRule::Requirement));
    let strangers = ApprovalRule {
        eligible: Kinds::only(Kind::Bank),
        ..requiring(1, &[Requirement { kinds: Kinds::only(Kind::Insurer), count: 1 }])
    };
    assert_eq!(check(strangers), Err(InvalidApprovalRule::Requirement));
    for (lifetime, waiting) in [(0, 0), (367 * DAY, 0), (DAY, 367 * DAY)] {
        let rule = ApprovalRule { lifetime, waiting, ..rule(1) };
        assert_eq!(check(rule), Err(InvalidApprovalRule::Time));
    }
}

#[test]
fn an_electorate_that_is_too_small_is_told() {
    let banks = |accounts: &[u32]| -> Electorate {
        accounts.iter().map(|accounts| (Kind::Bank, *accounts)).collect()
    };
    let with_authority = |others: &[(Kind, u32)]| -> Electorate {
        others.iter().copied().chain([(Kind::Authority, 1)]).collect()
    };

    assert!(rule(3).is_attainable(&banks(&[1, 1, 1, 1])));
    assert!(!rule(3).is_attainable(&banks(&[1, 1, 1])), "the proposer has no vote");
    assert!(rule(3).is_attainable(&banks(&[1, 1, 2])), "but a colleague of it has");
    let alone = ApprovalRule { proposer_institution_votes: false, ..rule(3) };
    assert!(!alone.is_attainable(&banks(&[2, 2, 2])));
    let authority = Requirement { kinds: Kinds::only(Kind::Authority), count: 1 };
    let supervised = requiring(1, &[authority]);
    assert!(!supervised.is_attainable(&banks(&[2, 2, 2])));
    assert!(supervised.is_attainable(&with_authority(&[(Kind::Bank, 1)])));
    assert!(!supervised.is_attainable(&with_authority(&[])));
    assert!(!rule(1).is_attainable(&Electorate::default()));
}

#[test]
fn rules_that_cannot_be_met_together_are_refused() {
    let of = |kind| ApprovalRule { eligible: Kinds::only(kind), ..rule(1) };
    let both = of(Kind::Bank).and(&of(Kind::Insurer));
    assert_eq!(both, Err(InvalidApprovalRule::NoApprovals));
    let four = |first: usize| {
        let kinds = Kind::ALL.into_iter().cycle().skip(first).take(4);
        requiring(
            1,
            &kinds
                .map(|kind| Requirement { kinds: Kinds::only(kind), count: 1 })
                .collect::<Vec<_>>(),
        )
    };
    assert_eq!(four(0).and(&four(1)), Err(InvalidApprovalRule::TooManyRequirements));
}

fn some_kinds() -> impl Strategy<Value = Kinds> {
    proptest::collection::vec(proptest::sample::select(Kind::ALL.to_vec()), 1..4)
        .prop_map(|kinds| kinds.into_iter().collect())
}

fn some_rule() -> impl Strategy<Value = ApprovalRule> {
    let requirement =
        (some_kinds(), 1..3_u8).prop_map(|(kinds, count)| Requirement { kinds, count });
    (1..5_u8, some_kinds(), proptest::collection::vec(requirement, 0..3), any::<(bool, bool)>())
        .prop_map(
            |(approvals, eligible, required, (proposer_institution_votes, authority_veto))| {
                ApprovalRule {
                    approvals,
                    eligible,
                    proposer_institution_votes,
                    authority_veto,
                    ..requiring(1, &required)
                }
            },
        )
}

fn some_votes() -> impl Strategy<Value = Vec<Vote<u32>>> {
    let vote = (0..8_u8, 0..24_u32, any::<bool>()).prop_map(|(number, account, approve)| {
        let kind = Kind::ALL[usize::from(number) % Kind::ALL.len()];
        vote(number, kind, account, if approve { Ballot::Approve } else { Ballot::Reject })
    });
    proptest::collection::vec(vote, 0..24)
}

proptest! {
    /// Whoever votes in whatever order: what is met has the approvals of enough different
    /// institutions, none by the proposer's own account.
    #[test]
    fn what_is_met_was_approved_by_enough_others(rule in some_rule(), ballots in some_votes()) {
        let home = institution(0);
        let mut votes: Vec<Vote<u32>> = Vec::new();
        for vote in ballots {
            if rule.check_vote((&0, &home), &votes, &vote).is_ok() {
                votes.retain(|cast| cast.institution != vote.institution);
                votes.push(vote);
            }
        }
        if standing(&rule, &votes, |_| true) == Standing::Met {
            let approving: std::collections::BTreeSet<_> = votes
                .iter()
                .filter(|vote| vote.ballot == Ballot::Approve && rule.eligible.contains(vote.kind))
                .map(|vote| vote.institution)
                .collect();
            prop_assert!(approving.len() >= usize::from(rule.approvals));
            prop_assert!(votes.iter().all(|vote| vote.account != 0));
            prop_assert!(rule.proposer_institution_votes || !approving.contains(&home));
        }
    }

    /// Two rules together are met exactly when both are.
    #[test]
    fn rules_together_are_met_when_both_are(
        one in some_rule(),
        two in some_rule(),
        votes in some_votes(),
    ) {
        let Ok(both) = one.and(&two) else { return Ok(()) };
        // Where their electorates differ, each counts votes that the other does not.
        prop_assume!(one.eligible == two.eligible);
        let met = |rule: &ApprovalRule| standing(rule, &votes, |_| true) == Standing::Met;
        prop_assert_eq!(met(&both), met(&one) && met(&two) );
    }
}

/// The same as `is_attainable`, by trying every institution as the proposer.
fn naive(rule: &ApprovalRule, electorate: &[(Kind, u32)]) -> bool {
    (0..electorate.len()).any(|proposer| {
        let voting: Vec<Kind> = electorate
            .iter()
            .enumerate()
            .filter(|(place, (_, accounts))| {
                *place != proposer || (rule.proposer_institution_votes && *accounts > 1)
            })
            .map(|(_, (kind, _))| *kind)
            .filter(|kind| rule.eligible.contains(*kind))
            .collect();
        let of = |kinds: Kinds| voting.iter().filter(|kind| kinds.contains(**kind)).count();
        voting.len() >= rule.approvals.into()
            && rule.required.iter().all(|needed| of(needed.kinds) >= needed.count.into())
    })
}

proptest! {
    #[test]
    fn attainable_is_what_some_proposer_can_attain(
        rule in some_rule(),
        electorate in proptest::collection::vec(
            (proptest::sample::select(Kind::ALL.to_vec()), 1..3_u32),
            0..8,
        ),
    ) {
        let counted = electorate.iter().copied().collect();
        prop_assert_eq!(rule.is_attainable(&counted), naive(&rule, &electorate));
    }
}
