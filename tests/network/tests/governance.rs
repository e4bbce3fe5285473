//! Four institutions govern their chain with the `critical-chains` command alone.

#![allow(clippy::unwrap_used, missing_docs)]

use critical_chains_network_tests::{Answer, Client, Network, Spec};
use polkadot_sdk::sp_keyring::Sr25519Keyring;
use serde_json::{Value, json};
use std::fs;

/// The four institutions, on one node that seals blocks by itself.
const SPEC: Spec = Spec { development: true, ..Spec::LOCAL };

const ALPHA: &str = "CCDEV0ALPHABANK00022";
const DELTA: &str = "CCDEV0DELTAAUTHOR035";
const NEWCOMER: &str = "CCDEV0EPSILONTOLL032";

/// People with accounts at different institutions, at one console.
struct Consortium {
    network: Network,
    client: Client,
}

impl Consortium {
    fn start() -> Consortium {
        let network = Network::start_with(SPEC, &["alice"], &["--seal", "interval=200"]).unwrap();
        let client = Client::new(network.folder());
        Consortium { network, client }
    }

    fn run(&self, arguments: &[&str]) -> Answer {
        let url = self.network.nodes[0].url();
        self.client.run(&[arguments, &["--node", &url]].concat()).unwrap()
    }

    /// What a command says to programs, if it succeeds.
    fn ask(&self, arguments: &[&str]) -> Value {
        self.run(&[&["--json"], arguments].concat()).success().unwrap().json().unwrap()
    }

    /// The same of a command that is signed.
    fn act(&self, who: &str, arguments: &[&str]) -> Value {
        self.ask(&[arguments, &["--signer", who]].concat())
    }

    /// Proposes, and gives the number of the proposal.
    fn propose(&self, who: &str, arguments: &[&str]) -> String {
        self.act(who, arguments)["proposal"].to_string()
    }

    /// What the last of three other institutions hears that approve a proposal.
    fn approve(&self, proposal: &str) -> Value {
        let votes = ["//Bob", "//Charlie", "//Dave"]
            .map(|voter| self.act(voter, &["approval", "approve", proposal])["standing"].clone());
        let [first, second, last] = votes;
        assert_eq!(first, json!({ "state": "open", "missing": [{ "approvals": 2 }] }));
        assert_eq!(second, json!({ "state": "open", "missing": [{ "approvals": 1 }] }));
        last
    }

    /// Does what takes three others.
    fn together(&self, arguments: &[&str]) {
        let standing = self.approve(&self.propose("//Alice", arguments));
        assert_eq!(standing["state"], "executed", "{standing}");
    }

    /// That a command fails, and says all of this and what to do.
    fn refuses(&self, who: &str, arguments: &[&str], texts: &[&str]) {
        let answer = self.run(&[arguments, &["--signer", who]].concat());
        assert_eq!(answer.code, 1, "{answer:?}");
        for text in ["error: ", "hint: "].iter().chain(texts) {
            assert!(answer.stderr.contains(text), "{text:?} is not in {answer:?}");
        }
    }
}

#[test]
fn a_policy_file_is_simulated_proposed_and_set_in_force() {
    let chain = Consortium::start();
    let policy = r#"
        [roles.clerk]
        permissions = ["anchoring.open", "authorisation.activate"]
        steward = "institution"

        [roles.head-clerk]
        inherits = ["clerk"]
        steward = "institution"

        [[policies."anchoring.open".rules]]
        effect = "forbid"
        roles = ["clerk"]
        unless = { subject = ["bank"] }
    "#;
    fs::write(chain.client.file("policy.toml"), policy).unwrap();
    chain.client.run(&["policy", "validate", "policy.toml"]).unwrap().success().unwrap();
    let simulated = chain.run(&["policy", "simulate", "policy.toml"]).success().unwrap();
    assert!(simulated.stdout.contains("Nobody"), "{simulated:?}");

    chain.together(&["policy", "propose", "policy.toml"]);

    let answer = chain.run(&["policy", "propose", "policy.toml", "--signer", "//Alice"]);
    assert!(answer.stderr.contains("the file changes nothing"), "{answer:?}");
    for (account, who, verdict) in
        [("//Eve", "//Alice", "permitted"), ("//Ferdie", "//Bob", "refused")]
    {
        chain.act(who, &["institution", "enrol", account]);
        chain.act(who, &["role", "grant", account, "head-clerk"]);
        let asked = ["policy", "explain", "--account", account, "--permission", "anchoring.open"];
        let explained = chain.ask(&asked);
        assert_eq!(explained["permitted"], verdict == "permitted", "{explained}");
    }
    chain.act("//Eve", &["stream", "open"]);
    chain.refuses("//Ferdie", &["stream", "open"], &["forbids"]);
}

