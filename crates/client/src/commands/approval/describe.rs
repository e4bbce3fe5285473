//! Proposals in sentences.

use crate::{
    batch::to_hex,
    chain::{DescribedCall, Proposal, ProposalDetails, account_text},
    output::{date_time, grouped},
    policy::kind_text,
};
use critical_chains_lei::Lei;
use critical_chains_policy::{ApprovalRule, Ballot, Kinds, Missing};
use serde_json::{Value, json};

/// A proposal with its call in words.
pub(super) struct Shown {
    pub(super) details: ProposalDetails,
    pub(super) call: DescribedCall,
}

fn kinds_text(kinds: Kinds) -> String {
    kinds.iter().map(kind_text).collect::<Vec<_>>().join(", ")
}

/// What is missing, such as "1 of [bank, insurer], authority".
fn missing_text(missing: &[Missing]) -> String {
    let one = |own: &Missing| match own {
        Missing::Approvals { more: 1 } => "one more institution".to_owned(),
        Missing::Approvals { more } => format!("{more} more institutions"),
        Missing::OfKinds { kinds, more } => match kinds.iter().count() {
            1 if *more == 1 => kinds_text(*kinds),
            _ => format!("{more} of [{}]", kinds_text(*kinds)),
        },
        Missing::Waiting { until } => format!("waiting until {}", date_time(*until)),
    };
    missing.iter().map(one).collect::<Vec<_>>().join(", ")
}

impl Shown {
    fn proposal(&self) -> &Proposal {
        &self.details.proposal
    }

    /// When it is executed, or what it lacks and until when it can get it.
    pub(super) fn outlook(&self) -> String {
        let proposal = self.proposal();
        match proposal.executes() {
            Some(at) => format!("It has its approvals and is executed from {} on.", date_time(at)),
            None => format!(
                "missing: {}\nIt expires {}.",
                missing_text(&self.details.missing),
                date_time(proposal.expires)
            ),
        }
    }

    pub(super) fn missing_json(&self) -> Value {
        let one = |own: &Missing| match own {
            Missing::Approvals { more } => json!({ "approvals": more }),
            Missing::OfKinds { kinds, more } => json!({
                "kinds": kinds.iter().map(kind_text).collect::<Vec<_>>(),
                "more": more,
            }),
            Missing::Waiting { until } => json!({ "waiting_until": until }),
        };
        self.details.missing.iter().map(one).collect()
    }

    /// All that one needs to judge it.
    pub(super) fn text(&self) -> String {
        let proposal = self.proposal();
        let as_whom = if proposal.requirement.governed { "the consortium" } else { "the proposer" };
        let mut text = format!(
            "Proposal {}, made {} by {} of {}.\nExecuted as {as_whom}, it does:\n{}",
            self.details.id,
            date_time(proposal.proposed),
            account_text(&proposal.proposer),
            proposal.institution,
            self.call.lines("  ")
        );
        text.push_str(&format!("hash: {}\n", to_hex(proposal.call_hash)));
        text.push_str(&rule_text(&proposal.requirement.rule));
        let permissions: Vec<_> =
            proposal.requirement.permissions.iter().map(|own| own.as_str()).collect();
        text.push_str(&format!("permissions: {}\n", permissions.join(", ")));
        if self.details.votes.is_empty() {
            text.push_str("Nobody has voted.\n");
        }
        for vote in &self.details.votes {
            let said = match vote.ballot {
                Ballot::Approve => "approved",
                Ballot::Reject => "rejected",
            };
            text.push_str(&format!(
                "  {} ({}) {said}, by {}\n",
                vote.institution,
                kind_text(vote.kind),
                account_text(&vote.account)
            ));
        }
        text.push_str(&self.outlook());
        text.push('\n');
        text
    }

    /// The same for programs.
    pub(super) fn document(&self) -> Value {
        let proposal = self.proposal();
        let rule = &proposal.requirement.rule;
        json!({
            "id": self.details.id,
            "call": self.call.to_json(),
            "encoded_call": to_hex(&self.details.call),
            "call_hash": to_hex(proposal.call_hash),
            "proposer": account_text(&proposal.proposer),
            "institution": proposal.institution,
            "proposed": proposal.proposed,
            "expires": proposal.expires,
            "executes": proposal.executes(),
            "governed": proposal.requirement.governed,
            "permissions": proposal.requirement.permissions.iter()
                .map(|own| own.as_str()).collect::<Vec<_>>(),
            "rule": {
                "approvals": rule.approvals,
                "eligible": rule.eligible.iter().map(kind_text).collect::<Vec<_>>(),
                "required": rule.required.iter().map(|wanted| json!({
                    "kinds": wanted.kinds.iter().map(kind_text).collect::<Vec<_>>(),
                    "count": wanted.count,
                })).collect::<Vec<_>>(),
                "proposer_institution_votes": rule.proposer_institution_votes,
                "authority_veto": rule.authority_veto,
                "lifetime": rule.lifetime,
                "waiting": rule.waiting,
            },
            "votes": self.details.votes.iter().map(|vote| json!({
                "institution": vote.institution,
                "kind": kind_text(vote.kind),
                "account": account_text(&vote.account),
                "ballot": match vote.ballot {
                    Ballot::Approve => "approved",
                    Ballot::Reject => "rejected",
                },
            })).collect::<Vec<_>>(),
            "missing": self.missing_json(),
        })
    }

    fn line(&self) -> String {
        let proposal = self.proposal();
        let state = match proposal.executes() {
            Some(at) => format!("approved, executed from {} on", date_time(at)),
            None => format!("missing: {}", missing_text(&self.details.missing)),
        };
        format!("  {}: {} by {}; {state}\n", self.details.id, self.call.name, proposal.institution)
    }
}

fn rule_text(rule: &ApprovalRule) -> String {
    let mut text = match rule.approvals {
        1 => "It takes one institution".to_owned(),
        count => format!("It takes {count} institutions"),
    };
    if rule.eligible != Kinds::ALL {
        text.push_str(&format!(" of [{}]", kinds_text(rule.eligible)));
    }
    for wanted in &rule.required {
        text.push_str(&format!(", among them {} of [{}]", wanted.count, kinds_text(wanted.kinds)));
    }
    if rule.proposer_institution_votes {
        text.push_str("; the proposer's own has a vote");
    }
    if rule.authority_veto {
        text.push_str("; one Authority can end it");
    }
    text.push_str(".\n");
    text
}

/// A list of proposals: all, or those that wait for an institution.
pub(super) fn listed(shown: &[Shown], pending: Option<&Lei>) -> (String, Value) {
    let of = pending.map_or(String::new(), |lei| format!(" for the vote of {lei}"));
    let mut text = match shown.len() {
        0 if pending.is_some() => format!("No proposal waits{of}.\n"),
        0 => "No proposal is open.\n".to_owned(),
        1 if pending.is_some() => format!("One proposal waits{of}.\n"),
        1 => "One proposal is open.\n".to_owned(),
        count if pending.is_some() => {
            format!("{} proposals wait{of}.\n", grouped(count as u64))
        }
        count => format!("{} proposals are open.\n", grouped(count as u64)),
    };
    text.extend(shown.iter().map(Shown::line));
    let documents: Vec<_> = shown.iter().map(Shown::document).collect();
    (text, json!({ "proposals": documents }))
}
