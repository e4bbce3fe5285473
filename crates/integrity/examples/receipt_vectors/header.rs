//! Receipts whose header has been changed.

use super::{Coded, FOUR, Named, Pack, Scene, cut, flip, header_bytes, with, with_header};
use critical_chains_integrity::{
    calendar::{CalendarDigest, ENGINE_ID},
    finality::{DigestItem, Header},
    receipt::Receipt,
    verify::Code::{
        CalendarDigestCount, CalendarPathLength, CalendarRootDiffers, HeaderMalformed,
        HeaderTooEarly, InvalidSignature,
    },
};

pub(super) fn add(scene: &Scene, pack: &mut Pack) {
    fields(scene, pack);
    digests(scene, pack);
    encodings(scene, pack);
    signed_lies(scene, pack);
}

fn change(scene: &Scene, pack: &mut Pack, cases: &[Coded<'_, Header>]) {
    for (name, code, edit, mutation) in cases {
        pack.add(name, with_header(&scene.compact, edit), FOUR, *code, mutation);
    }
}

fn fields(scene: &Scene, pack: &mut Pack) {
    change(
        scene,
        pack,
        &[
            (
                "hdr-parent",
                InvalidSignature,
                &|h| flip(&mut h.parent_hash, 0),
                "the header's parent is changed",
            ),
            (
                "hdr-number",
                InvalidSignature,
                &|h| h.number = 13,
                "the header's number is one more; the calendar path has the same length",
            ),
            (
                "hdr-number-path-length",
                CalendarPathLength,
                &|h| h.number = 7,
                "the header's number is that of the anchor's block",
            ),
            (
                "hdr-number-earlier",
                HeaderTooEarly,
                &|h| h.number = 6,
                "the header's number is below that of the anchor's block",
            ),
            ("hdr-number-0", HeaderTooEarly, &|h| h.number = 0, "the header's number is 0"),
            (
                "hdr-number-max",
                CalendarPathLength,
                &|h| h.number = u32::MAX,
                "the header's number is 2^32 - 1",
            ),
            (
                "hdr-state-root",
                InvalidSignature,
                &|h| flip(&mut h.state_root, 31),
                "the state root is changed",
            ),
            (
                "hdr-extrinsics-root",
                InvalidSignature,
                &|h| flip(&mut h.extrinsics_root, 31),
                "the extrinsics root is changed",
            ),
        ],
    );
}

/// Place of the calendar's item among those of a header.
fn calendar_item(header: &Header) -> usize {
    let is_it =
        |item: &DigestItem| matches!(item, DigestItem::Consensus(id, _) if *id == ENGINE_ID);
    header.digest.iter().position(is_it).unwrap()
}

fn set_calendar(header: &mut Header, edit: impl FnOnce(&mut CalendarDigest)) {
    let mut digest = header.calendar_digest().unwrap();
    edit(&mut digest);
    let at = calendar_item(header);
    header.digest[at] = DigestItem::Consensus(ENGINE_ID, digest.to_bytes().to_vec());
}

fn payload(header: &mut Header) -> &mut Vec<u8> {
    let at = calendar_item(header);
    match &mut header.digest[at] {
        DigestItem::Consensus(_, payload) => payload,
        _ => panic!("not the calendar's item"),
    }
}

fn digests(scene: &Scene, pack: &mut Pack) {
    change(
        scene,
        pack,
        &[
            (
                "hdr-calendar-root",
                CalendarRootDiffers,
                &|h| set_calendar(h, |digest| flip(&mut digest.root, 0)),
                "the calendar root is changed",
            ),
            (
                "hdr-calendar-leaf",
                InvalidSignature,
                &|h| set_calendar(h, |digest| flip(&mut digest.leaf, 0)),
                "the header's own calendar leaf is changed",
            ),
            (
                "hdr-calendar-none",
                CalendarDigestCount,
                &|h| drop(h.digest.remove(calendar_item(h))),
                "the header has no calendar item",
            ),
            (
                "hdr-calendar-twice",
                CalendarDigestCount,
                &|h| {
                    let item = h.digest[calendar_item(h)].clone();
                    h.digest.push(item);
                },
                "the header has its calendar item twice",
            ),
            (
                "hdr-calendar-second",
                CalendarDigestCount,
                &|h| h.digest.push(DigestItem::Consensus(ENGINE_ID, Vec::new())),
                "the header has a second, empty calendar item",
            ),
            (
                "hdr-calendar-engine",
                CalendarDigestCount,
                &|h| {
                    let payload = payload(h).clone();
                    let at = calendar_item(h);
                    h.digest[at] = DigestItem::Consensus(*b"CCAM", payload);
                },
                "the calendar item is of another engine",
            ),
            (
                "hdr-calendar-kind",
                CalendarDigestCount,
                &|h| {
                    let payload = payload(h).clone();
                    let at = calendar_item(h);
                    h.digest[at] = DigestItem::PreRuntime(ENGINE_ID, payload);
                },
                "the calendar item is not from the runtime",
            ),
            (
                "hdr-calendar-version",
                CalendarDigestCount,
                &|h| payload(h)[0] = 2,
                "the calendar item has version 2",
            ),
            (
                "hdr-calendar-short",
                CalendarDigestCount,
                &|h| cut(payload(h)),
                "the calendar item lacks its last byte",
            ),
            (
                "hdr-calendar-long",
                CalendarDigestCount,
                &|h| payload(h).push(0),
                "the calendar item has one more byte",
            ),
            (
                "hdr-calendar-pre-runtime",
                InvalidSignature,
                &|h| {
                    let payload = payload(h).clone();
                    h.digest.insert(0, DigestItem::PreRuntime(ENGINE_ID, payload));
                },
                "a pre-runtime item of the calendar's engine is added",
            ),
            (
                "hdr-slot",
                InvalidSignature,
                &|h| h.digest[0] = DigestItem::PreRuntime(*b"aura", vec![0; 8]),
                "the slot is changed",
            ),
            (
                "hdr-seal",
                InvalidSignature,
                &|h| *h.digest.last_mut().unwrap() = DigestItem::Seal(*b"aura", vec![0; 64]),
                "the seal is changed",
            ),
            ("hdr-seal-none", InvalidSignature, &|h| cut(&mut h.digest), "the seal is missing"),
            ("hdr-digest-empty", CalendarDigestCount, &|h| h.digest.clear(), "the digest is empty"),
            (
                "hdr-digest-order",
                InvalidSignature,
                &|h| h.digest.swap(0, 1),
                "two digest items are swapped",
            ),
        ],
    );
}

fn encodings(scene: &Scene, pack: &mut Pack) {
    let cases: [Named<'_, Vec<u8>>; 7] = [
        ("hdr-short", &|bytes| cut(bytes), "the header lacks its last byte"),
        ("hdr-long", &|bytes| bytes.push(0), "the header has one more byte"),
        ("hdr-empty", &|bytes| bytes.clear(), "the header is empty"),
        ("hdr-half", &|bytes| bytes.truncate(80), "the header ends within the extrinsics root"),
        (
            "hdr-number-long",
            &|bytes| drop(bytes.splice(32..33, [12 << 2 | 1, 0])),
            "the number is written in two bytes instead of one",
        ),
        ("hdr-item-unknown", &|bytes| bytes[98] = 9, "a digest item of an unknown kind"),
        ("hdr-items-claimed", &|bytes| bytes[97] = 0xfc, "a claim of 63 digest items"),
    ];
    for (name, edit, mutation) in cases {
        let cbor = with(&scene.compact, |receipt| edit(header_bytes(receipt)));
        pack.add(name, cbor, FOUR, HeaderMalformed, mutation);
    }
}

/// Headers that the authorities have really signed, but that do not say what is claimed.
fn signed_lies(scene: &Scene, pack: &mut Pack) {
    let sign = |edit: &dyn Fn(&mut Header)| {
        let mut chain = scene.four.clone();
        edit(&mut chain.blocks[11].header);
        let proof = chain.compact(0, 12, 4, &[0, 1, 3]);
        with(&scene.compact, |receipt: &mut Receipt| {
            receipt.finality.as_mut().unwrap().proof = proof
        })
    };
    let cases: [Coded<'_, Header>; 3] = [
        (
            "hdr-signed-calendar-none",
            CalendarDigestCount,
            &|h| drop(h.digest.remove(calendar_item(h))),
            "a signed header without calendar item",
        ),
        (
            "hdr-signed-calendar-twice",
            CalendarDigestCount,
            &|h| {
                let item = h.digest[calendar_item(h)].clone();
                h.digest.push(item);
            },
            "a signed header with two calendar items",
        ),
        (
            "hdr-signed-calendar-root",
            CalendarRootDiffers,
            &|h| set_calendar(h, |digest| flip(&mut digest.root, 9)),
            "a signed header with another calendar root",
        ),
    ];
    for (name, code, edit, mutation) in cases {
        pack.add(name, sign(edit), FOUR, code, mutation);
    }

    let mut chain = scene.four.clone();
    set_calendar(&mut chain.blocks[6].header, |digest| flip(&mut digest.leaf, 0));
    let proof = chain.compact(0, 7, 2, &[1, 2, 3]);
    let cbor = chain.receipt(&scene.second, 5, Some(proof), None).to_cbor();
    pack.add(
        "hdr-signed-calendar-leaf",
        cbor,
        FOUR,
        CalendarRootDiffers,
        "the signed header of the anchor's own block states another leaf",
    );
}
