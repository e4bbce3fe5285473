//! Receipts that are not in the form of one.

use super::{
    FOUR, Named, Pack, Scene,
    item::{Item, head, wide_head},
};
use critical_chains_integrity::{
    receipt::{MAX_ANCESTRY_HEADERS, Receipt},
    verify::Code::{
        self, LimitExceeded, MalformedCbor, NotDeterministic, Truncated, UnsupportedVersion,
        WrongFields,
    },
};

pub(super) fn add(scene: &Scene, pack: &mut Pack) {
    wrong_types(scene, pack);
    not_deterministic(scene, pack);
    limits_and_versions(scene, pack);
    wrong_fields(scene, pack);
    truncated(scene, pack);
}

fn edit(receipt: &Receipt, change: impl FnOnce(&mut Item)) -> Vec<u8> {
    let mut root = Item::parse(&receipt.to_cbor());
    change(&mut root);
    root.to_bytes()
}

/// Replaces the item at each path by these bytes.
fn replace(
    receipt: &Receipt,
    code: Code,
    pack: &mut Pack,
    cases: &[(&str, &[u64], Vec<u8>, &str)],
) {
    for (name, path, bytes, mutation) in cases {
        let cbor = edit(receipt, |root| *root.at(path) = Item::Raw(bytes.clone()));
        pack.add(name, cbor, FOUR, code, mutation);
    }
}

fn bytes(len: usize) -> Vec<u8> {
    Item::Bytes(vec![0; len]).to_bytes()
}

fn wrong_types(scene: &Scene, pack: &mut Pack) {
    replace(
        &scene.compact,
        MalformedCbor,
        pack,
        &[
            ("fmt-root-array", &[], vec![0x80], "an array instead of the map"),
            ("fmt-root-null", &[], vec![0xf6], "null instead of the map"),
            ("fmt-root-tagged", &[], vec![0xd9, 0xd9, 0xf7, 0xa0], "a tag in front of the map"),
            ("fmt-json", &[], b"{\"version\":1}".to_vec(), "JSON instead of CBOR"),
            ("fmt-text-key", &[], vec![0xa1, 0x61, 0x31, 0x01], "a text as key"),
            ("fmt-version-negative", &[1], vec![0x20], "the version is -1"),
            ("fmt-version-float", &[1], vec![0xf9, 0x3c, 0x00], "the version is the float 1.0"),
            (
                "fmt-genesis-text",
                &[2],
                [vec![0x78, 32], vec![b'0'; 32]].concat(),
                "the genesis hash is a text",
            ),
            ("fmt-genesis-short", &[2], bytes(31), "the genesis hash has 31 bytes"),
            ("fmt-record-array", &[3], vec![0x80], "the record is an array"),
            ("fmt-salt-short", &[3, 1], bytes(31), "the salt has 31 bytes"),
            ("fmt-salt-long", &[3, 1], bytes(33), "the salt has 33 bytes"),
            ("fmt-digest-short", &[3, 2], bytes(20), "the digest has 20 bytes"),
            ("fmt-batch-index-negative", &[4, 1], vec![0x24], "the index in the batch is -5"),
            ("fmt-batch-path-hash", &[4, 2, 0], bytes(31), "a hash of the batch path has 31 bytes"),
            ("fmt-batch-path-map", &[4, 2], vec![0xa0], "the batch path is a map"),
            ("fmt-anchor-number", &[5], vec![0x05], "the anchor is a number"),
            ("fmt-block-index-bool", &[6, 1], vec![0xf5], "the index in the block is true"),
            ("fmt-calendar-leaf-array", &[7], vec![0x80], "the calendar leaf is an array"),
            ("fmt-finality-null", &[8], vec![0xf6], "the finality part is null"),
            ("fmt-signature-short", &[8, 5, 2, 1], bytes(63), "a signature has 63 bytes"),
            ("fmt-signature-long", &[8, 5, 2, 1], bytes(65), "a signature has 65 bytes"),
            (
                "fmt-signers-array",
                &[8, 5, 1],
                vec![0x83, 0, 1, 3],
                "the signers are a list of numbers",
            ),
            ("fmt-reserved-info", &[1], vec![0x1c], "a head with a reserved length"),
        ],
    );
    let vote = |items: &mut Vec<Item>| items.truncate(3);
    let short = edit(&scene.full, |root| vote(root.at(&[8, 5, 3, 1]).items()));
    pack.add("fmt-vote-of-three", short, FOUR, MalformedCbor, "a vote without signature");
}

