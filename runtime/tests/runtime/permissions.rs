//! The truth table: every call of the metadata against every role, compared with a table that
//! people read and approve. `INSTA_UPDATE=always` writes the tables anew: read the difference.

use crate::{
    every_call::{NamedCall, every_call},
    support::{AUTHORITY, chain, enrol, lei, signed},
};
use critical_chains_policy::Scope;
use critical_chains_runtime::{
    RuntimeCall,
    permissions::{CATALOGUE, Calls, Level},
};
use pallet_authorisation::{CallTable, Catalogue, Use};
use pallet_institutions::Refusal;
use polkadot_sdk::{
    sp_keyring::Sr25519Keyring::{self, *},
    sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError},
};
use std::fmt::Write;

/// The roles of the genesis, each in the hands of an account that has no other.
const HOLDERS: [(&str, Sr25519Keyring); 10] = [
    ("administrator", Eve),
    ("analyst", AliceStash),
    ("auditor", EveStash),
    ("operator", Ferdie),
    ("representative", FerdieStash),
    ("supervisor", One),
    ("validator", Two),
    ("watcher", DaveStash),
    // Taken in an emergency only: here it is granted through a role that inherits from it.
    ("emergency-operator", BobStash),
    ("none", CharlieStash),
];

fn scope_of(role: &str) -> Scope {
    if role == "supervisor" { Scope::Consortium } else { Scope::Institution(lei(AUTHORITY)) }
}

/// What the pool says of a call: `yes`, `jointly` (it takes approvals), `no`, `closed`, or that the
/// extrinsic is refused for what has nothing to do with permissions.
fn verdict(holder: Sr25519Keyring, call: &RuntimeCall) -> &'static str {
    let refused = |refusal: Refusal| TransactionValidityError::from(refusal);
    match signed(holder, call.clone()).validate() {
        Ok(_) => "yes",
        Err(error) if error == refused(Refusal::ApprovalRequired) => "jointly",
        Err(error) if error == refused(Refusal::NotPermitted) => "no",
        Err(error) if error == refused(Refusal::Forbidden) => "forbidden",
        Err(error) if error == refused(Refusal::CallNotAllowed) => "closed",
        // An inherent, which is refused as one before it is asked what it is.
        Err(error) if error == InvalidTransaction::MandatoryValidation.into() => "closed",
        Err(error) => panic!("{call:?}: {error:?}"),
    }
}

#[test]
fn every_call_takes_its_permission_and_no_role_has_more() {
    chain("local").execute_with(|| {
        for (role, key) in HOLDERS {
            enrol_with(role, key);
        }
        let mut table = format!("{:<42}", "call");
        for (role, _) in HOLDERS {
            write!(table, " {role:<18}").unwrap();
        }
        table.push('\n');
        for NamedCall { pallet, name, call } in every_call() {
            write!(table, "{:<42}", format!("{pallet}.{name}")).unwrap();
            if matches!(Calls::describe(&call), Use::Wraps(_)) {
                table.push_str(" as each of the calls in it\n");
                continue;
            }
            for (_, key) in HOLDERS {
                write!(table, " {:<18}", verdict(key, &call)).unwrap();
            }
            table.truncate(table.trim_end().len());
            table.push('\n');
        }

        insta::assert_snapshot!(table);
    });
}

/// Those that have a place in an institution already get the role besides nothing: they are
/// withdrawn and enrolled anew.
fn enrol_with(role: &str, key: Sr25519Keyring) {
    use critical_chains_policy::Role;
    use critical_chains_runtime::{Authorisation, Institutions, RuntimeOrigin};
    let root = RuntimeOrigin::root;
    if Institutions::membership(key.to_account_id()).is_some() {
        Institutions::withdraw_account(root(), key.to_account_id()).unwrap();
    }
    match role {
        "none" => enrol(key, AUTHORITY, &[]),
        "emergency-operator" => {
            let heir = Role {
                inherits: vec![role.parse().unwrap()].try_into().unwrap(),
                ..Role::default()
            };
            Authorisation::define_role(root(), "heir".parse().unwrap(), heir).unwrap();
            enrol(key, AUTHORITY, &[("heir", scope_of(role))]);
        }
        _ => enrol(key, AUTHORITY, &[(role, scope_of(role))]),
    }
}

/// The catalogue that people read: docs/reference/permissions.md.
#[test]
fn the_catalogue_is_written_down() {
    chain("local").execute_with(write_catalogue);
}

fn write_catalogue() {
    let mut text = String::from(
        "# Permissions\n\nWhat accounts may do, by name, and the calls that each permission is \
         for. Written from the runtime by its tests.\n\n\
         | Permission | Allows to | Held by | Calls |\n|---|---|---|---|\n",
    );
    let calls = every_call();
    let calls_of = |wanted| {
        let takes = |call: &NamedCall| match Calls::describe(&call.call) {
            Use::Does(action) => action.permission == wanted || action.jointly == Some(wanted),
            Use::Wraps(_) | Use::Closed => false,
        };
        let named = |call: &NamedCall| format!("`{}.{}`", call.pallet, call.name);
        calls.iter().filter(|call| takes(call)).map(named).collect::<Vec<_>>().join(", ")
    };
    for info in CATALOGUE {
        let held_by = match info.level {
            Level::Account => "account",
            Level::Voter => "account; indispensable",
            Level::Consortium => "consortium",
            Level::Constitution => "consortium; indispensable",
        };
        let calls = calls_of(info.name);
        writeln!(text, "| `{}` | {} | {held_by} | {calls} |", info.name, info.allows).unwrap();
    }
    text.push_str(
        "\n*Consortium*: no account has it alone. Representatives propose and approve, and the call \
         is made as Root. *Indispensable*: it can be neither stopped nor forbidden, and the voting \
         role always carries it.\n\n## Closed calls\n\nNobody can make these, alone or \
         together, unless they come with a block or authorise themselves:\n\n",
    );
    for NamedCall { pallet, name, call } in &calls {
        if Calls::describe(call) == Use::Closed {
            writeln!(text, "- `{pallet}.{name}`").unwrap();
        }
    }
    let file =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reference/permissions.md");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        std::fs::write(&file, &text).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == text,
        "docs/reference/permissions.md differs: INSTA_UPDATE=always writes it"
    );
}

#[test]
fn the_catalogue_knows_what_it_lists() {
    use critical_chains_runtime::permissions::Permissions;

    assert!(CATALOGUE.is_sorted_by(|one, next| one.name < next.name));
    for info in CATALOGUE {
        let level =
            (Permissions::is_governed(&info.name), Permissions::is_constitutional(&info.name));
        let wanted = match info.level {
            Level::Account => (false, false),
            Level::Voter => (false, true),
            Level::Consortium => (true, false),
            Level::Constitution => (true, true),
        };
        assert_eq!(level, wanted, "{}", info.name);
    }
}
