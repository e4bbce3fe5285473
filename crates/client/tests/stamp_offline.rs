//! Proves, on the real command and a real disk, what happens before a node is needed: bad files,
//! a busy folder, a kill and a full disk get a clear error, and the next call goes on.
#![allow(clippy::unwrap_used)]

mod support;

use insta::assert_snapshot;
use std::{
    fs,
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};
use support::{NO_NODE, Place, Said, program};

/// What stamps a file, with no node to be found.
fn stamp(file: &str) -> String {
    format!("stamp {file} --stream 0 --signer //Alice --node {NO_NODE}")
}

/// The batches are prepared; only the node is missing.
fn assert_prepared(place: &Place, said: &Said, folder: &str) {
    assert_eq!(said.code, 1, "{}", said.stderr);
    assert!(said.stderr.contains("no node answers at"), "{}", said.stderr);
    assert!(place.path(folder).join("manifest.json").exists());
    assert!(!place.path(folder).join("preparing").exists());
}

fn salts(place: &Place, folder: &str) -> Vec<u8> {
    fs::read(place.path(folder).join("data/salts.bin")).unwrap()
}

#[test]
fn without_a_node_batches_are_prepared_and_kept() {
    let place = Place::new();
    place.payments("payments.xml", 300, 1);

    let first = place.run(&stamp("payments.xml"));
    let kept = salts(&place, "payments.xml.batch");
    let second = place.run(&stamp("payments.xml"));

    assert_prepared(&place, &first, "payments.xml.batch");
    assert_prepared(&place, &second, "payments.xml.batch");
    assert_eq!(kept.len(), 300 * 32);
    assert_eq!(salts(&place, "payments.xml.batch"), kept);
    let info = place.run("info payments.xml.batch");
    assert_snapshot!("prepared-folder", info.all());
    let receipt = place.run("receipt --batch-dir payments.xml.batch --index 0 -o receipt.cbor");
    assert_snapshot!("receipt-too-early", receipt.all());
}

#[test]
fn salts_are_all_different() {
    let place = Place::new();
    place.payments("payments.xml", 300, 1);

    place.run(&stamp("payments.xml"));

    let salts = salts(&place, "payments.xml.batch");
    let mut each: Vec<_> = salts.as_chunks::<32>().0.to_vec();
    each.sort_unstable();
    each.dedup();
    assert_eq!(each.len(), 300);
}

#[test]
fn several_files_make_batches_of_their_own() {
    let place = Place::new();
    place.payments("a.xml", 10, 1);
    place.payments("b.xml", 5, 2);

    place.run(&format!("{} --batch-dir both --batch-size 4", stamp("a.xml b.xml")));

    assert_snapshot!("several-files", place.run("info both").all());
    let fewer = place.run(&format!("{} --batch-dir both", stamp("a.xml")));
    assert_snapshot!("fewer-files", fewer.all());
}

