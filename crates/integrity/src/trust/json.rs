//! The trust file's JSON.

use super::{AuthoritySet, MAX_TRUST_BYTES, TRUST_VERSION, TrustError, TrustFile};
use crate::{
    Hash,
    checkpoint::Checkpoint,
    receipt::{hex, parse_hex},
};
use alloc::{
    format,
    string::{String, ToString},
    vec::Vec,
};
use serde::{Deserialize, Serialize};

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct JsonTrust {
    version: u64,
    network: String,
    genesis_hash: String,
    #[serde(default)]
    authority_sets: Vec<JsonSet>,
    #[serde(default)]
    checkpoints: Vec<JsonCheckpoint>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct JsonSet {
    set_id: u64,
    authorities: Vec<String>,
}

/// The origin follows from the genesis hash, so that they cannot contradict each other.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct JsonCheckpoint {
    size: u64,
    root: String,
}

/// Read first, so that a newer file is called newer and not malformed.
#[derive(Deserialize)]
struct JsonVersion {
    version: u64,
}

impl TrustFile {
    /// Reads a trust file and checks it.
    pub fn from_json(text: &str) -> Result<Self, TrustError> {
        if text.len() > MAX_TRUST_BYTES {
            let detail = format!("it has {} bytes, at most {MAX_TRUST_BYTES}", text.len());
            return Err(TrustError::Malformed { detail });
        }
        let JsonVersion { version } = parse(text)?;
        if version != TRUST_VERSION {
            return Err(TrustError::UnsupportedVersion { got: version });
        }
        let JsonTrust { network, genesis_hash, authority_sets, checkpoints, .. } = parse(text)?;
        let genesis_hash = hash("genesis_hash", &genesis_hash)?;
        let set = |(i, JsonSet { set_id, authorities }): (usize, JsonSet)| {
            let field = |j| format!("authority_sets[{i}].authorities[{j}]");
            let keys = authorities.iter().enumerate().map(|(j, key)| hash(&field(j), key));
            Ok(AuthoritySet { set_id, authorities: keys.collect::<Result<_, _>>()? })
        };
        let checkpoint = |(i, JsonCheckpoint { size, root }): (usize, JsonCheckpoint)| {
            let root = hash(&format!("checkpoints[{i}].root"), &root)?;
            Ok(Checkpoint::new(&genesis_hash, size, root))
        };
        let trust = Self {
            network,
            genesis_hash,
            authority_sets: authority_sets
                .into_iter()
                .enumerate()
                .map(set)
                .collect::<Result<_, _>>()?,
            checkpoints: checkpoints
                .into_iter()
                .enumerate()
                .map(checkpoint)
                .collect::<Result<_, _>>()?,
        };
        trust.validate().map(|()| trust)
    }

    /// The trust file, in the layout people read.
    pub fn to_json(&self) -> String {
        let set = |set: &AuthoritySet| JsonSet {
            set_id: set.set_id,
            authorities: set.authorities.iter().map(|key| hex(key)).collect(),
        };
        let checkpoint = |checkpoint: &Checkpoint| JsonCheckpoint {
            size: checkpoint.size,
            root: hex(&checkpoint.root),
        };
        let json = JsonTrust {
            version: TRUST_VERSION,
            network: self.network.clone(),
            genesis_hash: hex(&self.genesis_hash),
            authority_sets: self.authority_sets.iter().map(set).collect(),
            checkpoints: self.checkpoints.iter().map(checkpoint).collect(),
        };
        // Numbers, strings and lists of them can always be written.
        let mut text = serde_json::to_string_pretty(&json).unwrap_or_default();
        text.push('\n');
        text
    }
}

fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, TrustError> {
    serde_json::from_str(text).map_err(|error| TrustError::Malformed { detail: error.to_string() })
}

fn hash(field: &str, text: &str) -> Result<Hash, TrustError> {
    parse_hex(text)
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| TrustError::InvalidHash { field: field.into() })
}