#[test]
fn proposals_are_looked_at_rejected_withdrawn_and_waited_for() {
    let chain = Consortium::start();
    let admit = ["institution", "admit", NEWCOMER, "--name", "Epsilon", "--kind", "toll-operator"];
    let id = &chain.propose("//Alice", &admit);
    let shown = chain.ask(&["approval", "show", id]);
    assert_eq!(shown["missing"], json!([{ "approvals": 3 }]));
    assert_eq!(shown["call"]["call"], "Institutions.admit_institution", "{shown}");
    let waits = chain.act("//Bob", &["approval", "list", "--pending"]);
    assert_eq!(waits["proposals"].as_array().unwrap().len(), 1);

    chain.refuses("//Alice", &["approval", "approve", id], &["does not vote on it"]);
    chain.refuses("//Eve", &["approval", "approve", id], &["no institution"]);
    let other = "11".repeat(32);
    chain.refuses("//Bob", &["approval", "approve", id, "--hash", &other], &["expected 0x1111"]);
    chain.act("//Bob", &["approval", "approve", id]);
    chain.refuses("//Bob//stash", &["approval", "approve", id], &["the same already"]);
    chain.refuses("//Bob", &["approval", "withdraw", id], &["another institution proposed"]);
    chain.refuses("//Bob", &["approval", "execute", id], &["lacks approvals"]);
    chain.act("//Bob", &["approval", "reject", id]);
    chain.act("//Alice//stash", &["approval", "withdraw", id]);
    chain.refuses("//Bob", &["approval", "reject", id], &["there is no open proposal"]);

    fs::write(chain.client.file("runtime.wasm"), b"\0asm\x01\0\0\0").unwrap();
    let id = &chain.propose("//Alice", &["approval", "propose-upgrade", "runtime.wasm"]);
    for voter in ["//Bob", "//Charlie", "//Dave"] {
        chain.act(voter, &["approval", "approve", id]);
    }
    let waits = chain.run(&["approval", "list"]).success().unwrap();
    assert!(waits.stdout.contains("approved, executed from"), "{waits:?}");
    chain.refuses("//Bob", &["approval", "execute", id], &["the waiting period"]);
    let vetoed = chain.act("//Dave", &["approval", "reject", id]);
    assert_eq!(vetoed["standing"]["state"], "vetoed", "{vetoed}");
}

#[test]
fn institutions_are_managed_and_not_left_without_whom_they_need() {
    let chain = Consortium::start();
    chain.together(&[
        "institution",
        "admit",
        NEWCOMER,
        "--name",
        "Epsilon Tolls",
        "--kind",
        "toll-operator",
    ]);
    chain.together(&["institution", "enrol", "//Eve", "--institution", NEWCOMER, "--propose"]);
    chain.together(&["role", "grant", "//Eve", "operator", "--propose"]);
    chain.act("//Eve", &["stream", "open"]);
    chain.together(&["institution", "expiry", NEWCOMER, "--at", "2099-12-31"]);
    let quota = ["--time-millis", "500", "--proof-bytes", "5000000", "--bytes", "2097152"];
    chain.together(&[&["institution", "quota", NEWCOMER][..], &quota].concat());
    let shown = chain.ask(&["institution", "show", NEWCOMER]);
    assert_eq!(shown["expires"], 4_102_358_400_000_u64, "{shown}");
    assert_eq!(shown["quota"]["bytes"], 2_097_152, "{shown}");

    chain.together(&["institution", "suspend", NEWCOMER]);
    chain.refuses("//Eve", &["stream", "open"], &["suspended"]);
    chain.together(&["institution", "readmit", NEWCOMER]);
    chain.act("//Eve", &["stream", "open"]);

    let id = chain.propose("//Alice", &["institution", "suspend", DELTA]);
    let standing = chain.approve(&id);
    assert_eq!(standing["error"]["name"], "Institutions.TooFewSeats", "{standing}");
    chain.refuses("//Alice", &["role", "revoke", "//Alice", "administrator"], &["--propose"]);
    let revoke = ["role", "revoke", "//Alice", "administrator", "--propose"];
    let standing = chain.approve(&chain.propose("//Alice", &revoke));
    assert_eq!(standing["error"]["name"], "Authorisation.LastHolder", "{standing}");
}