#[test]
fn files_that_cannot_be_stamped_are_told_so() {
    let place = Place::new();
    place.payments("good.xml", 3, 1);
    let good = fs::read_to_string(place.path("good.xml")).unwrap();
    fs::write(place.path("empty.xml"), "").unwrap();
    fs::write(place.path("cut.xml"), &good[..good.len() / 2]).unwrap();
    fs::write(place.path("entity.xml"), "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>").unwrap();
    fs::write(place.path("other.xml"), good.replace("pacs.008.001.08", "pain.001.001.09")).unwrap();
    fs::write(place.path("latin1.xml"), b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><x/>")
        .unwrap();
    fs::create_dir(place.path("directory.xml")).unwrap();

    let mut said = String::new();
    for file in ["missing", "empty", "cut", "entity", "other", "latin1", "directory"]
        .map(|n| format!("{n}.xml"))
    {
        let answer = place.run(&stamp(&file));
        assert_eq!((answer.code, answer.stdout.as_str()), (1, ""), "{file}");
        said.push_str(&format!("$ stamp {file}\n{}", answer.stderr));
        assert!(!place.path(&format!("{file}.batch/data")).exists());
    }
    assert!(!place.path("missing.xml.batch").exists());
    assert_snapshot!(said);
}

/// A namespace is somebody else's text: here with marks of direction and C1 controls.
#[test]
fn what_is_wrong_with_a_message_cannot_steer_the_screen() {
    let place = Place::new();
    place.payments("payments.xml", 1, 1);
    let message = fs::read_to_string(place.path("payments.xml")).unwrap();
    let mixed =
        "<SplmtryData><Envlp xmlns=\"urn:\u{202e}\u{85}\u{9b}2J\">x<y/></Envlp></SplmtryData>";
    let hostile = message.replacen("</CdtTrfTxInf>", &format!("{mixed}</CdtTrfTxInf>"), 1);
    fs::write(place.path("hostile.xml"), hostile).unwrap();

    let said = place.run(&stamp("hostile.xml"));

    assert!(!said.stderr.contains(['\u{202e}', '\u{85}', '\u{9b}']), "{:?}", said.stderr);
    assert_snapshot!("hostile-message", said.all());
}

#[test]
fn a_folder_that_cannot_be_made_is_told_with_a_remedy() {
    let place = Place::new();
    place.payments("payments.xml", 1, 1);

    let said = place.run(&format!("{} --batch-dir payments.xml/batch", stamp("payments.xml")));

    assert_snapshot!("folder-in-a-file", said.all());
}

/// The text of the first element of this name, replaced.
fn with_text(message: &str, element: &str, text: &str) -> String {
    let (start, end) = (format!("<{element}>"), format!("</{element}>"));
    let (before, rest) = message.split_once(&start).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{start}{text}{end}{after}")
}

#[test]
fn an_identifier_beyond_what_a_folder_keeps_is_told_with_its_payment() {
    let place = Place::new();
    place.payments("payments.xml", 3, 1);
    let message = fs::read_to_string(place.path("payments.xml")).unwrap();
    let (first, rest) = message.split_once("</CdtTrfTxInf>").unwrap();
    let with_uetr = |text: &str| format!("{first}</CdtTrfTxInf>{}", with_text(rest, "UETR", text));
    let longest = "ä".repeat(512);
    fs::write(place.path("longest.xml"), with_uetr(&longest)).unwrap();
    fs::write(place.path("beyond.xml"), with_uetr(&format!("\u{202e}{longest}"))).unwrap();

    let kept = place.run(&stamp("longest.xml"));
    let refused = place.run(&stamp("beyond.xml"));

    assert_prepared(&place, &kept, "longest.xml.batch");
    assert_snapshot!("long-identifier", refused.all());
    assert_eq!(names(&place.path("beyond.xml.batch")), ["lock"], "nothing is kept");
}

#[test]
fn a_file_given_twice_is_refused() {
    let place = Place::new();
    place.payments("a.xml", 3, 1);
    place.payments("b.xml", 3, 2);
    fs::copy(place.path("a.xml"), place.path("copy.xml")).unwrap();

    let twice = place.run(&stamp("a.xml a.xml"));
    let copied = place.run(&stamp("a.xml b.xml copy.xml"));
    let rest = names(&place.path("a.xml.batch"));
    let once = place.run(&stamp("a.xml b.xml"));

    assert_snapshot!("same-file-twice", twice.all());
    assert_snapshot!("same-content-twice", copied.all());
    assert_eq!(rest, ["lock"], "nothing is kept");
    assert_prepared(&place, &once, "a.xml.batch");
}

#[test]
fn a_folder_is_for_one_file() {
    let place = Place::new();
    place.payments("payments.xml", 3, 1);
    place.run(&stamp("payments.xml"));
    let kept = salts(&place, "payments.xml.batch");
    fs::rename(place.path("payments.xml"), place.path("renamed.xml")).unwrap();
    place.payments("payments.xml", 3, 2);

    let other = place.run(&stamp("payments.xml"));
    let renamed = place.run(&format!("{} --batch-dir payments.xml.batch", stamp("renamed.xml")));

    assert_snapshot!("other-file", other.all());
    assert_prepared(&place, &renamed, "payments.xml.batch");
    assert_eq!(salts(&place, "payments.xml.batch"), kept);
}

#[test]
fn salts_without_a_manifest_are_never_overwritten() {
    let place = Place::new();
    place.payments("payments.xml", 3, 1);
    place.run(&stamp("payments.xml"));
    let kept = salts(&place, "payments.xml.batch");
    fs::remove_file(place.path("payments.xml.batch/manifest.json")).unwrap();

    let said = place.run(&stamp("payments.xml"));

    assert_snapshot!("manifest-missing", said.all());
    assert_eq!(salts(&place, "payments.xml.batch"), kept);
}

#[test]
fn one_process_at_a_time_writes_to_a_folder() {
    let place = Place::new();
    place.payments("payments.xml", 3, 1);
    place.run(&stamp("payments.xml"));
    let lock =
        fs::OpenOptions::new().write(true).open(place.path("payments.xml.batch/lock")).unwrap();
    lock.lock().unwrap();
    fs::write(place.path("payments.xml.batch/lock"), "4711\n").unwrap();

    let busy = place.run(&stamp("payments.xml"));
    drop(lock);
    let free = place.run(&stamp("payments.xml"));

    assert_snapshot!("busy-folder", busy.all());
    assert_prepared(&place, &free, "payments.xml.batch");
}

#[test]
fn a_kill_while_preparing_loses_nothing_that_counts() {
    let place = Place::new();
    place.payments("payments.xml", 4_000, 1);
    for pause in [0, 5, 40, 150] {
        let mut child = place.command(&stamp("payments.xml")).spawn().unwrap();
        let deadline = Instant::now() + Duration::from_secs(30);
        while !place.path("payments.xml.batch/lock").exists() && Instant::now() < deadline {
            thread::yield_now();
        }
        thread::sleep(Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();
    }

    let said = place.run(&stamp("payments.xml"));

    assert_prepared(&place, &said, "payments.xml.batch");
    assert_eq!(salts(&place, "payments.xml.batch").len(), 4_000 * 32);
}

/// Every file stops growing at 64 KiB, as on a disk that is full.
#[cfg(unix)]
#[test]
fn a_file_that_cannot_grow_is_told_and_the_next_call_goes_on() {
    let place = Place::new();
    place.payments("payments.xml", 300, 1);
    let limited = format!(
        "ulimit -f 64; trap '' XFSZ; exec {} {}",
        program().display(),
        stamp("payments.xml")
    );
    let mut shell = Command::new("bash");
    shell.args(["-c", &limited]);
    place.settle(&mut shell);

    let full = Said::from(shell.output().unwrap());
    let rest: Vec<_> = names(&place.path("payments.xml.batch"));
    let after = place.run(&stamp("payments.xml"));

    assert_snapshot!("disk-full", full.all());
    assert_eq!(rest, ["lock"]);
    assert_prepared(&place, &after, "payments.xml.batch");
}

/// A disk of 300 KiB. Only root can make one; for others the test above stands in.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_the_next_call_goes_on_once_there_is_space() {
    let place = Place::new();
    place.payments("payments.xml", 300, 1);
    let disk = place.path("disk");
    fs::create_dir(&disk).unwrap();
    let mount = |options: &str| {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&disk);
        mount.output().is_ok_and(|output| output.status.success())
    };
    if !mount("size=300k") {
        return;
    }
    let words = format!("{} --batch-dir disk/batch", stamp("payments.xml"));

    let full = place.run(&words);
    let rest = names(&disk.join("batch"));
    let more = mount("remount,size=4m");
    let after = place.run(&words);
    let manifest = disk.join("batch/manifest.json").exists();
    let unmounted = Command::new("umount").arg(&disk).status().unwrap();

    assert_eq!(full.code, 1);
    assert!(full.stderr.contains("error: the disk is full"), "{}", full.stderr);
    assert_eq!(rest, ["lock"], "nothing half-written is kept");
    assert!(more && unmounted.success());
    assert!(after.stderr.contains("no node answers at"), "{}", after.stderr);
    assert!(manifest);
}

#[cfg(unix)]
#[test]
fn what_is_kept_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    place.payments("payments.xml", 3, 1);
    place.run(&stamp("payments.xml"));

    let mode = |name: &str| place.path(name).metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("payments.xml.batch"), 0o700);
    assert_eq!(mode("payments.xml.batch/manifest.json"), 0o600);
    assert_eq!(mode("payments.xml.batch/data/salts.bin"), 0o600);
}

#[test]
fn programs_get_one_document_for_an_error_too() {
    let place = Place::new();

    let said = place.run(&format!("--json {}", stamp("missing.xml")));

    let document: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(said.code, 1);
    assert!(document["error"]["message"].as_str().unwrap().starts_with("cannot read missing.xml"));
    assert!(document["error"]["hint"].is_string());
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
