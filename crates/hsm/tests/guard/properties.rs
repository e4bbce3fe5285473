//! What holds whatever is asked.

use crate::*;
use proptest::prelude::*;
use std::collections::HashMap;

fn any_watermark() -> impl Strategy<Value = Watermark> {
    prop_oneof![
        Just(Watermark::Unused),
        (0..4_u64).prop_map(|at| Watermark::After(round(at))),
        (0..4_u64).prop_map(|since_slot| Watermark::Unknown { since_slot }),
        (0..4_u64, 0..3_u8)
            .prop_map(|(at, byte)| Watermark::Signed { at: round(at), target: target(byte) }),
    ]
}

proptest! {
    /// Against the plainest guard there is: one that remembers all.
    #[test]
    fn never_permits_two_blocks_at_one_position(
        asked in prop::collection::vec((0..3_u64, 0..6_u64, 0..3_u8), 1..60),
    ) {
        let mut known = Watermark::Unused;
        let mut signed = HashMap::new();
        for (set, number, byte) in asked {
            let at = Position::Round { set, round: number };
            let act = Act { kind: Kind::Prevote, at, target: target(byte) };
            match judge(Some(&known), &act) {
                Verdict::New(next) => {
                    prop_assert!(signed.keys().all(|earlier| *earlier < at));
                    prop_assert_eq!(signed.insert(at, act.target), None);
                    known = next;
                }
                Verdict::Repeated => prop_assert_eq!(signed.get(&at), Some(&act.target)),
                Verdict::Refused(Refusal::Conflict { at, signed: before }) => {
                    prop_assert_eq!(signed.get(&at), Some(&before));
                    prop_assert_ne!(before, act.target);
                }
                Verdict::Refused(_) => {
                    prop_assert!(signed.keys().any(|later| *later > at));
                }
            }
        }
    }

    /// Two accounts of one past permit together what both permit alone, and the order is the same.
    #[test]
    fn the_stricter_of_two_watermarks_permits_what_both_permit(
        one in any_watermark(), other in any_watermark(), at in 0..5_u64, byte in 0..3_u8,
    ) {
        let act = Act { kind: Kind::Prevote, at: round(at), target: target(byte) };
        let permits = |watermark: &Watermark| !matches!(judge(Some(watermark), &act), Verdict::Refused(_));
        let both = one.stricter(other);

        if permits(&both) {
            prop_assert!(permits(&one) && permits(&other));
        }
        prop_assert_eq!(both.position(), other.stricter(one).position());
    }

    /// Taking over never forgets what was signed here.
    #[test]
    fn taking_over_never_permits_what_the_own_signatures_forbid(
        at in 0..4_u64, byte in 0..3_u8, before in any_watermark(), asked in 0..5_u64, other in 0..3_u8,
    ) {
        let own = Watermark::Signed { at: round(at), target: target(byte) };
        let act = Act { kind: Kind::Prevote, at: round(asked), target: target(other) };
        let refused = |watermark: &Watermark| matches!(judge(Some(watermark), &act), Verdict::Refused(_));

        prop_assert!(!refused(&own) || refused(&own.taking_over(before)));
    }
}
