//! `institution`: the members of the consortium and their accounts.

use super::{
    connect, signer,
    submit::{make_or_propose, own_institution, propose},
};
use crate::{
    chain::{AccountId, Institution, Quota, Status, account_text, calls},
    cli::{
        InstitutionAdmitArgs, InstitutionCommand, InstitutionEnrolArgs, InstitutionExpiryArgs,
        InstitutionListArgs, InstitutionNameArgs, InstitutionQuotaArgs, InstitutionShowArgs,
    },
    output::{Console, Exit, Failure, date_time, grouped, printable},
    policy::kind_text,
};
use critical_chains_lei::Lei;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Picoseconds of a millisecond.
const PICOSECONDS: u64 = 1_000_000_000;

pub(super) async fn run(command: InstitutionCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        InstitutionCommand::List(args) => list(args, console).await,
        InstitutionCommand::Show(args) => show(args, console).await,
        InstitutionCommand::Admit(args) => admit(args, console).await,
        InstitutionCommand::Suspend(args) => status(args, Status::Suspended, console).await,
        InstitutionCommand::Readmit(args) => status(args, Status::Active, console).await,
        InstitutionCommand::Dismiss(args) => status(args, Status::Resigned, console).await,
        InstitutionCommand::GrantSeat(args) => {
            let (lei, account) = (args.lei, account_text(&args.account));
            let what = format!("grant {lei} a validator seat with the account {account}");
            let call = calls::grant_seat(lei, args.account);
            propose(call, &what, (&args.node, &args.signer), console).await
        }
        InstitutionCommand::RevokeSeat(args) => {
            let what = format!("revoke the validator seat of {}", args.lei);
            let call = calls::revoke_seat(args.lei);
            propose(call, &what, (&args.node, &args.signer), console).await
        }
        InstitutionCommand::Quota(args) => quota(args, console).await,
        InstitutionCommand::Expiry(args) => expiry(args, console).await,
        InstitutionCommand::Enrol(args) => enrol(args, console).await,
        InstitutionCommand::WithdrawAccount(args) => {
            let account = account_text(&args.account);
            let done = format!("The account {account} is withdrawn");
            let what = format!("withdraw the account {account}");
            let call = calls::withdraw_account(args.account);
            let who = (&args.node, &args.signer);
            make_or_propose(args.propose.propose, call, (&done, &what), who, console).await
        }
    }
}

