//! Consistency proofs are made and judged as RFC 9162 §2.1.4 says, whatever the input, and say what
//! is wrong.

use super::*;

proptest! {
    #[test]
    fn proves_as_the_rfc_does(leaves in some_leaves(), old: Index) {
        let old = old.index(leaves.len()) + 1;
        let (old_root, new_root) = (oracle::mth(&leaves[..old]), oracle::mth(&leaves));

        let path = consistency_path(&leaves, old as u64).unwrap();

        prop_assert_eq!(&path, &oracle::proof(old, &leaves));
        let new = leaves.len() as u64;
        prop_assert_eq!(verify_consistency(old as u64, new, &old_root, &new_root, &path), Ok(()));
    }

    #[test]
    fn verifies_as_the_rfc_does(
        leaves in some_leaves(),
        old: Index,
        claimed_old in 1..MAX_LEAVES as u64,
        claimed_new in 1..MAX_LEAVES as u64,
        faults in vec(any::<(u8, Index, u8)>(), 0..3),
    ) {
        let old = old.index(leaves.len()) + 1;
        let (old_root, new_root) = (oracle::mth(&leaves[..old]), oracle::mth(&leaves));
        let mut path = oracle::proof(old, &leaves);
        faults.into_iter().for_each(|fault| spoil(&mut path, fault));

        for old in [old as u64, claimed_old] {
            for new in [leaves.len() as u64, claimed_new] {
                let verdict = verify_consistency(old, new, &old_root, &new_root, &path);
                if old < new {
                    prop_assert_eq!(
                        verdict.is_ok(),
                        oracle::accepts_consistency(old, new, &old_root, &new_root, &path)
                    );
                } else {
                    let is_same = old == new && old_root == new_root && path.is_empty();
                    prop_assert_eq!(verdict.is_ok(), is_same);
                }
            }
        }
    }

    #[test]
    fn survives_any_input(
        old: u64, new: u64, old_root: Hash, new_root: Hash, path in vec(any::<Hash>(), 0..70),
    ) {
        for (old, new) in [(old, new), (old, u64::MAX), (new.wrapping_sub(1), new), (0, new)] {
            prop_assert!(verify_consistency(old, new, &old_root, &new_root, &path).is_err());
        }
    }
}

#[test]
fn tells_what_is_wrong() {
    let leaves: Vec<Hash> = (0..7).map(|byte| [byte; 32]).collect();
    let (old_root, new_root) = (oracle::mth(&leaves[..3]), oracle::mth(&leaves));
    let path = oracle::proof(3, &leaves);
    let verify = |old, new, path: &[Hash]| verify_consistency(old, new, &old_root, &new_root, path);
    let sizes = |old, new| Err(ProofError::InvalidSizes { old, new });

    assert_eq!(verify(7, 3, &path), sizes(7, 3));
    assert_eq!(verify(0, 7, &[]), sizes(0, 7));
    assert_eq!(verify(3, 7, &path[1..]), Err(ProofError::WrongPathLength { expected: 4, got: 3 }));
    let swapped = verify_consistency(3, 7, &new_root, &old_root, &path);
    assert_eq!(swapped, Err(ProofError::OldRootMismatch));
    let forked = verify_consistency(3, 7, &old_root, &old_root, &path);
    assert_eq!(forked, Err(ProofError::RootMismatch));
    assert_eq!(verify_consistency(0, 0, &EMPTY_ROOT, &EMPTY_ROOT, &[]), Ok(()));
    let not_empty = verify_consistency(0, 0, &EMPTY_ROOT, &old_root, &[]);
    assert_eq!(not_empty, Err(ProofError::RootMismatch));
    assert_eq!(consistency_path(&[], 0), Ok(vec![]));
    for (old, new) in [(0, 7), (8, 7)] {
        let refused = consistency_path(&leaves, old);
        assert_eq!(refused, Err(TreeError::InvalidSizes { old, new }));
    }
}
