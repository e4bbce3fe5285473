//! Subtrees are proven part of their tree, with their own leaves and no others, whatever the input;
//! and only some bounds make one.

use super::*;

fn subtree() -> impl Strategy<Value = (Vec<Hash>, usize, usize)> {
    some_leaves().prop_flat_map(|leaves| {
        let size = leaves.len();
        let valid = (0..=size, 0..=size).prop_filter_map("no subtree", |(start, end)| {
            Subtree::new(start as u64, end as u64).is_ok().then_some((start, end))
        });
        (Just(leaves), valid).prop_map(|(leaves, (start, end))| (leaves, start, end))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { max_local_rejects: 1_000_000, ..Default::default() })]

    #[test]
    fn are_part_of_their_tree((leaves, start, end) in subtree()) {
        prop_assume!(start < end);
        let (part, all) = (oracle::mth(&leaves[start..end]), oracle::mth(&leaves));
        let path = oracle::subtree_proof(start, end, &leaves);
        let subtree = Subtree::new(start as u64, end as u64).unwrap();
        let size = leaves.len() as u64;
        let verify = |part, all, path: &[Hash]| {
            verify_subtree_consistency(subtree, size, part, all, path)
        };

        prop_assert_eq!(verify(&part, &all, &path), Ok(()));
        prop_assert!(verify(&[0; 32], &all, &path).is_err());
        prop_assert!(verify(&part, &[0; 32], &path).is_err());
        prop_assert!(verify(&part, &all, &[path, vec![part]].concat()).is_err());
    }

    #[test]
    fn have_their_leaves((leaves, start, end) in subtree(), index: Index) {
        prop_assume!(start < end);
        let inside = index.index(end - start);
        let part = &leaves[start..end];
        let subtree = Subtree::new(start as u64, end as u64).unwrap();
        let path = oracle::path(inside, part);
        let verify = |index: usize| {
            let leaf = &leaves[start + inside];
            verify_subtree_inclusion(&oracle::mth(part), subtree, index as u64, leaf, &path)
        };

        prop_assert_eq!(verify(start + inside), Ok(()));
        prop_assert!(verify(end + inside).is_err());
        prop_assert_eq!(verify(inside).is_ok(), start == 0);
    }

    #[test]
    fn survive_any_input(
        start: u64, len: u64, shift in 0..64u32, size: u64, index: u64, one: Hash, other: Hash,
        path in vec(any::<Hash>(), 0..70),
    ) {
        let start = start >> shift << shift;
        for end in [start.saturating_add(len >> (63 - shift)), len, u64::MAX] {
            if let Ok(subtree) = Subtree::new(start, end) {
                for size in [size, end] {
                    let refused = verify_subtree_consistency(subtree, size, &one, &other, &path);
                    prop_assert!(refused.is_err());
                }
                let refused = verify_subtree_inclusion(&one, subtree, index, &other, &path);
                prop_assert!(refused.is_err());
            }
        }
    }

    #[test]
    fn begin_at_multiples_of_their_span(start in 0..600u64, end in 0..600u64) {
        let expected = end.checked_sub(start).is_some_and(|len| {
            start.is_multiple_of((0..).map(|bit| 1 << bit).find(|span| *span >= len).unwrap())
        });

        let subtree = Subtree::new(start, end);

        prop_assert_eq!(subtree.is_ok(), expected);
        if let Ok(subtree) = subtree {
            prop_assert_eq!((subtree.start(), subtree.end()), (start, end));
        }
    }
}

#[test]
fn larger_than_half_of_all_begin_at_the_first_leaf() {
    let (half, end) = (1 << 63, u64::MAX);

    assert!(Subtree::new(0, end).is_ok());
    assert!(Subtree::new(half, end).is_ok());
    for start in [1, half - 2] {
        let end = half + start + 1;
        assert_eq!(Subtree::new(start, end), Err(ProofError::InvalidSubtree { start, end }));
    }
}

#[test]
fn have_no_other_leaves() {
    let subtree = Subtree::new(4, 8).unwrap();

    for index in [3, 8] {
        let refused = verify_subtree_inclusion(&[1; 32], subtree, index, &[1; 32], &[]);
        let (start, end) = (4, 8);
        assert_eq!(refused, Err(ProofError::IndexOutsideSubtree { index, start, end }));
    }
}

#[test]
fn end_within_the_tree() {
    let refused =
        verify_subtree_consistency(Subtree::new(4, 8).unwrap(), 7, &[1; 32], &[1; 32], &[]);

    assert_eq!(refused, Err(ProofError::InvalidSubtree { start: 4, end: 8 }));
}
