//! Institutions by number, and what they say.

use critical_chains_attestation::Voice;
use critical_chains_lei::Lei;

/// When everything happens, in milliseconds since the Unix epoch.
pub(crate) const START: u64 = 1_800_000_000_000;

/// One of many institutions.
pub(crate) fn institution(number: usize) -> Lei {
    let prefix = format!("TESTINSTITUTION{number:03}");
    Lei::from_prefix(prefix.as_bytes().try_into().unwrap()).unwrap()
}

/// What it says.
pub(crate) fn voice(number: usize) -> Voice {
    let evidence_root = [u8::try_from(number).unwrap(); 32];
    Voice { institution: institution(number), score: 900_000, evidence_root, at: START }
}
