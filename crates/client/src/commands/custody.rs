//! `custody`: where the keys of institutions live.

use super::{
    connect, signer,
    submit::{make, make_or_propose, own_institution, propose},
};
use crate::{
    batch::{Source, to_hex},
    chain::{Custodies, KeyState, calls},
    cli::{
        CustodyCommand, CustodyListArgs, CustodyRegisterArgs, CustodyRemoveArgs, CustodyRequireArgs,
    },
    output::{Console, Exit, Failure, date_time},
};
use critical_chains_lei::Lei;
use critical_chains_policy::{Custody, CustodyClass, KeyPurpose, Shortfall};
use serde_json::{Value, json};

pub(super) async fn run(command: CustodyCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        CustodyCommand::List(args) => list(args, console).await,
        CustodyCommand::Register(args) => register(args, console).await,
        CustodyCommand::Remove(args) => remove(args, console).await,
        CustodyCommand::Require(args) => require(args, console).await,
    }
}

async fn list(args: CustodyListArgs, console: Console) -> Result<Exit, Failure> {
    let custodies = connect(&args.node, console).await?.custodies().await?;
    let (text, document) = listed(&custodies, args.lei, args.shortfalls);
    console.result(&text, &document)?;
    let falls_short = args.shortfalls && document["shortfalls"] != json!(0);
    Ok(if falls_short { Exit::Failed } else { Exit::Ok })
}

fn listed(custodies: &Custodies, only: Option<Lei>, shortfalls: bool) -> (String, Value) {
    let common = match custodies.common {
        Some(class) => format!("The consortium requires {} or better.\n", class_text(class)),
        None => "The consortium requires nothing.\n".to_owned(),
    };
    let (mut text, mut documents, mut lacking) = (common, Vec::new(), 0_usize);
    let institutions = custodies.institutions();
    for lei in institutions.iter().filter(|lei| only.is_none_or(|only| only == **lei)) {
        let mut keys = custodies.keys_of(lei);
        keys.retain(|own| !shortfalls || own.shortfall.is_some());
        if shortfalls && keys.is_empty() {
            continue;
        }
        lacking = lacking.saturating_add(keys.iter().filter(|own| own.shortfall.is_some()).count());
        let own = custodies.own.get(lei);
        let own_text = own.map_or(String::new(), |class| {
            format!(", of which {} is required", class_text(*class))
        });
        text.push_str(&format!("{lei}{own_text}\n"));
        text.extend(keys.iter().map(|own| line(own, custodies)));
        documents.push(json!({
            "lei": lei,
            "required": custodies.required_of(lei).map(class_text),
            "keys": keys.iter().map(document).collect::<Vec<_>>(),
        }));
    }
    if shortfalls && lacking == 0 {
        text.push_str("Every key is kept as is required.\n");
    }
    let document = json!({
        "required": custodies.common.map(class_text),
        "shortfalls": lacking,
        "institutions": documents,
    });
    (text, document)
}

fn line(own: &KeyState, custodies: &Custodies) -> String {
    let mut said = match &own.custody {
        None => "nothing is said of it".to_owned(),
        Some(custody) => class_text(custody.class).to_owned(),
    };
    if let Some(custody) = &own.custody {
        if let Some(expires) = custody.expires {
            let ends = if custody.has_expired(custodies.now) { "ended" } else { "ends" };
            said.push_str(&format!(", {ends} {}", date_time(expires)));
        }
        if let Some(evidence) = custody.evidence {
            said.push_str(&format!(", evidence {}", to_hex(evidence)));
        }
    }
    let place = if own.in_use { "of the seat" } else { "not of the seat" };
    let lacks = own.shortfall.map_or(String::new(), |what| format!("; {}", shortfall_text(what)));
    format!("  0x{}  {}, {place}: {said}{lacks}\n", hex::encode(own.key), purpose_text(own.purpose))
}

fn document(own: &KeyState) -> Value {
    json!({
        "key": format!("0x{}", hex::encode(own.key)),
        "purpose": purpose_text(own.purpose),
        "in_use": own.in_use,
        "class": own.custody.map(|custody| class_text(custody.class)),
        "evidence": own.custody.and_then(|custody| custody.evidence).map(to_hex),
        "expires": own.custody.and_then(|custody| custody.expires),
        "shortfall": own.shortfall.map(shortfall_code),
    })
}

fn class_text(class: CustodyClass) -> &'static str {
    match class {
        CustodyClass::Software => "software",
        CustodyClass::Token => "token",
        CustodyClass::CertifiedModule => "certified-module",
    }
}

fn purpose_text(purpose: KeyPurpose) -> &'static str {
    match purpose {
        KeyPurpose::Seals => "seals",
        KeyPurpose::Votes => "votes",
        KeyPurpose::Statements => "statements",
    }
}

