//! Lists of dates stay in order, take each date once, and do not overflow.

use polkadot_sdk::frame_support::{BoundedVec, traits::ConstU32};
use proptest::prelude::*;

use crate::{
    DueList, MAX_DUE_PER_BLOCK,
    due::{Full, earliest, schedule, take_due, unschedule},
};

const CAPACITY: usize = 20;

type List = DueList<u32, ConstU32<{ CAPACITY as u32 }>>;

#[test]
fn takes_no_date_twice_and_none_too_many() {
    let mut list: DueList<u32, ConstU32<2>> = BoundedVec::new();

    assert_eq!(schedule(&mut list, 5, 1), Ok(()));
    assert_eq!(schedule(&mut list, 5, 1), Ok(()));
    assert_eq!(schedule(&mut list, 4, 9), Ok(()));
    assert_eq!(schedule(&mut list, 1, 1), Err(Full));

    assert_eq!(list.into_inner(), [(4, 9), (5, 1)]);
}

#[test]
fn takes_out_only_what_is_there() {
    let mut list: List = BoundedVec::truncate_from(vec![(1, 1), (2, 2)]);

    unschedule(&mut list, 2, 1);
    unschedule(&mut list, 1, 1);

    assert_eq!(list.into_inner(), [(2, 2)]);
}

#[test]
fn gives_out_a_limited_number_with_the_earliest_first() {
    let most = MAX_DUE_PER_BLOCK as usize;
    let mut list: List =
        (0..CAPACITY as u32).map(|key| (7, key)).collect::<Vec<_>>().try_into().unwrap();

    assert_eq!(take_due(&mut list, 6), []);
    assert_eq!(take_due(&mut list, 7).len(), most);
    assert_eq!(list.first(), Some(&(7, MAX_DUE_PER_BLOCK)));
}

proptest! {
    #[test]
    fn agrees_with_a_sorted_set(steps in prop::collection::vec((0..3_u8, 0..8_u64, 0..4_u32), 0..60)) {
        let mut list: List = BoundedVec::new();
        let mut oracle = alloc::collections::BTreeSet::new();

        for (step, date, key) in steps {
            match step {
                0 => {
                    let fits = oracle.contains(&(date, key)) || oracle.len() < CAPACITY;
                    prop_assert_eq!(schedule(&mut list, date, key).is_ok(), fits);
                    if fits {
                        oracle.insert((date, key));
                    }
                }
                1 => {
                    unschedule(&mut list, date, key);
                    oracle.remove(&(date, key));
                }
                _ => {
                    let due: Vec<_> = oracle
                        .iter()
                        .copied()
                        .filter(|(due, _)| *due <= date)
                        .take(MAX_DUE_PER_BLOCK as usize)
                        .collect();
                    oracle.retain(|entry| !due.contains(entry));
                    prop_assert_eq!(take_due(&mut list, date), due);
                }
            }
            prop_assert_eq!(earliest(&list), oracle.first().map(|(due, _)| *due));
            prop_assert!(list.iter().eq(oracle.iter()));
        }
    }
}
