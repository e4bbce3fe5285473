//! `role`: who may do what, by roles.

use super::{
    connect, files,
    submit::{make, make_or_propose},
};
use crate::{
    chain::{AccountId, ChainError, Expiring, Node, RoleOfAccount, account_text, calls},
    cli::{
        GraphFormat, RoleActivateArgs, RoleCommand, RoleDelegateArgs, RoleExpiringArgs,
        RoleGrantArgs, RoleGraphArgs, RoleOfArgs, RoleRevokeArgs, RoleShowArgs, RoleWhoCanArgs,
    },
    output::{Console, Exit, Failure, date_time, grouped},
    policy::{Consortium, permission_info, to_dot, to_svg},
};
use critical_chains_policy::{MILLIS_PER_DAY, Name, Role, RoleName, Scope, Source, Steward};
use serde_json::{Value, json};

pub(super) async fn run(command: RoleCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        RoleCommand::List(args) => {
            let chain = connect(&args.node, console).await?.consortium().await?;
            told(listed(&chain), console)
        }
        RoleCommand::Show(args) => show(args, console).await,
        RoleCommand::Of(args) => of(args, console).await,
        RoleCommand::WhoCan(args) => who_can(args, console).await,
        RoleCommand::Grant(args) => grant(args, console).await,
        RoleCommand::Revoke(args) => revoke(args, console).await,
        RoleCommand::Delegate(args) => delegate(args, console).await,
        RoleCommand::Recall(args) => {
            let (account, role) = (account_text(&args.account), args.role);
            let done = format!("{account} no longer has the role {role}");
            let call = calls::recall_role(args.account, role);
            make(call, &done, (&args.node, &args.signer, false), console).await
        }
        RoleCommand::Activate(args) => set_active(args, true, console).await,
        RoleCommand::Deactivate(args) => set_active(args, false, console).await,
        RoleCommand::Graph(args) => graph(args, console).await,
        RoleCommand::Expiring(args) => expiring(args, console).await,
    }
}

fn told((text, document): (String, Value), console: Console) -> Result<Exit, Failure> {
    console.result(&text, &document)?;
    Ok(Exit::Ok)
}

pub(super) fn scope_text(scope: &Scope) -> String {
    match scope {
        Scope::Institution(lei) => lei.to_string(),
        Scope::Consortium => "consortium".to_owned(),
    }
}

fn names<'a>(names: impl IntoIterator<Item = &'a Name>) -> Vec<&'a str> {
    names.into_iter().map(Name::as_str).collect()
}

fn steward_text(steward: Steward) -> &'static str {
    match steward {
        Steward::Institution => "institution",
        Steward::Consortium => "consortium",
    }
}

fn granted_by(steward: Steward) -> &'static str {
    match steward {
        Steward::Institution => "granted by institutions",
        Steward::Consortium => "granted by the consortium",
    }
}

fn role_json(chain: &Consortium, name: &RoleName, role: &Role) -> Value {
    json!({
        "name": name.as_str(),
        "permissions": names(&role.permissions),
        "inherits": names(&role.inherits),
        "all_permissions": names(&chain.roles.permissions_of(name)),
        "steward": steward_text(role.steward),
        "max_holders": role.max_holders,
        "essential": role.essential,
        "emergency": role.emergency,
        "holders": chain.holders(name).into_iter().map(account_text).collect::<Vec<_>>(),
    })
}

fn listed(chain: &Consortium) -> (String, Value) {
    let mut text = format!("{} roles.\n", chain.roles.iter().count());
    let mut documents = Vec::new();
    for (name, role) in chain.roles.iter() {
        let permissions = chain.roles.permissions_of(name).len();
        let steward = granted_by(role.steward);
        let essential = if role.essential { ", essential" } else { "" };
        let emergency = if role.emergency { ", for emergencies" } else { "" };
        text.push_str(&format!(
            "  {name}: {permissions} permissions, {} holders, {steward}{essential}{emergency}\n",
            chain.holders(name).len()
        ));
        documents.push(role_json(chain, name, role));
    }
    (text, json!({ "roles": documents }))
}

async fn show(args: RoleShowArgs, console: Console) -> Result<Exit, Failure> {
    let chain = connect(&args.node, console).await?.consortium().await?;
    let shown = shown(&chain, &args.name).ok_or_else(|| {
        Failure::failed(format!("the chain has no role {}", args.name))
            .hint("`critical-chains role list` lists the roles")
    })?;
    told(shown, console)
}

