//! What keeps the shared guard from being used: each with its own error.

use crate::{
    device::write_private,
    support::{
        GENESIS, active, entry, make_guard, options, permits, refusal, seal, server_with_guard,
    },
};
use critical_chains_hsm::{
    ConfigError, ConfigFile,
    guard::{GuardPlace, SharedEntry, SharedGuardError, SharedOptions, SharedStore},
};
use critical_chains_postgres_tests::Server;
use std::{fs, os::unix::fs::PermissionsExt, path::Path};
use tempfile::TempDir;

fn addressed(url: &str) -> SharedGuardError {
    let entry = SharedEntry { url: url.into(), ..SharedEntry::default() };
    SharedOptions::new(entry).err().unwrap()
}

#[test]
fn an_address_that_is_none_holds_the_password_or_names_no_authority() {
    let none = addressed("guard of the bank");
    let nowhere = addressed("user=guard");
    let password = addressed("postgresql://guard:secret@localhost/guard");
    let tls = addressed("postgresql://guard@localhost/guard?sslmode=require");

    assert!(matches!(none, SharedGuardError::InvalidAddress(_)), "{none}");
    assert!(matches!(nowhere, SharedGuardError::InvalidAddress(_)), "{nowhere}");
    assert!(matches!(password, SharedGuardError::PasswordInAddress), "{password}");
    assert!(!password.to_string().contains("secret"), "{password}");
    assert!(matches!(tls, SharedGuardError::NoAuthority), "{tls}");
    for error in [none, nowhere, password, tls] {
        assert!(error.to_string().contains("\nhint: "), "{error}");
    }
}

