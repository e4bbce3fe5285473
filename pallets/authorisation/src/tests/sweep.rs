//! The daily sweep: warnings, and what is cleared away.

use super::mock::*;
use crate::*;
use critical_chains_policy::{RoleName, Validity, WARNING_DAYS};
use polkadot_sdk::frame_support::assert_ok;

/// More accounts than are looked at in one block, with a role that ends.
fn crowd(expires: u64) {
    for account in 100..200 {
        assert_ok!(try_grant(account, CLERK, Validity::until(expires), 0));
    }
}

/// How many days before the end of its role each account was warned.
fn warnings() -> Vec<(AccountId, u64)> {
    let warned = events().into_iter().filter_map(|event| match event {
        Event::RoleExpiring { account, days, .. } => Some((account, days)),
        _ => None,
    });
    warned.collect()
}

fn cleared(role: RoleName) -> Vec<AccountId> {
    let cleared = events().into_iter().filter_map(|event| match event {
        Event::RoleRevoked { account, role: own, .. } if own == role => Some(account),
        _ => None,
    });
    cleared.collect()
}

mod warnings {
    use super::*;

    #[test]
    fn come_thirty_days_and_seven_and_one_before_the_end_once_each() {
        build_and_execute(|| {
            assert_ok!(try_grant(13, CLERK, until_day(40), 0));

            let mut warned = vec![];
            for hour in 0..40 * 24 {
                System::reset_events();
                begin_block_at(START_MILLIS + hour * DAY / 24);
                warned.extend(warnings());
            }

            assert_eq!(warned, WARNING_DAYS.map(|days| (13, days)));
        });
    }

    #[test]
    fn name_the_role_and_its_end() {
        build_and_execute(|| {
            assert_ok!(try_grant(13, CLERK, until_day(7), 0));

            begin_block_at(START_MILLIS);

            let expected =
                Event::RoleExpiring { account: 13, role: CLERK, expires: day(7), days: 7 };
            assert_eq!(events().last(), Some(&expected));
        });
    }

    #[test]
    fn that_fell_due_while_there_was_no_block_come_with_the_next_one() {
        build_and_execute(|| {
            assert_ok!(try_grant(13, CLERK, until_day(40), 0));
            begin_block_at(day(9));
            assert_eq!(warnings(), []);

            begin_block_at(day(12));
            assert_eq!(warnings(), [(13, 28)]);

            System::reset_events();
            begin_block_at(day(39) + DAY / 2);
            assert_eq!(warnings(), [(13, 1)], "once for both days that passed");
        });
    }

    #[test]
    fn do_not_come_for_roles_without_end() {
        build_and_execute(|| {
            let later = Validity { starts: Some(day(7)), expires: None };
            assert_ok!(try_grant(13, CLERK, later, 0));

            for number in 0..40 {
                begin_block_at(day(number));
            }

            assert_eq!(warnings(), []);
        });
    }

    #[test]
    fn come_once_also_if_a_sweep_goes_on_after_midnight() {
        build_and_execute(|| {
            crowd(day(31));

            for _ in 0..2 {
                begin_block_at(day(0));
            }
            for _ in 0..6 {
                begin_block_at(day(1));
            }

            let mut warned = warnings();
            warned.sort_unstable();
            assert_eq!(warned, (100..200).map(|account| (account, 30)).collect::<Vec<_>>());
        });
    }
}

mod roles_that_ended {
    use super::*;

    #[test]
    fn are_cleared_away_on_the_day_after() {
        build_and_execute(|| {
            assert_ok!(try_grant(13, CLERK, until_day(1), 0));
            begin_block_at(day(1) - 1);
            assert!(has(13, CLERK));

            begin_block_at(day(1));
            assert!(has(13, CLERK), "the sweep of this day was in the block before");

            begin_block_at(day(2));
            assert!(!has(13, CLERK));
            assert_eq!(cleared(CLERK), [13]);
        });
    }