fn shown(chain: &Consortium, name: &RoleName) -> Option<(String, Value)> {
    let role = chain.roles.get(name)?;
    let mut text = format!("Role {name}, {}.\n", granted_by(role.steward));
    if role.essential {
        text.push_str("The last account of an institution that holds it keeps it.\n");
    }
    if role.emergency {
        text.push_str("Accounts take it themselves in an emergency, to be reviewed.\n");
    }
    if let Some(most) = role.max_holders {
        text.push_str(&format!("At most {most} accounts hold it in one scope.\n"));
    }
    text.push_str("It carries:\n");
    let roles = chain.roles.closure(name);
    for permission in chain.roles.permissions_of(name) {
        let from = roles.iter().find(|own| {
            chain.roles.get(own).is_some_and(|role| role.permissions.contains(&permission))
        });
        let from = match from {
            Some(from) if !role.permissions.contains(&permission) => format!(" (from {from})"),
            _ => String::new(),
        };
        let allows = permission_info(&permission).map_or("", |info| info.allows);
        text.push_str(&format!("  {permission}: {allows}{from}\n"));
    }
    for (constraint, own) in &chain.constraints {
        if own.roles.iter().any(|role| roles.contains(role)) {
            let others: Vec<_> = own.roles.iter().map(Name::as_str).collect();
            text.push_str(&format!(
                "Constraint {constraint}: at most {} of {}.\n",
                own.at_most,
                others.join(", ")
            ));
        }
    }
    text.push_str("Held by:\n");
    for (account, subject) in &chain.subjects {
        for own in subject.assignments.iter().filter(|own| own.role == *name) {
            let state = if own.counts(chain.now) { "" } else { ", does not count now" };
            let until = own
                .validity
                .expires
                .map_or(String::new(), |at| format!(", until {}", date_time(at)));
            text.push_str(&format!(
                "  {} of {}, for {}{until}{state}\n",
                account_text(account),
                subject.institution,
                scope_text(&own.scope)
            ));
        }
    }
    Some((text, role_json(chain, name, role)))
}

async fn of(args: RoleOfArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let roles = node.roles_of(&args.account).await?;
    told(held(&args.account, &roles), console)
}

fn source_text(source: &Source<AccountId>) -> String {
    match source {
        Source::Granted => "granted".to_owned(),
        Source::Delegated { by } => format!("passed on by {}", account_text(by)),
        Source::Emergency => "taken in an emergency".to_owned(),
    }
}

fn held(account: &AccountId, roles: &[RoleOfAccount]) -> (String, Value) {
    let mut text = match roles.len() {
        0 => format!("{} holds no role.\n", account_text(account)),
        1 => format!("{} holds one role.\n", account_text(account)),
        count => format!("{} holds {count} roles.\n", account_text(account)),
    };
    let mut documents = Vec::new();
    for RoleOfAccount { assignment: own, counts } in roles {
        let mut line =
            format!("  {} for {}, {}", own.role, scope_text(&own.scope), source_text(&own.source));
        if let Some(starts) = own.validity.starts {
            line.push_str(&format!(", from {}", date_time(starts)));
        }
        if let Some(expires) = own.validity.expires {
            line.push_str(&format!(", until {}", date_time(expires)));
        }
        line.push_str(match own.levels {
            0 => "",
            1 => ", can be passed on once",
            _ => ", can be passed on twice",
        });
        line.push_str(match (own.active, counts) {
            (true, true) => "",
            (false, _) => "; not active",
            (true, false) => "; does not count now",
        });
        text.push_str(&format!("{line}\n"));
        documents.push(json!({
            "role": own.role.as_str(),
            "scope": scope_text(&own.scope),
            "starts": own.validity.starts,
            "expires": own.validity.expires,
            "active": own.active,
            "counts": counts,
            "levels": own.levels,
            "source": source_text(&own.source),
        }));
    }
    (text, json!({ "account": account_text(account), "roles": documents }))
}

async fn who_can(args: RoleWhoCanArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let accounts = node.who_can(&args.permission).await?;
    let chain = node.consortium().await?;
    if accounts.is_empty() && !chain.known_permissions().contains(&args.permission) {
        let message = format!("no role and no policy knows the permission {}", args.permission);
        return Err(Failure::failed(message).hint("`critical-chains policy show` lists them"));
    }
    let mut text = match accounts.len() {
        0 => format!("No account has {}.\n", args.permission),
        1 => format!("One account has {}:\n", args.permission),
        count => format!("{} accounts have {}:\n", grouped(count as u64), args.permission),
    };
    let mut documents = Vec::new();
    for account in &accounts {
        let institution = chain.subjects.get(account).map(|subject| subject.institution);
        let of = institution.map_or(String::new(), |lei| format!(" of {lei}"));
        text.push_str(&format!("  {}{of}\n", account_text(account)));
        documents.push(json!({ "account": account_text(account), "institution": institution }));
    }
    let info = permission_info(&args.permission);
    if info.is_some_and(|info| info.is_governed()) && !accounts.is_empty() {
        text.push_str("None of them alone: it takes approvals.\n");
    }
    console
        .result(&text, &json!({ "permission": args.permission.as_str(), "accounts": documents }))?;
    Ok(Exit::Ok)
}

