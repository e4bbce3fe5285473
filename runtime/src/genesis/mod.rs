//! The networks this runtime can be born as.
//!
//! Every institution here is invented: its LEI has valid check digits and no legal entity behind it.

mod consortium;
mod roles;

use crate::*;
use alloc::{vec, vec::Vec};
use consortium::{Member, members_of};
use frame_support::build_struct_json_patch;
use polkadot_sdk::{sp_genesis_builder::PresetId, sp_keyring::Ed25519Keyring};
use serde_json::Value;

/// One validator that seals alone: for developers.
pub const DEV_PRESET: &str = "dev";
/// Four institutions with a validator each: for trials on one machine.
pub const LOCAL_PRESET: &str = "local";

/// How many of the four institutions have to approve what concerns them all.
const APPROVALS: u8 = 3;

/// The genesis configuration of a preset as JSON.
pub fn preset(id: &PresetId) -> Option<Vec<u8>> {
    let members = members_of(id.as_ref())?;
    serde_json::to_vec(&genesis(&members)).ok()
}

/// Names of all presets.
pub fn preset_names() -> Vec<PresetId> {
    vec![PresetId::from(DEV_PRESET), PresetId::from(LOCAL_PRESET)]
}

fn genesis(members: &[Member]) -> Value {
    build_struct_json_patch!(RuntimeGenesisConfig {
        institutions: InstitutionsConfig {
            institutions: members.iter().map(Member::at_genesis).collect::<Vec<_>>(),
        },
        authorisation: roles::genesis(
            APPROVALS,
            &members.iter().flat_map(Member::holders).collect::<Vec<_>>(),
        ),
        session: SessionConfig {
            keys: members
                .iter()
                .filter_map(|member| {
                    let account = member.account();
                    member.validator.map(|key| (account.clone(), account, session_keys(key)))
                })
                .collect::<Vec<_>>(),
        },
    })
}

fn session_keys(key: Ed25519Keyring) -> opaque::SessionKeys {
    opaque::SessionKeys { aura: key.public().into(), grandpa: key.public().into() }
}