    #[test]
    fn are_cleared_with_what_was_passed_on() {
        build_and_execute(|| {
            let pass_on = |from, to, levels| {
                Authorisation::delegate_role(signed(from), to, OFFICER, until_day(1), levels)
            };
            grant(13, STAFF);
            assert_ok!(try_grant(12, OFFICER, until_day(1), 2));
            assert_ok!(pass_on(12, 13, 1));
            assert_ok!(pass_on(13, 14, 0));

            begin_block_at(day(1));

            let mut accounts = cleared(OFFICER);
            accounts.sort_unstable();
            assert_eq!(accounts, [12, 13, 14]);
            assert_eq!(Delegations::<Test>::iter().count(), 0);
            assert!(has(12, STAFF) && has(13, STAFF));
        });
    }

    #[test]
    fn are_cleared_though_they_are_essential_or_vote() {
        build_and_execute(|| {
            assert_ok!(try_grant(41, ADMINISTRATOR, until_day(1), 0));
            assert_ok!(try_grant(42, VOTER, until_day(1), 0));

            begin_block_at(day(1));

            assert_eq!((cleared(ADMINISTRATOR), cleared(VOTER)), (vec![41], vec![42]));
        });
    }

    #[test]
    fn are_cleared_though_nobody_can_govern() {
        externalities(genesis()).execute_with(|| {
            assert_ok!(try_grant(42, VOTER, until_day(1), 0));
            suspend(&[1, 2, 3]);

            begin_block_at(day(1));

            assert!(!has(42, VOTER));
        });
    }

    #[test]
    fn make_room_for_other_holders() {
        build_and_execute(|| {
            MaxSubjects::set(Subjects::<Test>::count() + 1);
            assert_ok!(try_grant(13, CLERK, until_day(1), 0));

            begin_block_at(day(1));

            grant(14, CLERK);
        });
    }
}

mod roles_in_force {
    use super::*;

    #[test]
    fn are_left_alone() {
        build_and_execute(|| {
            let later = Validity { starts: Some(day(50)), expires: Some(day(60)) };
            assert_ok!(try_grant(13, CLERK, later, 0));
            grant(13, TRADER);
            grant(13, SETTLER);
            assert_ok!(Authorisation::take_emergency_role(&14, RESCUER, day(55)));
            let before: Vec<_> = Subjects::<Test>::iter().collect();

            for number in 0..55 {
                begin_block_at(day(number));
            }

            assert_eq!(Subjects::<Test>::iter().collect::<Vec<_>>(), before);
        });
    }
}

mod many_accounts {
    use super::*;

    #[test]
    fn are_looked_at_over_several_blocks_once_each() {
        build_and_execute(|| {
            crowd(day(30));
            let mut left = Subjects::<Test>::count();
            let mut blocks = 0;

            while left > 0 {
                let looked_at = left.min(SWEEP_ACCOUNTS);
                assert_eq!(begin_block_at(START_MILLIS), <() as WeightInfo>::sweep(looked_at));
                left -= looked_at;
                blocks += 1;
            }

            assert_eq!(blocks, 4);
            let mut warned = warnings();
            warned.sort_unstable();
            assert_eq!(warned, (100..200).map(|account| (account, 30)).collect::<Vec<_>>());
            assert_eq!(begin_block_at(START_MILLIS), <() as WeightInfo>::sweep(0));
            assert!(!Sweep::<Test>::exists());
        });
    }

    #[test]
    fn lose_what_has_ended_over_several_blocks() {
        build_and_execute(|| {
            crowd(day(1));

            for _ in 0..4 {
                begin_block_at(day(1));
            }

            assert_eq!(cleared(CLERK).len(), 100);
            assert_eq!(Subjects::<Test>::count(), 6);
        });
    }

    #[test]
    fn that_fill_the_last_block_end_the_sweep_in_the_next() {
        build_and_execute(|| {
            for account in 100..126 {
                grant(account, CLERK);
            }
            assert_eq!(Subjects::<Test>::count(), SWEEP_ACCOUNTS);

            begin_block_at(START_MILLIS);
            assert!(Sweep::<Test>::exists());
            assert_eq!(begin_block_at(START_MILLIS), <() as WeightInfo>::sweep(0));

            assert!(!Sweep::<Test>::exists());
        });
    }

    #[test]
    fn are_looked_at_on_a_chain_without_time() {
        build_and_execute(|| {
            NowMillis::set(0);

            assert_eq!(begin_block_at(0), <() as WeightInfo>::sweep(0));

            assert!(!SweptDays::<Test>::exists());
        });
    }
}
