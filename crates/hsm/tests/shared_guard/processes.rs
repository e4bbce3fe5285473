//! Signers that are processes of their own: one is killed, one hangs.

use crate::support::{
    GENESIS, is_no_signer, judged, opened, permits, seal, server_with_guard, standby, takes_over,
};
use critical_chains_hsm::guard::{SharedEntry, SharedOptions, SharedStore};
use critical_chains_postgres_tests::{Server, hang, resume};
use std::{
    env,
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
    thread,
    time::Duration,
};

/// Which database the other process is to use.
const URL: &str = "CRITICAL_CHAINS_TEST_GUARD_URL";

/// Another process that signs, which ends with this.
struct Signer {
    process: Child,
    lines: BufReader<ChildStdout>,
}

impl Signer {
    fn start(server: &Server) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["--exact", "processes::signs_in_another_process", "--ignored", "--nocapture"])
            .env(URL, server.url())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap());
        Self { process, lines }
    }

    /// The next line that says something of a slot.
    fn next(&mut self) -> (String, u64) {
        let mut line = String::new();
        while self.lines.read_line(&mut line).unwrap() > 0 {
            let mut words = line.split_whitespace();
            if let (Some(what @ ("signed" | "refused")), Some(slot)) = (words.next(), words.next())
            {
                return (what.into(), slot.parse().unwrap());
            }
            line.clear();
        }
        panic!("the other process has ended");
    }
}

impl Drop for Signer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// No test: what the other process does.
#[test]
#[ignore = "started by other tests"]
fn signs_in_another_process() {
    let url = env::var(URL).unwrap();
    let options = SharedOptions::new(SharedEntry { url, ..SharedEntry::default() }).unwrap();
    let mut store = SharedStore::open(&options.for_node("a".into()), &GENESIS, None).unwrap();
    assert!(store.claim().unwrap());
    store.activate().unwrap();
    for slot in 1.. {
        let word = if permits(&mut store, &seal(slot, 1)) { "signed" } else { "refused" };
        println!("\n{word} {slot}");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn one_that_is_killed_is_followed_by_the_second() {
    let server = server_with_guard();
    let mut first = Signer::start(&server);
    let (word, _) = first.next();
    assert_eq!(word, "signed");
    let mut second = standby(&server, "b");

    first.process.kill().unwrap();
    takes_over(&second);

    assert!(!permits(&mut second, &seal(1, 2)));
    assert!(permits(&mut second, &seal(1_000_000, 2)));
}

#[test]
fn one_that_hangs_loses_the_lock_and_signs_nothing_when_it_goes_on() {
    let server = server_with_guard();
    let mut first = Signer::start(&server);
    let (word, _) = first.next();
    assert_eq!(word, "signed");
    let mut second = standby(&server, "b");

    hang(&first.process);
    takes_over(&second);
    // As far as the first may have come, if it was between the verdict and the line.
    assert!(permits(&mut second, &seal(1_000_000, 2)));
    resume(&first.process);

    let mut signed = 0;
    let slot = loop {
        let (word, slot) = first.next();
        if word == "refused" {
            break slot;
        }
        signed = slot;
    };
    assert!(signed < 1_000_000 && slot < 1_000_000);
    for _ in 0..50 {
        assert_eq!(first.next().0, "refused");
    }
    assert!(permits(&mut second, &seal(1_000_001, 2)));
    let looking = judged(&mut opened(&server, "c"), &seal(2_000_000, 1));
    assert!(is_no_signer(&looking), "{looking:?}");
}
