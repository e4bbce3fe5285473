//! Validators' keys whose seeds the test knows, and the search for them.

use crate::{
    Node, NodeOptions, TokenNetwork, binary,
    network::address,
    tokens::{PIN, Token, VALIDATORS},
};
use anyhow::{Context, Result, bail};
use critical_chains_hsm_shim::secrets::{Found, Searched, Secret, search_files, search_memory};
use cryptoki::{
    context::{CInitializeArgs, CInitializeFlags, Pkcs11},
    object::{Attribute, KeyType, ObjectClass},
    session::{Session, UserType},
    types::AuthPin,
};
use polkadot_sdk::sp_core::{Pair, ed25519};
use sp_crypto_hashing::sha2_256;
use std::{process::Command, thread::sleep, time::Duration};

/// The keys of a validator, by their types.
const TYPES: [&str; 3] = ["aura", "gran", "atst"];

/// OID 1.3.101.112 in DER: the curve.
const ED25519: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];

/// What is in memory for a signature is gone by then.
const A_SIGNATURE_LATER: Duration = Duration::from_secs(1);

/// The seeds of one validator's keys.
#[derive(Clone)]
pub(crate) struct Seeds {
    validator: String,
    seeds: [[u8; 32]; 3],
}

/// What a search of a running node found.
#[derive(Clone, Debug, Default)]
pub struct InMemory {
    /// The first search.
    pub searched: Searched,
    /// What was still there a second later: not only for a signature that was being made.
    pub lasting: Vec<Found>,
}

impl Seeds {
    /// Those of a validator. They are made here, so that no program has them in it.
    pub(crate) fn of(validator: &str) -> Self {
        let seeds = TYPES.map(|key| sha2_256(format!("{validator} {key}").as_bytes()));
        Self { validator: validator.into(), seeds }
    }

    fn secrets(&self) -> Vec<Secret> {
        let named = TYPES.iter().zip(&self.seeds);
        named
            .map(|(key, seed)| Secret::of_seed(format!("{key} of {}", self.validator), seed))
            .collect()
    }

    /// Puts the keys on a token, with the names by which nodes find theirs.
    pub(crate) fn import(&self, token: &Token) -> Result<()> {
        let pkcs11 = Pkcs11::new(token.shim.module())?;
        pkcs11.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK))?;
        let slots = pkcs11.get_slots_with_initialized_token()?;
        let slot = *slots.first().context("no token")?;
        let session = pkcs11.open_rw_session(slot)?;
        session.login(UserType::User, Some(&AuthPin::new(PIN.into())))?;
        for (id, (key, seed)) in (1..).zip(TYPES.iter().zip(&self.seeds)) {
            import(&session, id, key, seed)?;
        }
        session.close()?;
        Ok(pkcs11.finalize()?)
    }
}

fn import(session: &Session, id: u8, key: &str, seed: &[u8; 32]) -> Result<()> {
    let public = ed25519::Pair::from_seed(seed).public();
    let both = |class| {
        vec![
            Attribute::Class(class),
            Attribute::KeyType(KeyType::EC_EDWARDS),
            Attribute::Token(true),
            Attribute::EcParams(ED25519.to_vec()),
            Attribute::Id(vec![id]),
            Attribute::Label(format!("critical-chains:{key}").into_bytes()),
        ]
    };
    let mut private = both(ObjectClass::PRIVATE_KEY);
    private.extend([
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::Extractable(false),
        Attribute::Sign(true),
        Attribute::Value(seed.to_vec()),
    ]);
    // DER: an octet string of 32 bytes.
    let point = [&[0x04, 0x20], &public.0[..]].concat();
    let mut shown = both(ObjectClass::PUBLIC_KEY);
    shown.extend([Attribute::Private(false), Attribute::Verify(true), Attribute::EcPoint(point)]);
    session.create_object(&private)?;
    session.create_object(&shown)?;
    Ok(())
}

impl TokenNetwork {
    /// Starts a network whose keys were imported into the tokens, so that they can be looked for.
    pub fn start_with_known_keys(config: &str) -> Result<Self> {
        Self::start_on(config, VALIDATORS.map(|owner| Seeds::of(&owner.to_string())).into(), None)
    }

    /// Searches all files of all nodes for all known seeds: data, logs, configuration, and what
    /// SoftHSM stores.
    pub fn search_files(&self) -> Result<Searched> {
        let secrets: Vec<_> = self.seeds.iter().flat_map(Seeds::secrets).collect();
        Ok(search_files(self.folder(), &secrets)?)
    }

    /// Searches the memory of a running node for the seeds of its own keys.
    pub fn search_memory(&self, index: usize) -> Result<InMemory> {
        let process = self.nodes[index].process_id().context("the node does not run")?;
        let secrets = self.seeds.get(index).context("keys that nobody knows")?.secrets();
        let searched = search_memory(process, &secrets)?;
        let mut lasting = searched.found.clone();
        if !lasting.is_empty() {
            sleep(A_SIGNATURE_LATER);
            let later = search_memory(process, &secrets)?;
            lasting.retain(|found| later.found.contains(found));
        }
        Ok(InMemory { searched, lasting })
    }

    /// Starts a node again with its known keys in files instead of its token, as one should not do.
    pub fn restart_with_keys_in_files(&mut self, index: usize) -> Result<()> {
        self.nodes[index].kill()?;
        let data = self.data(index);
        let Seeds { validator, seeds } = self.seeds.get(index).context("keys nobody knows")?;
        for (key, seed) in TYPES.iter().zip(seeds) {
            let output = Command::new(binary("critical-chains-node")?)
                .args(["key", "insert", "--scheme", "ed25519", "--key-type", key, "--suri"])
                .arg(format!("0x{}", hex::encode(seed)))
                .arg("--chain")
                .arg(self.spec())
                .arg("--base-path")
                .arg(&data)
                .output()?;
            if !output.status.success() {
                bail!("key insert: {}", String::from_utf8_lossy(&output.stderr));
            }
        }
        let mut arguments = self.arguments_without_token(index, &data);
        let other = usize::from(index == 0);
        arguments.extend(["--bootnodes".into(), address(&self.nodes[other])?]);
        let node = Node::start(validator, &data, NodeOptions { arguments })?;
        self.nodes[index] = node;
        Ok(())
    }
}