#[test]
fn roles_are_granted_passed_on_drawn_and_revoked() {
    let chain = Consortium::start();
    for account in ["//Eve", "//Ferdie"] {
        chain.act("//Alice", &["institution", "enrol", account]);
    }
    chain.act("//Alice", &["role", "grant", "//Eve", "operator", "--until", "2099-12-31"]);
    chain.refuses("//Alice", &["role", "grant", "//Eve", "auditor"], &["a constraint forbids"]);
    chain.refuses("//Eve", &["role", "delegate", "//Ferdie", "operator"], &["no permission"]);
    chain.act("//Alice", &["role", "delegate", "//Ferdie", "operator"]);
    let able = chain.ask(&["role", "who-can", "anchoring.open"]);
    assert_eq!(able["accounts"].as_array().unwrap().len(), 10, "{able}");
    let ending = chain.ask(&["role", "expiring", "--days", "36500"]);
    assert_eq!(ending["expiring"].as_array().unwrap().len(), 1, "{ending}");
    chain.act("//Eve", &["role", "deactivate", "operator"]);
    chain.refuses("//Eve", &["stream", "open"], &["no permission"]);

    chain.act("//Alice", &["role", "recall", "//Ferdie", "operator"]);
    let held = chain.ask(&["role", "of", "//Ferdie"]);
    assert_eq!(held["roles"], json!([]));
    chain.act("//Alice", &["role", "revoke", "//Eve", "operator"]);

    let shown = chain.ask(&["institution", "show", ALPHA]);
    assert_eq!(shown["accounts"], 4, "{shown}");
    chain.act("//Alice", &["institution", "withdraw-account", "//Ferdie"]);
    chain.run(&["role", "graph", "--format", "svg", "-o", "roles.svg"]).success().unwrap();
    let drawing = fs::read_to_string(chain.client.file("roles.svg")).unwrap();
    assert!(drawing.contains("<svg") && drawing.contains("emergency-operator"), "{drawing}");
    let explained = chain.client.run(&["explain", "6"]).unwrap().success().unwrap();
    assert!(explained.stdout.starts_with("NotPermitted: "), "{explained:?}");
}

