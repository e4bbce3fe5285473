//! RFC 9162 as it is written: recursive definitions for provers, the numbered steps for verifiers.
//! Slow, and close enough to the text to be compared with it by eye.

use critical_chains_integrity::Hash;
use sha2::{Digest, Sha256};

pub(crate) fn sha256(parts: &[&[u8]]) -> Hash {
    Sha256::digest(parts.concat()).into()
}

/// Largest power of two smaller than `n`.
fn k(n: usize) -> usize {
    (0..).map(|bit| 1 << bit).take_while(|power| *power < n).last().unwrap()
}

/// MTH(D_n) of §2.1.1.
pub(crate) fn mth(leaf_hashes: &[Hash]) -> Hash {
    match leaf_hashes {
        [] => sha256(&[]),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaf_hashes.split_at(k(leaf_hashes.len()));
            sha256(&[&[1], &mth(left), &mth(right)])
        }
    }
}

/// PATH(m, D_n) of §2.1.3.1.
pub(crate) fn path(m: usize, leaf_hashes: &[Hash]) -> Vec<Hash> {
    if leaf_hashes.len() == 1 {
        return vec![];
    }
    let (left, right) = leaf_hashes.split_at(k(leaf_hashes.len()));
    if m < left.len() {
        [path(m, left), vec![mth(right)]].concat()
    } else {
        [path(m - left.len(), right), vec![mth(left)]].concat()
    }
}

/// PROOF(m, D_n) of §2.1.4.1.
pub(crate) fn proof(m: usize, leaf_hashes: &[Hash]) -> Vec<Hash> {
    subproof(m, leaf_hashes, true)
}

fn subproof(m: usize, leaf_hashes: &[Hash], is_complete: bool) -> Vec<Hash> {
    if m == leaf_hashes.len() {
        return if is_complete { vec![] } else { vec![mth(leaf_hashes)] };
    }
    let (left, right) = leaf_hashes.split_at(k(leaf_hashes.len()));
    if m <= left.len() {
        [subproof(m, left, is_complete), vec![mth(right)]].concat()
    } else {
        [subproof(m - left.len(), right, false), vec![mth(left)]].concat()
    }
}

/// SUBTREE_PROOF(start, end, D_n) of the Merkle Tree Certificates draft.
pub(crate) fn subtree_proof(start: usize, end: usize, leaf_hashes: &[Hash]) -> Vec<Hash> {
    subtree_subproof(start, end, leaf_hashes, true)
}

fn subtree_subproof(start: usize, end: usize, leaf_hashes: &[Hash], is_known: bool) -> Vec<Hash> {
    if start == 0 && end == leaf_hashes.len() {
        return if is_known { vec![] } else { vec![mth(leaf_hashes)] };
    }
    let (left, right) = leaf_hashes.split_at(k(leaf_hashes.len()));
    let k = left.len();
    if end <= k {
        [subtree_subproof(start, end, left, is_known), vec![mth(right)]].concat()
    } else if k <= start {
        [subtree_subproof(start - k, end - k, right, is_known), vec![mth(left)]].concat()
    } else {
        [subtree_subproof(0, end - k, right, false), vec![mth(left)]].concat()
    }
}

/// The steps of §2.1.3.2.
pub(crate) fn accepts_inclusion(
    root: &Hash,
    size: u64,
    index: u64,
    leaf: &Hash,
    path: &[Hash],
) -> bool {
    if index >= size {
        return false;
    }
    let (mut f_n, mut s_n) = (index, size - 1);
    let mut r = *leaf;
    for p in path {
        if s_n == 0 {
            return false;
        }
        if f_n & 1 == 1 || f_n == s_n {
            r = sha256(&[&[1], p, &r]);
            while f_n & 1 == 0 && f_n != 0 {
                f_n >>= 1;
                s_n >>= 1;
            }
        } else {
            r = sha256(&[&[1], &r, p]);
        }
        f_n >>= 1;
        s_n >>= 1;
    }
    s_n == 0 && r == *root
}

/// The steps of §2.1.4.2, which want sizes that differ and are not 0.
pub(crate) fn accepts_consistency(
    old: u64,
    new: u64,
    first: &Hash,
    second: &Hash,
    path: &[Hash],
) -> bool {
    if path.is_empty() {
        return false;
    }
    let mut path = path.to_vec();
    if old.is_power_of_two() {
        path.insert(0, *first);
    }
    let (mut f_n, mut s_n) = (old - 1, new - 1);
    while f_n & 1 == 1 {
        f_n >>= 1;
        s_n >>= 1;
    }
    let (mut f_r, mut s_r) = (path[0], path[0]);
    for c in &path[1..] {
        if s_n == 0 {
            return false;
        }
        if f_n & 1 == 1 || f_n == s_n {
            f_r = sha256(&[&[1], c, &f_r]);
            s_r = sha256(&[&[1], c, &s_r]);
            while f_n & 1 == 0 && f_n != 0 {
                f_n >>= 1;
                s_n >>= 1;
            }
        } else {
            s_r = sha256(&[&[1], &s_r, c]);
        }
        f_n >>= 1;
        s_n >>= 1;
    }
    f_r == *first && s_r == *second && s_n == 0
}
