//! Provers over stored nodes, in trees too large to have leaves at hand: all leaves are equal, so
//! there is one node per level.

use super::*;

/// Enough for the nodes of a path and of the one sibling on it that is not perfect.
const MAX_NODES: usize = 128;

fn levels() -> Vec<Hash> {
    std::iter::successors(Some([7; 32]), |node| Some(node_hash(node, node))).take(64).collect()
}

fn frontier(size: u64) -> Frontier {
    let levels = levels();
    let nodes = (0..64).rev().filter(|level| size >> level & 1 == 1).map(|level| levels[level]);
    Frontier::from_parts(size, nodes.collect()).unwrap()
}

proptest! {
    #[test]
    fn suffice_for_inclusion(size in 1..=MAX_FRONTIER_SIZE, shift in 0..63u32, index: u64) {
        let size = (size >> shift).max(1);
        let index = index % size;
        let (levels, mut asked) = (levels(), 0);

        let path = inclusion_path_with(size, index, |level, index| {
            asked += 1;
            assert!((u128::from(index) + 1) << level <= u128::from(size));
            Ok::<_, TreeError>(levels[usize::from(level)])
        });

        let root = frontier(size).root();
        prop_assert_eq!(verify_inclusion(&root, size, index, &[7; 32], &path.unwrap()), Ok(()));
        prop_assert!(asked <= MAX_NODES);
    }

    #[test]
    fn suffice_for_consistency(size in 1..=MAX_FRONTIER_SIZE, shift in 0..63u32, old: u64) {
        let new = (size >> shift).max(1);
        let old = old % new + 1;
        let (levels, mut asked) = (levels(), 0);

        let path = consistency_path_with(old, new, |level, index| {
            asked += 1;
            assert!((u128::from(index) + 1) << level <= u128::from(new));
            Ok::<_, TreeError>(levels[usize::from(level)])
        });

        let (old_root, new_root) = (frontier(old).root(), frontier(new).root());
        let verdict = verify_consistency(old, new, &old_root, &new_root, &path.unwrap());
        prop_assert_eq!(verdict, Ok(()));
        prop_assert!(asked <= MAX_NODES);
    }

    #[test]
    fn are_asked_for_by_level_and_index(leaves in some_leaves(), index: Index) {
        let index = index.index(leaves.len()) as u64;
        let node = |level: u8, index: u64| {
            let (start, end) = ((index << level) as usize, ((index + 1) << level) as usize);
            Ok::<_, TreeError>(oracle::mth(&leaves[start..end]))
        };
        let size = leaves.len() as u64;

        let inclusion = inclusion_path_with(size, index, node);
        let consistency = consistency_path_with(index + 1, size, node);

        prop_assert_eq!(inclusion, inclusion_path(&leaves, index));
        prop_assert_eq!(consistency, consistency_path(&leaves, index + 1));
    }
}

#[derive(Debug, PartialEq)]
enum StoreError {
    Missing(u8, u64),
    Tree(TreeError),
}

impl From<TreeError> for StoreError {
    fn from(error: TreeError) -> Self {
        Self::Tree(error)
    }
}

#[test]
fn may_be_missing() {
    let missing = |level, index| Err(StoreError::Missing(level, index));

    assert_eq!(inclusion_path_with(8, 5, missing), Err(StoreError::Missing(2, 0)));
    assert_eq!(consistency_path_with(5, 8, missing), Err(StoreError::Missing(2, 0)));
    let outside = TreeError::IndexOutsideTree { index: 8, size: 8 };
    assert_eq!(inclusion_path_with(8, 8, missing), Err(StoreError::Tree(outside)));
}

#[test]
fn are_not_needed_for_a_tree_of_one_leaf() {
    let never = |_, _| -> Result<Hash, TreeError> { unreachable!("nothing to ask for") };

    assert_eq!(inclusion_path_with(1, 0, never), Ok(vec![]));
    assert_eq!(consistency_path_with(1, 1, never), Ok(vec![]));
}