async fn list(args: InstitutionListArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let (institutions, seats) = (node.institutions().await?, node.seats().await?);
    let (text, document) = listed(&institutions, &seats);
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

fn listed(
    institutions: &BTreeMap<Lei, Institution>,
    seats: &BTreeMap<Lei, AccountId>,
) -> (String, Value) {
    let mut text = format!("{} institutions.\n", grouped(institutions.len() as u64));
    let mut documents = Vec::new();
    for (lei, own) in institutions {
        let seat = seats.get(lei).map_or("", |_| ", validates");
        text.push_str(&format!(
            "  {lei}  {}: {}, {}, {} accounts{seat}\n",
            printable(&own.name()),
            kind_text(own.kind),
            status_text(own.status),
            own.accounts
        ));
        documents.push(document(lei, own, seats.get(lei)));
    }
    (text, json!({ "institutions": documents }))
}

async fn show(args: InstitutionShowArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let (institutions, seats) = (node.institutions().await?, node.seats().await?);
    let Some(own) = institutions.get(&args.lei) else {
        return Err(Failure::failed(format!("the chain knows no institution {}", args.lei))
            .hint("`critical-chains institution list` shows those it knows"));
    };
    let accounts = node.accounts().await?;
    let accounts = accounts.iter().filter(|(_, lei)| **lei == args.lei);
    let accounts: Vec<_> = accounts.map(|(account, _)| *account).collect();
    let default = node.default_quota().await?;
    let seat = seats.get(&args.lei);
    let text = shown(&args.lei, own, seat, &accounts, &default);
    let mut document = document(&args.lei, own, seat);
    document["account_ids"] = accounts.iter().map(account_text).collect();
    document["default_quota"] = quota_json(&default);
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

fn shown(
    lei: &Lei,
    own: &Institution,
    seat: Option<&AccountId>,
    accounts: &[AccountId],
    default: &Quota,
) -> String {
    let expires =
        own.expires.map_or("does not end".to_owned(), |at| format!("ends {}", date_time(at)));
    let quota = match &own.quota {
        Some(quota) => format!("{}, its own", quota_text(quota)),
        None => format!("{}, the default", quota_text(default)),
    };
    let mut text = format!(
        "{} ({lei})\n  kind        {}\n  status      {}\n  membership  {expires}\n  \
         quota       {quota}\n  validates   {}\n  accounts    {}\n",
        printable(&own.name()),
        kind_text(own.kind),
        status_text(own.status),
        seat.map_or("no".to_owned(), |account| format!("with {}", account_text(account))),
        own.accounts
    );
    for account in accounts {
        text.push_str(&format!("    {}\n", account_text(account)));
    }
    text
}

fn status_text(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::Suspended => "suspended",
        Status::Resigned => "resigned",
    }
}

fn quota_text(quota: &Quota) -> String {
    format!(
        "{} ms, {} bytes of proof and {} bytes in a window",
        grouped(quota.ref_time / PICOSECONDS),
        grouped(quota.proof_size),
        grouped(quota.bytes.into())
    )
}

fn quota_json(quota: &Quota) -> Value {
    json!({
        "ref_time": quota.ref_time,
        "proof_size": quota.proof_size,
        "bytes": quota.bytes,
    })
}

fn document(lei: &Lei, own: &Institution, seat: Option<&AccountId>) -> Value {
    json!({
        "lei": lei,
        "name": own.name(),
        "kind": kind_text(own.kind),
        "status": status_text(own.status),
        "accounts": own.accounts,
        "quota": own.quota.as_ref().map(quota_json),
        "expires": own.expires,
        "seat": seat.map(account_text),
    })
}

async fn admit(args: InstitutionAdmitArgs, console: Console) -> Result<Exit, Failure> {
    let InstitutionAdmitArgs { lei, name, kind, node, signer } = args;
    let what = format!("admit {} ({lei}) as {}", printable(&name), kind_text(kind));
    propose(calls::admit_institution(lei, &name, kind), &what, (&node, &signer), console).await
}

async fn status(
    args: InstitutionNameArgs,
    status: Status,
    console: Console,
) -> Result<Exit, Failure> {
    let lei = args.lei;
    let what = match status {
        Status::Active => format!("readmit {lei}"),
        Status::Suspended => format!("suspend {lei}"),
        Status::Resigned => format!("let {lei} go for good"),
    };
    propose(calls::set_status(lei, status), &what, (&args.node, &args.signer), console).await
}

async fn quota(args: InstitutionQuotaArgs, console: Console) -> Result<Exit, Failure> {
    let quota = match (args.time_millis, args.proof_bytes, args.bytes) {
        (Some(time), Some(proof_size), Some(bytes)) => {
            Some(Quota { ref_time: time.saturating_mul(PICOSECONDS), proof_size, bytes })
        }
        _ => None,
    };
    let amount = quota.as_ref().map_or("the default".to_owned(), quota_text);
    let what = format!("set the quota of {} to {amount}", args.lei);
    propose(calls::set_quota(args.lei, quota), &what, (&args.node, &args.signer), console).await
}

async fn expiry(args: InstitutionExpiryArgs, console: Console) -> Result<Exit, Failure> {
    let lei = args.lei;
    let what = match args.at {
        Some(at) => format!("have the membership of {lei} end {}", date_time(at)),
        None => format!("have the membership of {lei} not end"),
    };
    propose(calls::set_expiry(lei, args.at), &what, (&args.node, &args.signer), console).await
}

async fn enrol(args: InstitutionEnrolArgs, console: Console) -> Result<Exit, Failure> {
    let lei = match args.institution {
        Some(lei) => lei,
        None => {
            let signer = signer(&args.signer)?;
            own_institution(&mut connect(&args.node, console).await?, &signer).await?
        }
    };
    let account = account_text(&args.account);
    let done = format!("The account {account} is enrolled for {lei}");
    let what = format!("enrol the account {account} for {lei}");
    let call = calls::enrol_account(lei, args.account);
    let who = (&args.node, &args.signer);
    make_or_propose(args.propose.propose, call, (&done, &what), who, console).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use critical_chains_policy::Kind;

    const ALPHA: &str = "CCDEV0ALPHABANK00022";

    fn bank(expires: Option<u64>, quota: Option<Quota>) -> Institution {
        let (kind, status) = (Kind::Bank, Status::Active);
        Institution {
            name: b"Alpha\x1b[2J Bank".to_vec(),
            kind,
            status,
            accounts: 2,
            quota,
            expires,
        }
    }

    #[test]
    fn institutions_are_listed_with_what_matters() {
        let lei: Lei = ALPHA.parse().unwrap();
        let suspended = Institution {
            name: "Zürich Re".into(),
            kind: Kind::Insurer,
            status: Status::Suspended,
            ..bank(None, None)
        };
        let institutions = BTreeMap::from([
            (lei, bank(None, None)),
            ("CCDEV0BETACLEARING22".parse().unwrap(), suspended),
        ]);

        let (text, document) = listed(&institutions, &BTreeMap::from([(lei, [7; 32])]));

        insta::assert_snapshot!(text);
        insta::assert_snapshot!("institutions_json", format!("{document:#}"));
    }

    #[test]
    fn an_institution_is_shown_with_its_accounts() {
        let lei: Lei = ALPHA.parse().unwrap();
        let quota = |millis| Quota {
            ref_time: millis * PICOSECONDS,
            proof_size: 5_000_000,
            bytes: 2_097_152,
        };

        let plain = shown(&lei, &bank(None, None), None, &[], &quota(11_000));
        let own = bank(Some(1_800_000_000_000), Some(quota(500)));
        let special = shown(&lei, &own, Some(&[1; 32]), &[[1; 32], [2; 32]], &quota(11_000));

        insta::assert_snapshot!(format!("{plain}\n{special}"));
    }
}
