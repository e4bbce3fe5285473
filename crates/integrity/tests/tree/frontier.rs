//! The frontier has the root of every prefix, survives being stored, and refuses what it cannot be.

use super::*;

proptest! {
    #[test]
    fn has_the_root_of_every_prefix(leaves in leaves()) {
        let mut frontier = Frontier::new();

        for (size, leaf) in leaves.iter().enumerate() {
            prop_assert_eq!(frontier.root(), oracle::mth(&leaves[..size]));
            frontier.append(*leaf);
        }

        prop_assert_eq!(frontier.size(), leaves.len() as u64);
        prop_assert_eq!(frontier.root(), oracle::mth(&leaves));
        prop_assert_eq!(root(leaves), frontier.root());
    }

    #[test]
    fn survives_parts_and_encoding(leaves in leaves(), next: Hash) {
        let frontier = leaves.iter().copied().collect::<Frontier>();

        let (size, nodes) = frontier.clone().into_parts();
        let mut restored = Frontier::from_parts(size, nodes).unwrap();
        let mut decoded = Frontier::decode(&mut &frontier.encode()[..]).unwrap();
        restored.append(next);
        decoded.append(next);

        let all = [leaves, vec![next]].concat();
        prop_assert_eq!(restored.root(), oracle::mth(&all));
        prop_assert_eq!(decoded.root(), oracle::mth(&all));
    }

    #[test]
    fn refuses_a_wrong_number_of_nodes(size in 0..=MAX_FRONTIER_SIZE, nodes in 0..70usize) {
        let parts = Frontier::from_parts(size, vec![[0; 32]; nodes]);
        let decoded = Frontier::decode(&mut &(size, vec![[0u8; 32]; nodes]).encode()[..]);

        prop_assert_eq!(parts.is_ok(), size.count_ones() as usize == nodes);
        prop_assert_eq!(parts.is_ok(), decoded.is_ok());
    }
}

#[test]
fn refuses_more_leaves_than_it_counts() {
    let size = MAX_FRONTIER_SIZE + 1;

    let refused = Frontier::from_parts(size, vec![[0; 32]; 2]);

    assert_eq!(refused, Err(TreeError::TooManyLeaves { size }));
    let mut largest = Frontier::from_parts(MAX_FRONTIER_SIZE, vec![[0; 32]]).unwrap();
    largest.append([1; 32]);
    assert_eq!(largest.size(), size);
}