async fn grant(args: RoleGrantArgs, console: Console) -> Result<Exit, Failure> {
    let scope = match args.scope {
        Some(scope) => scope,
        None => {
            let node = connect(&args.node, console).await?;
            Scope::Institution(institution_of(&node, &args.account).await?)
        }
    };
    let (account, role) = (account_text(&args.account), args.role);
    let place = scope_text(&scope);
    let done = format!("{account} has the role {role} for {place}");
    let what = format!("grant {account} the role {role} for {place}");
    let call = calls::grant_role(args.account, role, scope, args.validity.into(), args.levels);
    let who = (&args.node, &args.signer);
    make_or_propose(args.propose.propose, call, (&done, &what), who, console).await
}

async fn institution_of(
    node: &Node,
    account: &AccountId,
) -> Result<critical_chains_lei::Lei, Failure> {
    let found = node.accounts().await?.get(account).copied();
    found.ok_or_else(|| {
        Failure::failed(format!("{} acts for no institution", account_text(account)))
            .hint("enrol it first: `critical-chains institution enrol`")
    })
}

async fn revoke(args: RoleRevokeArgs, console: Console) -> Result<Exit, Failure> {
    let (account, role) = (account_text(&args.account), args.role);
    let done = format!("{account} no longer has the role {role}");
    let what = format!("revoke the role {role} of {account}");
    let call = calls::revoke_role(args.account, role);
    let who = (&args.node, &args.signer);
    make_or_propose(args.propose.propose, call, (&done, &what), who, console).await
}

async fn delegate(args: RoleDelegateArgs, console: Console) -> Result<Exit, Failure> {
    let (account, role) = (account_text(&args.account), args.role);
    let done = format!("{account} has the role {role} too");
    let call = calls::delegate_role(args.account, role, args.validity.into(), args.levels);
    make(call, &done, (&args.node, &args.signer, false), console).await
}

async fn set_active(
    args: RoleActivateArgs,
    active: bool,
    console: Console,
) -> Result<Exit, Failure> {
    let role = args.role;
    let (call, done) = if active {
        (calls::activate_role(role), format!("The role {role} is active"))
    } else {
        (calls::deactivate_role(role), format!("The role {role} is not active"))
    };
    make(call, &done, (&args.node, &args.signer, false), console).await
}

async fn graph(args: RoleGraphArgs, console: Console) -> Result<Exit, Failure> {
    let chain = connect(&args.node, console).await?.consortium().await?;
    let dot = to_dot(&chain);
    let (format, drawing) = match args.format {
        GraphFormat::Dot => ("dot", dot),
        GraphFormat::Svg => {
            let drawn = to_svg(&dot).map_err(|why| {
                Failure::failed(format!("the graph cannot be drawn: {why}"))
                    .hint("take --format dot, and draw it with Graphviz")
            })?;
            ("svg", drawn)
        }
    };
    match &args.output {
        Some(file) => {
            files::write(file, drawing.as_bytes())?;
            let text = format!("{} shows the roles.", file.display());
            console.result(&text, &json!({ "format": format, "file": file }))?;
        }
        None if console.is_json() => {
            console.result("", &json!({ "format": format, "graph": drawing }))?;
        }
        None => console.raw(drawing.as_bytes())?,
    }
    Ok(Exit::Ok)
}

async fn expiring(args: RoleExpiringArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args.node, console).await?;
    let ahead = u64::from(args.days).saturating_mul(MILLIS_PER_DAY);
    let found = expiring_within(&node, ahead).await?;
    told(ending(args.days, &found), console)
}

async fn expiring_within(node: &Node, ahead: u64) -> Result<Vec<Expiring>, ChainError> {
    node.expiring(node.now().await?.saturating_add(ahead)).await
}

fn ending(days: u32, found: &[Expiring]) -> (String, Value) {
    let mut text = match found.len() {
        0 => format!("No role ends within {days} days.\n"),
        1 => format!("One role ends within {days} days:\n"),
        count => format!("{} roles end within {days} days:\n", grouped(count as u64)),
    };
    let mut documents = Vec::new();
    for own in found {
        let account = account_text(&own.account);
        text.push_str(&format!(
            "  {}: {} of {account} of {}\n",
            date_time(own.expires),
            own.role,
            own.institution
        ));
        documents.push(json!({
            "account": account,
            "institution": own.institution,
            "role": own.role.as_str(),
            "expires": own.expires,
        }));
    }
    (text, json!({ "days": days, "expiring": documents }))
}

#[cfg(test)]
mod tests;