#[test]
fn a_database_that_is_not_there() {
    let mut server = server_with_guard();
    server.stop();

    let error = refusal(&options(&server, "a"));

    assert!(matches!(error, SharedGuardError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("guard at /"), "{error}");
}

#[test]
fn no_guard_in_the_database() {
    let server = Server::start(&[]);

    let error = refusal(&options(&server, "a"));

    assert!(matches!(error, SharedGuardError::Missing(_)), "{error}");
}

#[test]
fn the_guard_of_another_chain() {
    let server = Server::start(&[]);
    make_guard(&server, &[7; 32]);

    let error = refusal(&options(&server, "a"));

    assert!(matches!(error, SharedGuardError::OtherChain { genesis: [7, ..], .. }), "{error}");
}

#[test]
fn several_chains_have_a_signer_each() {
    let server = server_with_guard();
    make_guard(&server, &[7; 32]);

    let first = active(&server, "a");
    let second = SharedStore::open(&options(&server, "a"), &[7; 32], None).unwrap();

    assert!(second.claim().unwrap());
    drop(first);
}

#[test]
fn a_newer_format() {
    let server = server_with_guard();
    let mut client = server.client();
    client.batch_execute("UPDATE critical_chains_guard.format SET version = 2").unwrap();

    let error = refusal(&options(&server, "a"));
    let made = SharedStore::create(&options(&server, "a"), &GENESIS).unwrap_err();

    for error in [error, made] {
        assert!(matches!(error, SharedGuardError::OtherFormat { version: 2, .. }), "{error}");
    }
}

#[test]
fn no_format() {
    let server = server_with_guard();
    server.client().batch_execute("DELETE FROM critical_chains_guard.format").unwrap();

    let error = refusal(&options(&server, "a"));

    assert!(matches!(error, SharedGuardError::Store { .. }), "{error}");
}

#[test]
fn a_server_that_forgets_after_a_power_failure() {
    let server = Server::start(&["fsync = off"]);

    let error = refusal(&options(&server, "a"));
    let made = SharedStore::create(&options(&server, "a"), &GENESIS).unwrap_err();

    for error in [error, made] {
        assert!(matches!(error, SharedGuardError::NotDurable), "{error}");
    }
}

#[test]
fn a_replica() {
    let mut server = server_with_guard();
    server.make_replica();

    let error = refusal(&options(&server, "a"));

    assert!(matches!(error, SharedGuardError::Replica), "{error}");
}

#[test]
fn a_guard_that_somebody_signs_by_is_not_changed() {
    let server = server_with_guard();
    let place = GuardPlace::Shared(options(&server, "b"));
    let signer = active(&server, "a");

    let error = place.open_to_change(&GENESIS).err().unwrap().to_string();

    assert!(error.contains("a is the active signer"), "{error}");
    assert!(place.open(&GENESIS).unwrap().entries().unwrap().len() == 4);
    drop(signer);
    place.open_to_change(&GENESIS).unwrap();
}

#[test]
fn making_it_twice_changes_nothing() {
    let server = server_with_guard();

    SharedStore::create(&options(&server, "a"), &GENESIS).unwrap();

    let place = GuardPlace::Shared(options(&server, "b"));
    assert_eq!(place.open(&GENESIS).unwrap().entries().unwrap().len(), 4);
}

/// Settings of a session that promise less than the guard needs do not hold.
#[test]
fn what_is_written_is_synced_whatever_the_role_is_set_to() {
    let server = server_with_guard();
    let set = "ALTER ROLE postgres SET synchronous_commit = off";
    server.client().batch_execute(set).unwrap();
    let signer = active(&server, "a");

    let sql = "SELECT current_setting('synchronous_commit')";
    let here: String = server.client().query_one(sql, &[]).unwrap().get(0);

    assert_eq!(here, "off");
    assert_eq!(signer.setting("synchronous_commit").unwrap(), "on");
}

mod the_password {
    use super::*;

    fn with_password_in(server: &Server, path: &Path) -> SharedOptions {
        let url = server.url().replace("user=postgres", "user=member");
        let password_file = Some(path.to_owned());
        SharedOptions::new(SharedEntry { url, password_file, ..SharedEntry::default() }).unwrap()
    }

    #[test]
    fn is_read_from_its_file_for_each_connection() {
        let server = server_with_guard();
        server.add_role_with_password("member", "4711 and more");
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("password");
        let options = with_password_in(&server, &file);

        let missing = refusal(&options);
        write_private(&file, "wrong\n");
        let wrong = refusal(&options);
        write_private(&file, "4711 and more\n");
        let mut opened = SharedStore::open(&options, &GENESIS, None).unwrap();

        assert!(matches!(missing, SharedGuardError::PasswordUnreadable { .. }), "{missing}");
        assert!(matches!(wrong, SharedGuardError::Unreachable { .. }), "{wrong}");
        assert!(wrong.to_string().contains("password"), "{wrong}");
        assert!(opened.claim().unwrap());
        opened.activate().unwrap();
        assert!(permits(&mut opened, &seal(1, 1)));
        SharedStore::create(&options, &GENESIS).unwrap();
        assert!(!format!("{options:?}").contains("4711"));
    }

    #[test]
    fn is_not_for_others() {
        let server = server_with_guard();
        let folder = TempDir::new().unwrap();
        let file = folder.path().join("password");
        fs::write(&file, "4711").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();

        let error = refusal(&with_password_in(&server, &file));

        assert!(matches!(error, SharedGuardError::PasswordExposed(_)), "{error}");
    }
}

mod encryption {
    use super::*;

    fn encrypted(url: String, ca_file: &Path) -> SharedOptions {
        let ca_file = Some(ca_file.to_owned());
        SharedOptions::new(SharedEntry { url, ca_file, ..SharedEntry::default() }).unwrap()
    }

    #[test]
    fn is_used_when_an_authority_is_named() {
        let server = Server::start_encrypted();
        let options = encrypted(server.network_url("localhost"), &server.authority());
        SharedStore::create(&options, &GENESIS).unwrap();

        let store = SharedStore::open(&options, &GENESIS, None).unwrap();

        let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = $1";
        let process = store.connection().unwrap();
        assert!(server.client().query_one(sql, &[&process]).unwrap().get::<_, bool>(0));
        assert!(store.claim().unwrap());
    }

    #[test]
    fn is_not_gone_without_and_not_with_anybody() {
        let server = Server::start_encrypted();
        let other = Server::start_encrypted();
        let url = server.network_url("localhost");
        let entry = SharedEntry { url: url.clone(), ..SharedEntry::default() };

        let plain = refusal(&SharedOptions::new(entry).unwrap());
        let stranger = refusal(&encrypted(url.clone(), &other.authority()));
        let elsewhere = server.network_url("elsewhere.example");
        let name = refusal(&encrypted(elsewhere, &server.authority()));

        assert!(stranger.to_string().contains("certificate"), "{stranger}");
        assert!(name.to_string().contains("certificate"), "{name}");
        for error in [plain, stranger, name] {
            assert!(matches!(error, SharedGuardError::Unreachable { .. }), "{error}");
        }
        let folder = TempDir::new().unwrap();
        let empty = folder.path().join("ca.pem");
        let missing = refusal(&encrypted(url.clone(), &empty));
        fs::write(&empty, "").unwrap();
        let nothing = refusal(&encrypted(url, &empty));
        for error in [missing, nothing] {
            assert!(matches!(error, SharedGuardError::AuthorityUnusable { .. }), "{error}");
        }
    }
}

mod the_configuration {
    use super::*;

    fn place(text: &str) -> Result<GuardPlace, ConfigError> {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("hsm.toml");
        fs::write(&path, text).unwrap();
        ConfigFile::read(&path)?.guard_place("usual".into())
    }

    #[test]
    fn names_one_place() {
        let shared = "[shared_guard]\nurl = \"host=/run/postgresql dbname=guard\"\n";

        let usual = place("").unwrap();
        let directory = place("guard = \"/var/lib/guard\"").unwrap();
        let database = place(shared).unwrap();
        let both = place(&format!("guard = \"/var/lib/guard\"\n{shared}")).unwrap_err();

        assert_eq!(usual.to_string(), "usual");
        assert_eq!(directory.to_string(), "/var/lib/guard");
        assert_eq!(database.to_string(), "the database guard at /run/postgresql");
        assert!(matches!(both, ConfigError::TwoGuards), "{both}");
        assert!(both.to_string().contains("\nhint: "), "{both}");
    }

    #[test]
    fn has_the_password_file_beside_it() {
        let server = server_with_guard();
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("hsm.toml");
        let url = entry(&server).url;
        fs::write(&path, format!("[shared_guard]\nurl = \"{url}\"\npassword_file = \"secret\"\n"))
            .unwrap();
        let place = ConfigFile::read(&path).unwrap().guard_place("usual".into()).unwrap();

        let error = place.open(&GENESIS).err().unwrap().to_string();

        assert!(error.contains(&folder.path().join("secret").display().to_string()), "{error}");
    }
}
