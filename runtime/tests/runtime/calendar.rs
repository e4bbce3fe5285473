//! The calendar of the real runtime: every header commits to every anchor before it.

use crate::support::{chain, next_block, signed};
use critical_chains_integrity::{
    calendar::{CalendarDigest, CalendarLeaf, ENGINE_ID},
    tree::{inclusion_path, root, verify_inclusion},
};
use critical_chains_runtime::{Anchoring, Header, Runtime};
use pallet_anchoring::Batch;
use polkadot_sdk::{
    sp_keyring::Sr25519Keyring::{Alice, Bob},
    sp_runtime::{DigestItem, traits::Header as _},
};

fn digest(header: &Header) -> CalendarDigest {
    let items: Vec<_> = header
        .digest()
        .logs()
        .iter()
        .filter_map(|item| match item {
            DigestItem::Consensus(ENGINE_ID, payload) => Some(payload),
            _ => None,
        })
        .collect();
    assert_eq!(items.len(), 1);
    CalendarDigest::from_bytes(items[0]).unwrap()
}

fn batch(seed: u8) -> Batch {
    Batch {
        root: [seed; 32],
        leaf_count: 1_000,
        not_before: 1_700_000_000_000,
        not_after: 1_700_000_060_000,
        profile: b"iso20022:pacs.008.001.08".to_vec().try_into().unwrap(),
    }
}

#[test]
fn a_later_header_proves_an_earlier_anchor() {
    chain("dev").execute_with(|| {
        let open = pallet_anchoring::Call::<Runtime>::open_stream {};
        signed(Alice, open.clone()).apply().unwrap().unwrap();
        signed(Bob, open).apply().unwrap().unwrap();
        let mut leaves: Vec<CalendarLeaf> = Vec::new();
        let mut headers = Vec::new();
        for block in 0..20_u8 {
            if block == 3 {
                for signer in [Alice, Bob] {
                    let call = pallet_anchoring::Call::<Runtime>::anchor_batches {
                        stream: 0,
                        first_sequence: 1,
                        previous: [0; 32],
                        batches: vec![batch(1), batch(2)].try_into().unwrap(),
                    };
                    signed(signer, call).apply().unwrap().unwrap();
                }
                assert_eq!(Anchoring::block_anchors().len(), 4);
            }
            headers.push(next_block());
            // The leaf of a finished block stays readable until the next one is finished.
            leaves.push(Anchoring::calendar_leaf().unwrap());
        }

        let hashes: Vec<_> = leaves.iter().map(CalendarLeaf::hash).collect();
        for (index, header) in headers.iter().enumerate() {
            let digest = digest(header);
            assert_eq!(digest.leaf, hashes[index]);
            assert_eq!(digest.root, root(hashes[..=index].iter().copied()));
        }
        assert_eq!(leaves[3].anchor_count, 4);
        assert_eq!(leaves[4].parent, headers[3].hash().0);
        let path = inclusion_path(&hashes, 3).unwrap();
        let latest = digest(headers.last().unwrap()).root;
        verify_inclusion(&latest, 20, 3, &hashes[3], &path).unwrap();
    });
}