fn not_deterministic(scene: &Scene, pack: &mut Pack) {
    let receipt = &scene.compact;
    let header = receipt.finality.as_ref().map(|finality| finality.proof.header.clone()).unwrap();
    let chunked = [&[0x5f], &head(2, 32)[..], &receipt.record.salt, &[0xff]].concat();
    let leaf = [wide_head(2, 157, 2), receipt.calendar_leaf.clone()].concat();
    let header = [wide_head(2, header.len() as u64, 4), header].concat();
    let path: Vec<u8> =
        receipt.batch.path.iter().flat_map(|hash| Item::Bytes(hash.to_vec()).to_bytes()).collect();
    let long_path = [wide_head(4, 4, 1), path.clone()].concat();
    let open_path = [vec![0x9f], path, vec![0xff]].concat();
    replace(
        receipt,
        NotDeterministic,
        pack,
        &[
            ("fmt-long-version", &[1], wide_head(0, 1, 1), "the version in two bytes"),
            ("fmt-long-index", &[4, 1], wide_head(0, 5, 8), "the index in nine bytes"),
            ("fmt-long-round", &[8, 2], wide_head(0, 4, 2), "the round in three bytes"),
            ("fmt-long-leaf", &[7], leaf, "the length of the calendar leaf in three bytes"),
            ("fmt-long-header", &[8, 1], header, "the length of the header in five bytes"),
            ("fmt-long-path", &[4, 2], long_path, "the length of a path in two bytes"),
            ("fmt-open-path", &[4, 2], open_path, "a path without definite length"),
            ("fmt-open-salt", &[3, 1], chunked, "the salt in chunks, without definite length"),
        ],
    );

    let rewritten = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut cbor = receipt.to_cbor();
        change(&mut cbor);
        cbor
    };
    let cases: [(&str, Vec<u8>, &str); 6] = [
        (
            "fmt-long-map",
            rewritten(&|cbor| drop(cbor.splice(..1, wide_head(5, 8, 1)))),
            "the length of the map in two bytes",
        ),
        (
            "fmt-long-key",
            rewritten(&|cbor| drop(cbor.splice(1..2, wide_head(0, 1, 1)))),
            "the first key in two bytes",
        ),
        (
            "fmt-open-map",
            rewritten(&|cbor| {
                cbor[0] = 0xbf;
                cbor.push(0xff);
            }),
            "the map without definite length",
        ),
        ("fmt-trailing-zero", rewritten(&|cbor| cbor.push(0)), "a zero byte at the end"),
        ("fmt-trailing-line-break", rewritten(&|cbor| cbor.push(b'\n')), "a line break at the end"),
        ("fmt-twice", rewritten(&|cbor| cbor.extend(cbor.clone())), "the receipt twice in a row"),
    ];
    for (name, cbor, mutation) in cases {
        pack.add(name, cbor, FOUR, NotDeterministic, mutation);
    }

    let cases: [Named<'_, Item>; 6] = [
        ("fmt-keys-swapped", &|root| root.entries().swap(1, 2), "fields 2 and 3 are swapped"),
        (
            "fmt-keys-reversed",
            &|root| root.entries().reverse(),
            "the fields are in descending order",
        ),
        (
            "fmt-inner-keys-swapped",
            &|root| root.at(&[3]).entries().swap(0, 1),
            "fields of the record are swapped",
        ),
        (
            "fmt-votes-keys-swapped",
            &|root| root.at(&[8, 5]).entries().swap(0, 1),
            "fields of the votes are swapped",
        ),
        (
            "fmt-key-twice",
            &|root| {
                let entry = root.entries()[1].clone();
                root.entries().insert(1, entry);
            },
            "field 2 is there twice",
        ),
        (
            "fmt-inner-key-twice",
            &|root| {
                let entry = root.at(&[4]).entries()[0].clone();
                root.at(&[4]).entries().insert(0, entry);
            },
            "the index in the batch is there twice",
        ),
    ];
    for (name, change, mutation) in cases {
        pack.add(name, edit(receipt, change), FOUR, NotDeterministic, mutation);
    }
}

fn limits_and_versions(scene: &Scene, pack: &mut Pack) {
    let path = Item::Array(vec![Item::Bytes(vec![0; 32]); 65]).to_bytes();
    replace(
        &scene.compact,
        LimitExceeded,
        pack,
        &[
            ("fmt-path-of-65", &[4, 2], path.clone(), "the batch path has 65 hashes"),
            ("fmt-calendar-path-of-65", &[8, 4], path, "the calendar path has 65 hashes"),
            ("fmt-anchor-of-1025", &[5], bytes(1_025), "the anchor has 1,025 bytes"),
            ("fmt-calendar-leaf-of-1025", &[7], bytes(1_025), "the calendar leaf has 1,025 bytes"),
            ("fmt-signers-of-129", &[8, 5, 1], bytes(129), "the list of signers has 129 bytes"),
            ("fmt-signatures-claimed", &[8, 5, 2], head(4, 1_025), "a claim of 1,025 signatures"),
            ("fmt-path-claimed", &[4, 2], head(4, u64::MAX), "a claim of 2^64 - 1 hashes"),
        ],
    );
    let ancestry = Item::Array(vec![Item::Bytes(Vec::new()); MAX_ANCESTRY_HEADERS + 1]).to_bytes();
    let large = head(0, 1 << 32);
    replace(
        &scene.full,
        LimitExceeded,
        pack,
        &[
            ("fmt-ancestry-of-1025", &[8, 5, 4], ancestry, "the ancestry has 1,025 headers"),
            (
                "fmt-authority-64-bit",
                &[8, 5, 3, 0, 0],
                large.clone(),
                "an authority's index is 2^32",
            ),
            ("fmt-target-64-bit", &[8, 5, 3, 0, 1], large, "a target's number is 2^32"),
        ],
    );
    replace(
        &scene.compact,
        UnsupportedVersion,
        pack,
        &[
            ("fmt-version-0", &[1], head(0, 0), "the version is 0"),
            ("fmt-version-2", &[1], head(0, 2), "the version is 2"),
            ("fmt-version-max", &[1], head(0, u64::MAX), "the version is 2^64 - 1"),
        ],
    );
}

