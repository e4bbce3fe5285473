//! The search for secrets finds what is there, and what SoftHSM leaves in the memory of its process.

mod common;

use common::{Device, OID, PIN, locking, sign, until};
use critical_chains_hsm_shim::secrets::{Searched, Secret, search_files, search_memory};
use cryptoki::{
    context::Pkcs11,
    object::{Attribute, KeyType, ObjectClass, ObjectHandle},
    session::{Session, UserType},
    types::AuthPin,
};
use sha2::{Digest, Sha256};
use std::{
    env, fs,
    fs::File,
    io::{BufRead, BufReader, Read, Write},
    os::fd::AsFd,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};
use tempfile::TempDir;
use zeroize::Zeroize;

/// Tells the process that is searched what to do, and where.
const ROLE: &str = "SECRETS_TEST_ROLE";

const NAMES: [&str; 2] = ["aura", "gran"];

/// A seed. It must not be written here: then it would be in the program that is searched.
fn seed(name: &str) -> [u8; 32] {
    Sha256::digest(name).into()
}

fn secrets() -> [Secret; 2] {
    NAMES.map(|name| Secret::of_seed(name, &seed(name)))
}

/// Another process of this test, which has no secrets but those it is told.
struct Searchee {
    process: Child,
    said: BufReader<ChildStdout>,
    told: ChildStdin,
}

impl Searchee {
    fn start(role: &str) -> Self {
        let mut process = Command::new(env::current_exe().expect("this test"))
            .args(["--exact", "searchee", "--nocapture"])
            .env(ROLE, role)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("this test again");
        let said = BufReader::new(process.stdout.take().expect("a pipe"));
        let told = process.stdin.take().expect("a pipe");
        Self { process, said, told }
    }

    fn tell(&mut self, bytes: &[u8]) {
        self.told.write_all(bytes).expect("it reads");
    }

    fn wait(&mut self) {
        let mut line = String::new();
        while !line.contains("ready") {
            line.clear();
            let read = self.said.read_line(&mut line).expect("lines");
            assert!(read > 0, "it ended");
        }
    }

    fn search(&self) -> Searched {
        search_memory(self.process.id(), &secrets()).expect("its memory")
    }
}

impl Drop for Searchee {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What the other process runs. In this one it does nothing.
#[test]
fn searchee() {
    let Ok(role) = env::var(ROLE) else { return };
    // Without a buffer, which would keep a copy of what is read.
    let input = std::io::stdin().as_fd().try_clone_to_owned().expect("standard input");
    let mut input = File::from(input);
    match role.split_once('=') {
        Some(("sign", module)) => sign_when_told(&mut input, module),
        _ => keep_then_wipe(&mut input),
    }
}

fn ready() {
    println!("\nready");
}

fn keep_then_wipe(input: &mut File) {
    let mut secret = Box::new([0; 32]);
    input.read_exact(&mut secret[..]).expect("a secret");
    ready();
    let mut told = [0];
    input.read_exact(&mut told).expect("a word");
    secret.zeroize();
    ready();
    let _ = input.read_exact(&mut told);
}

fn sign_when_told(input: &mut File, module: &str) {
    let pkcs11 = Pkcs11::new(module).expect("the module loads");
    pkcs11.initialize(locking()).expect("the module starts");
    let slot = pkcs11.get_slots_with_initialized_token().expect("slots")[0];
    let session = pkcs11.open_ro_session(slot).expect("a session");
    session.login(UserType::User, Some(&AuthPin::new(PIN.into()))).expect("a login");
    let keys =
        session.find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY)]).expect("a search");
    assert_eq!(keys.len(), NAMES.len());
    ready();
    let mut times = [0];
    while input.read_exact(&mut times).is_ok() {
        for _ in 0..times[0] {
            for key in &keys {
                sign(&session, *key).expect("a signature");
            }
        }
        ready();
    }
}

fn import(session: &Session, seed: &[u8; 32]) -> ObjectHandle {
    let made = session.create_object(&[
        Attribute::Class(ObjectClass::PRIVATE_KEY),
        Attribute::KeyType(KeyType::EC_EDWARDS),
        Attribute::Token(true),
        Attribute::Private(true),
        Attribute::Sensitive(true),
        Attribute::EcParams(OID.to_vec()),
        Attribute::Value(seed.to_vec()),
        Attribute::Sign(true),
    ]);
    made.expect("an imported key")
}

#[test]
fn a_secret_on_the_heap_is_found_until_it_is_wiped() {
    let mut process = Searchee::start("keep");
    process.tell(&seed("aura"));
    process.wait();

    let kept = process.search();
    process.tell(b"w");
    process.wait();
    let wiped = process.search();

    assert!(kept.bytes > 100_000, "{kept:?}");
    assert_eq!(kept.found.len(), 1, "{kept:?}");
    assert_eq!((kept.found[0].secret.as_str(), kept.found[0].form), ("aura", "seed"));
    assert_eq!(wiped.found, [], "{wiped:?}");
}

#[test]
fn a_secret_in_a_file_is_found_in_each_form() {
    let folder = TempDir::new().expect("a folder");
    let inner = folder.path().join("chains/local/keystore");
    fs::create_dir_all(&inner).expect("folders");
    let (seals, votes) = (seed("aura"), seed("gran"));
    fs::write(inner.join("61757261"), format!("\"0x{}\"", hex::encode(seals))).expect("a file");
    fs::write(folder.path().join("dump"), [&[7; 5000], &votes[..], &[7; 99]].concat())
        .expect("a file");
    fs::write(folder.path().join("other"), [7; 5000]).expect("a file");

    let searched = search_files(folder.path(), &secrets()).expect("files");

    let mut found: Vec<_> =
        searched.found.iter().map(|found| (found.secret.as_str(), found.form, found.at)).collect();
    found.sort_unstable();
    assert_eq!(found, [("aura", "hexadecimal text", 3), ("gran", "seed", 5000)]);
    assert_eq!((searched.places, searched.bytes), (3, 68 + 5131 + 5000));
}

#[test]
fn softhsm_shows_a_seed_in_memory_only_while_it_signs_with_it() {
    let device = Device::new();
    {
        let session = device.session();
        for name in NAMES {
            import(&session, &seed(name));
        }
    }
    let mut process = Searchee::start(&format!("sign={}", device.shim.module().display()));
    process.wait();
    let logged_in = process.search();
    process.tell(&[50]);
    process.wait();
    let after_signing = process.search();

    // The key is there from C_SignInit on.
    device.shim.set(&["hang = sign"]);
    process.tell(&[1]);
    let mut signing = Searched::default();
    until("the seed to be in memory", || {
        signing = process.search();
        !signing.found.is_empty()
    });
    device.shim.clear();
    process.wait();
    let afterwards = process.search();

    for at_rest in [&logged_in, &after_signing, &afterwards] {
        assert_eq!(at_rest.found, []);
        assert!(at_rest.bytes > 1_000_000, "{at_rest:?}");
    }
    for found in &signing.found {
        assert!(NAMES.contains(&found.secret.as_str()), "{found}");
        assert!(!found.place.starts_with('/'), "{found}");
    }
    let files = search_files(device.shim.tokens(), &secrets()).expect("files");
    assert!(files.places >= 3, "{files:?}");
    assert_eq!(files.found, [], "SoftHSM encrypts what it stores");
}