fn shortfall_code(shortfall: Shortfall) -> &'static str {
    match shortfall {
        Shortfall::Unregistered => "unregistered",
        Shortfall::OtherPurpose => "other-purpose",
        Shortfall::Expired => "expired",
        Shortfall::InsufficientClass => "insufficient-class",
    }
}

fn shortfall_text(shortfall: Shortfall) -> &'static str {
    match shortfall {
        Shortfall::Unregistered => "it has to be registered",
        Shortfall::OtherPurpose => "it is registered for something else",
        Shortfall::Expired => "it has to be renewed",
        Shortfall::InsufficientClass => "a better class is required",
    }
}

async fn register(args: CustodyRegisterArgs, console: Console) -> Result<Exit, Failure> {
    let evidence = args.evidence.as_deref().map(Source::of).transpose()?;
    let custody = Custody {
        purpose: args.purpose.into(),
        class: args.class.into(),
        evidence: evidence.as_ref().map(|source| source.sha256),
        expires: args.expires,
    };
    let mut done = format!(
        "The custody of 0x{} is registered: {}, {}",
        hex::encode(args.key),
        purpose_text(custody.purpose),
        class_text(custody.class)
    );
    if let Some(source) = &evidence {
        done.push_str(&format!(", evidence with the SHA-256 {}", to_hex(source.sha256)));
    }
    let call = calls::register_custody(args.key, &custody);
    make(call, &done, (&args.node, &args.signer, false), console).await
}

async fn remove(args: CustodyRemoveArgs, console: Console) -> Result<Exit, Failure> {
    let lei = match args.institution {
        Some(lei) => lei,
        None => {
            let signer = signer(&args.signer)?;
            own_institution(&mut connect(&args.node, console).await?, &signer).await?
        }
    };
    let key = hex::encode(args.key);
    let done = format!("What {lei} said of 0x{key} is removed");
    let what = format!("remove what {lei} said of 0x{key}");
    let call = calls::remove_custody(lei, args.key);
    let who = (&args.node, &args.signer);
    make_or_propose(args.propose.propose, call, (&done, &what), who, console).await
}

async fn require(args: CustodyRequireArgs, console: Console) -> Result<Exit, Failure> {
    let class = args.class.map(CustodyClass::from);
    let class_words = match (class, args.institution) {
        (Some(class), _) => format!("require {} or better", class_text(class)),
        (None, Some(_)) => "require what is required of all".to_owned(),
        (None, None) => "require nothing".to_owned(),
    };
    let whose = args.institution.map_or("institutions".to_owned(), |lei| lei.to_string());
    let what = format!("{class_words} for the keys of {whose}");
    let call = calls::set_requirement(args.institution, class);
    propose(call, &what, (&args.node, &args.signer), console).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    const NOW: u64 = 1_800_000_000_000;

    fn lei(text: &str) -> Lei {
        text.parse().unwrap()
    }

    fn custodies() -> Custodies {
        let (bank, clearing) = (lei("CCDEV0ALPHABANK00022"), lei("CCDEV0BETACLEARING22"));
        let certified = Custody {
            purpose: KeyPurpose::Seals,
            class: CustodyClass::CertifiedModule,
            evidence: Some([9; 32]),
            expires: Some(NOW + 86_400_000),
        };
        let file = Custody {
            purpose: KeyPurpose::Statements,
            class: CustodyClass::Software,
            evidence: None,
            expires: None,
        };
        let over = Custody { purpose: KeyPurpose::Votes, expires: Some(NOW), ..certified };
        Custodies {
            now: NOW,
            common: Some(CustodyClass::Token),
            own: BTreeMap::from([(clearing, CustodyClass::CertifiedModule)]),
            said: BTreeMap::from([(
                bank,
                BTreeMap::from([([1; 32], certified), ([2; 32], over), ([3; 32], file)]),
            )]),
            session: BTreeMap::from([(bank, [[1; 32], [2; 32]]), (clearing, [[4; 32], [5; 32]])]),
        }
    }

    #[test]
    fn keys_are_listed_with_what_they_lack() {
        let (text, document) = listed(&custodies(), None, false);

        insta::assert_snapshot!(text);
        insta::assert_snapshot!("custody_json", format!("{document:#}"));
    }

    #[test]
    fn shortfalls_and_single_institutions_can_be_chosen() {
        let (lacking, document) = listed(&custodies(), None, true);
        assert_eq!(document["shortfalls"], 4);
        let (own, _) = listed(&custodies(), Some(lei("CCDEV0BETACLEARING22")), false);
        let (nothing, document) = listed(&Custodies::default(), None, true);
        assert_eq!(document["shortfalls"], 0);

        insta::assert_snapshot!(format!("{lacking}\n{own}\n{nothing}"));
    }
}