fn wrong_fields(scene: &Scene, pack: &mut Pack) {
    for key in 1..=7 {
        let cbor = edit(&scene.compact, |root| root.remove(key));
        let mutation = format!("field {key} is missing");
        pack.add(&format!("fmt-without-{key}"), cbor, FOUR, WrongFields, &mutation);
    }
    let cbor = edit(&scene.compact, |root| root.remove(8));
    pack.add("fmt-without-8-and-9", cbor, FOUR, WrongFields, "neither finality nor checkpoint");

    let inner: [(&str, &[u64], u64, &str); 9] = [
        ("fmt-without-salt", &[3], 1, "the record has no salt"),
        ("fmt-without-digest", &[3], 2, "the record has no digest"),
        ("fmt-without-index", &[4], 1, "the place in the batch has no index"),
        ("fmt-without-path", &[6], 2, "the place in the block has no path"),
        ("fmt-without-header", &[8], 1, "the finality part has no header"),
        ("fmt-without-set-id", &[8], 3, "the finality part has no set id"),
        ("fmt-without-calendar-path", &[8], 4, "the finality part has no calendar path"),
        ("fmt-without-votes", &[8], 5, "the finality part has no votes"),
        ("fmt-without-signatures", &[8, 5], 2, "the votes have signers but no signatures"),
    ];
    for (name, path, key, mutation) in inner {
        let cbor = edit(&scene.compact, |root| root.at(path).remove(key));
        pack.add(name, cbor, FOUR, WrongFields, mutation);
    }
    let cbor = edit(&scene.keyless, |root| root.at(&[9]).remove(1));
    pack.add("fmt-without-size", cbor, FOUR, WrongFields, "the checkpoint part has no size");
    let cbor = edit(&scene.full, |root| root.at(&[8, 5]).remove(4));
    pack.add("fmt-without-ancestry", cbor, FOUR, WrongFields, "the votes have no ancestry");

    let more = |path: &[u64], first: bool, key: u64, value: Item| {
        edit(&scene.compact, |root| {
            let entries = root.at(path).entries();
            let place = if first { 0 } else { entries.len() };
            entries.insert(place, (Item::Uint(key), value));
        })
    };
    let cases = [
        ("fmt-field-0", more(&[], true, 0, Item::Uint(1)), "an unknown field 0"),
        ("fmt-field-10", more(&[], false, 10, Item::Uint(1)), "an unknown field 10"),
        (
            "fmt-record-field-4",
            more(&[3], false, 4, Item::Uint(1)),
            "an unknown field of the record",
        ),
        (
            "fmt-batch-field-3",
            more(&[4], false, 3, Item::Uint(13)),
            "the place in the batch states a size",
        ),
        (
            "fmt-finality-field-6",
            more(&[8], false, 6, Item::Uint(7)),
            "the finality part states an index",
        ),
        (
            "fmt-votes-mixed",
            more(&[8, 5], false, 3, Item::Array(Vec::new())),
            "votes in both forms",
        ),
        (
            "fmt-votes-field-5",
            more(&[8, 5], false, 5, Item::Uint(1)),
            "an unknown field of the votes",
        ),
    ];
    for (name, cbor, mutation) in cases {
        pack.add(name, cbor, FOUR, WrongFields, mutation);
    }
}

fn truncated(scene: &Scene, pack: &mut Pack) {
    let cbor = scene.compact.to_cbor();
    let len = cbor.len();
    for end in [0, 1, 2, 4, 37, 100, len / 4, len / 2, len * 3 / 4, len - 64, len - 1] {
        let mutation = format!("only the first {end} of {len} bytes");
        pack.add(&format!("fmt-cut-{end}"), cbor[..end].to_vec(), FOUR, Truncated, &mutation);
    }
    replace(
        &scene.compact,
        Truncated,
        pack,
        &[
            ("fmt-salt-claimed", &[3, 1], wide_head(2, u64::MAX, 8), "a claim of 2^64 - 1 bytes"),
            (
                "fmt-signatures-missing",
                &[8, 5, 2],
                head(4, 1_024),
                "a claim of 1,024 signatures, and the end",
            ),
        ],
    );
    let mut more = cbor;
    more[0] += 1;
    pack.add("fmt-map-of-9", more, FOUR, Truncated, "the map claims one more field than it has");
}