#[test]
fn an_authority_stops_freezes_and_demands_and_an_emergency_is_reviewed() {
    let chain = Consortium::start();
    let because = ["--reason", "forged batches"];
    let stop = [&["supervision", "stop", "anchoring.open"][..], &because].concat();
    chain.refuses("//Alice", &stop, &["a rule forbids this"]);
    chain.act("//Dave", &stop);
    chain.refuses("//Alice", &["stream", "open"], &["stopped in an emergency"]);
    chain.together(&["supervision", "confirm", "anchoring.open"]);
    chain.refuses("//Dave", &["supervision", "lift", "anchoring.open"], &["confirmed the stop"]);
    chain.together(&["supervision", "lift", "anchoring.open", "--propose"]);
    chain.act("//Alice", &["stream", "open"]);

    chain.act("//Dave", &[&["supervision", "freeze", "//Bob//stash"][..], &because].concat());
    chain.refuses("//Bob//stash", &["stream", "open"], &["frozen"]);
    chain.act("//Dave", &["supervision", "freeze-stream", ALPHA, "0"]);
    fs::write(chain.client.file("answer.txt"), "A mistake of ours.").unwrap();
    let demand = ["supervision", "demand", ALPHA, "--about", "forgery", "--deadline", "2027-06-30"];
    assert_eq!(chain.act("//Dave", &demand)["demand"], 0);
    chain.act("//Alice", &["supervision", "answer", "0", "answer.txt"]);
    let listed = chain.ask(&["supervision", "list"]);
    for part in ["frozen", "demands"] {
        assert_eq!(listed[part].as_array().map(Vec::len), Some(1), "{part} of {listed}");
    }
    let close = ["supervision", "close", "0", "--propose"];
    let standing = chain.approve(&chain.propose("//Alice", &close));
    assert_eq!(standing["error"]["name"], "Supervision.NotYours", "{standing}");
    chain.act("//Dave", &["supervision", "close", "0"]);
    chain.act("//Dave", &["supervision", "thaw-stream", ALPHA, "0"]);
    chain.act("//Dave", &["supervision", "unfreeze", "//Bob//stash"]);
    chain.act("//Bob//stash", &["stream", "open"]);

    let take = ["supervision", "break-glass", "emergency-operator", "--reason", "nobody is there"];
    assert_eq!(chain.act("//Alice//stash", &take)["review"], 0);
    chain.act("//Alice//stash", &["institution", "enrol", "//Eve"]);
    let review = ["supervision", "review", "0", "misused", "--remark", "somebody was there"];
    chain.act("//Dave", &review);
    let enrol = ["institution", "enrol", "//Ferdie"];
    chain.refuses("//Alice//stash", &enrol, &["no permission"]);
}

/// New session keys of the node for the bank's validator, with their proof.
fn rotated(chain: &Consortium) -> [String; 2] {
    let owner = format!("0x{}", hex::encode(Sr25519Keyring::Alice.to_account_id()));
    let rotated = chain.network.nodes[0].call("author_rotateKeysWithOwner", json!([owner]));
    let rotated = rotated.unwrap();
    ["keys", "proof"].map(|part| rotated[part].as_str().unwrap().to_owned())
}

#[test]
fn session_keys_are_accepted_when_they_are_kept_as_is_required() {
    let chain = Consortium::start();
    let listed = chain.run(&["custody", "list"]).success().unwrap();
    assert!(listed.stdout.starts_with("The consortium requires nothing.\n"), "{listed:?}");
    let [keys, proof] = rotated(&chain);
    let (aura, grandpa) = (&keys[..66], format!("0x{}", &keys[66..]));
    let set_keys = ["session", "set-keys", "--keys", &keys, "--proof", &proof];

    chain.together(&["custody", "require", "token"]);

    let listed = chain.run(&["--json", "custody", "list", "--shortfalls"]);
    assert_eq!((listed.code, &listed.json().unwrap()["shortfalls"]), (1, &json!(8)));
    chain.refuses("//Alice", &set_keys, &["not kept as the consortium requires"]);
    let register = ["custody", "register", aura, "--purpose", "seals", "--class"];
    chain.refuses("//Alice", &[&register[..], &["software"]].concat(), &["a better class"]);
    fs::write(chain.client.file("attestation.pem"), b"from the device").unwrap();
    let proven = ["certified-module", "--evidence", "attestation.pem", "--expires", "2099-12-31"];
    chain.act("//Alice", &[&register[..], &proven].concat());
    chain.refuses("//Alice", &set_keys, &["not kept as the consortium requires"]);
    let votes = ["custody", "register", &grandpa, "--purpose", "votes", "--class", "token"];
    chain.act("//Alice", &votes);

    chain.act("//Alice", &set_keys);

    let own = chain.ask(&["custody", "list", ALPHA]);
    let told = own["institutions"][0]["keys"].as_array().unwrap().iter();
    let told: Vec<_> = told.map(|key| [&key["key"], &key["class"], &key["in_use"]]).collect();
    let expected = [
        [&json!(aura), &json!("certified-module"), &json!(true)],
        [&json!(grandpa), &json!("token"), &json!(true)],
    ];
    assert_eq!(told, expected, "{own}");
    // As sha256sum has it.
    let digest = "a7f175f7d427706c374ad23625a54f0a19c498d3576a7e46bca011445a2f644b";
    assert!(own.to_string().contains(digest), "{own}");
    chain.refuses("//Alice", &["custody", "remove", aura], &["the validator seat uses the key"]);
}
