//! Inclusion proofs are made and judged as RFC 9162 §2.1.3 says, whatever the input, and say what is
//! wrong.

use super::*;

proptest! {
    #[test]
    fn proves_as_the_rfc_does(leaves in some_leaves(), index: Index) {
        let index = index.index(leaves.len());
        let (root, size) = (oracle::mth(&leaves), leaves.len() as u64);

        let path = inclusion_path(&leaves, index as u64).unwrap();

        prop_assert_eq!(&path, &oracle::path(index, &leaves));
        let leaf = &leaves[index];
        prop_assert_eq!(verify_inclusion(&root, size, index as u64, leaf, &path), Ok(()));
        prop_assert_eq!(root_from_inclusion(size, index as u64, leaf, &path), Ok(root));
    }

    #[test]
    fn verifies_as_the_rfc_does(
        leaves in some_leaves(),
        index: Index,
        claimed_index in 0..=MAX_LEAVES as u64,
        claimed_size in 0..=MAX_LEAVES as u64,
        faults in vec(any::<(u8, Index, u8)>(), 0..3),
    ) {
        let index = index.index(leaves.len());
        let (leaf, root) = (leaves[index], oracle::mth(&leaves));
        let mut path = oracle::path(index, &leaves);
        faults.into_iter().for_each(|fault| spoil(&mut path, fault));

        for size in [leaves.len() as u64, claimed_size] {
            for index in [index as u64, claimed_index] {
                prop_assert_eq!(
                    verify_inclusion(&root, size, index, &leaf, &path).is_ok(),
                    oracle::accepts_inclusion(&root, size, index, &leaf, &path)
                );
            }
        }
    }

    #[test]
    fn survives_any_input(
        root: Hash, size: u64, index: u64, leaf: Hash, path in vec(any::<Hash>(), 0..70),
    ) {
        for (size, index) in [(size, index), (size, size.wrapping_sub(1)), (u64::MAX, index)] {
            prop_assert_eq!(
                verify_inclusion(&root, size, index, &leaf, &path).is_ok(),
                oracle::accepts_inclusion(&root, size, index, &leaf, &path)
            );
        }
    }
}

#[test]
fn tells_what_is_wrong() {
    let leaves = [[1; 32], [2; 32], [3; 32]];
    let (root, path) = (oracle::mth(&leaves), oracle::path(0, &leaves));
    let verify =
        |size, index, path: &[Hash]| verify_inclusion(&root, size, index, &leaves[0], path);

    assert_eq!(verify(3, 3, &path), Err(ProofError::IndexOutsideTree { index: 3, size: 3 }));
    assert_eq!(verify(0, 0, &[]), Err(ProofError::IndexOutsideTree { index: 0, size: 0 }));
    assert_eq!(verify(3, 0, &path[1..]), Err(ProofError::WrongPathLength { expected: 2, got: 1 }));
    assert_eq!(verify(3, 1, &path), Err(ProofError::RootMismatch));
    let outside = TreeError::IndexOutsideTree { index: 3, size: 3 };
    assert_eq!(inclusion_path(&leaves, 3), Err(outside));
}
