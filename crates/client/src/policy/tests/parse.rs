//! Proves that files are read as people mean them, and that errors name the line.

use super::{name, parse};
use crate::policy::{Item, ParsedFile};
use critical_chains_policy::{Condition, Effect, Kind, Kinds, Literal, Risk, Test, Weekdays};
use insta::assert_snapshot;

#[test]
fn conditions_are_alternatives_of_tests() {
    let file = parse(
        r#"
[[policies."anchoring.anchor".rules]]
effect = "forbid"
roles = ["operator"]
when = [
  { time = "18:00-08:00", utc-offset = "+01:00" },
  { weekdays = ["saturday", "sunday"], unless = { purpose = ["maintenance"] } },
]
unless = { risk-at-most = "raised" }
"#,
    )
    .file;

    let rule = &file.policies[&name("anchoring.anchor")].rules[0];
    let risk = || Literal::Not(Test::RiskAtMost(Risk::Raised));
    let purpose = vec![name("maintenance")].try_into().unwrap();
    use critical_chains_policy::DayOfWeek::{Saturday, Sunday};
    let weekend: Weekdays = [Saturday, Sunday].into_iter().collect();
    let night = Test::TimeOfDay { from: 1_080, until: 480, offset: 60 };
    let expected = [
        vec![Literal::Is(night), risk()],
        vec![
            Literal::Is(Test::Weekday { days: weekend, offset: 0 }),
            Literal::Not(Test::Purpose(purpose)),
            risk(),
        ],
    ];
    assert_eq!(rule.effect, Effect::Forbid);
    let alternatives: Vec<_> = rule.when.any_of.iter().map(|all| all.to_vec()).collect();
    assert_eq!(alternatives, expected);
}

#[test]
fn a_rule_with_unless_alone_applies_to_everything_else() {
    let file = parse(
        "[[policies.\"supervision.stop\".rules]]\neffect = \"forbid\"\n\
         unless = { subject = [\"authority\"] }\n",
    )
    .file;

    let authority = Test::SubjectKind(Kinds::only(Kind::Authority));
    let rule = &file.policies[&name("supervision.stop")].rules[0];
    assert_eq!(rule.when, Condition::all([Literal::Not(authority)]));
}

#[test]
fn what_is_left_out_has_defaults() {
    let file = parse(
        "[roles.clerk]\n[policies.\"runtime.upgrade\".approval]\napprovals = 1\n\
         lifetime = \"1 day\"\n",
    )
    .file;

    assert!(!file.complete);
    assert_eq!(file.roles[&name("clerk")], Default::default());
    let rule = file.policies[&name("runtime.upgrade")].approval.clone().unwrap();
    assert_eq!((rule.eligible, rule.waiting, rule.lifetime), (Kinds::ALL, 0, 86_400_000));
    assert!(!rule.authority_veto && !rule.proposer_institution_votes);
}

#[test]
fn dates_may_be_those_of_toml() {
    let dates = |list: &str| {
        let text = format!(
            "[[policies.\"anchoring.anchor\".rules]]\neffect = \"permit\"\n\
             when = [{{ dates = [{list}] }}]\n"
        );
        parse(&text).file
    };

    assert_eq!(dates("2026-12-25, 2027-01-01"), dates("\"2026-12-25\", \"2027-01-01\""));
}

#[test]
fn parts_know_their_lines() {
    let parsed = parse(
        "[roles.clerk]\n\n[policies.\"anchoring.anchor\"]\n\n\
         [[policies.\"anchoring.anchor\".rules]]\neffect = \"permit\"\n\
         [[policies.\"anchoring.anchor\".rules]]\neffect = \"permit\"\n",
    );

    let anchor = name("anchoring.anchor");
    assert_eq!(parsed.line(Item::Role(name("clerk"))), 1);
    assert_eq!(parsed.line(Item::Policy(anchor)), 3);
    assert_eq!(parsed.line(Item::Rule(anchor, 1)), 7);
}

/// Rules with this condition.
fn rule(condition: &str) -> String {
    format!("[[policies.\"anchoring.anchor\".rules]]\neffect = \"permit\"\n{condition}\n")
}

#[test]
fn every_mistake_is_told_with_its_line() {
    let test = |tests: &str| rule(&format!("when = [{{ {tests} }}]"));
    let seven = "{ subject = [\"bank\"], and = [{ subject = [\"bank\"], and = [{ subject = \
                 [\"bank\"], and = [{ subject = [\"bank\"], and = [{ subject = [\"bank\"], and = \
                 [{ subject = [\"bank\"], and = [{ subject = [\"bank\"] }] }] }] }] }] }] }";
    let roles = (0..9).map(|at| format!("\"role-{at}\", ")).collect::<String>();
    let rules = "[[policies.\"anchoring.anchor\".rules]]\neffect = \"permit\"\n".repeat(9);
    let mut said = String::new();
    for (what, text) in [
        ("no TOML", "[roles.clerk\n".to_owned()),
        ("unknown section", "[role.clerk]\n".to_owned()),
        ("unknown key of a role", "[roles.clerk]\n\npermission = [\"a\"]\n".to_owned()),
        ("unknown test", test("weekday = [\"monday\"]")),
        ("a role that is no name", "[roles.Clerk]\n".to_owned()),
        ("a permission that is no name", "[roles.clerk]\npermissions = [\"A\"]\n".to_owned()),
        ("a steward that is none", "[roles.clerk]\nsteward = \"nobody\"\n".to_owned()),
        ("a number for a text", "[roles.clerk]\nsteward = 5\n".to_owned()),
        ("too many juniors", format!("[roles.clerk]\ninherits = [{roles}]\n")),
        (
            "a constraint without its number",
            "[constraints.x]\nseparation = \"static\"\nroles = []\n".to_owned(),
        ),
        ("too many rules", rules),
        ("no effect", "[[policies.\"anchoring.anchor\".rules]]\nroles = []\n".to_owned()),
        ("a day that is none", test("weekdays = [\"mon\"]")),
        ("a time that is none", test("time = \"8 to 18\"")),
        ("a date that is none", test("dates = [\"2026-02-30\"]")),
        ("an amount that means two things", test("amount-at-most = \"EUR 10000\"")),
        ("an offset for nothing", test("subject = [\"bank\"], utc-offset = \"+01:00\"")),
        ("unless within unless", test("unless = { unless = { subject = [\"bank\"] } }")),
        ("and within unless", test("unless = { and = [{ subject = [\"bank\"] }] }")),
        ("nothing under unless", rule("unless = {}")),
        (
            "an offset for nothing under unless",
            rule("unless = { risk-at-most = \"clear\", utc-offset = \"+01:00\" }"),
        ),
        ("too many alternatives", rule("when = [{}, {}, {}, {}, {}]")),
        ("too many tests", rule(&format!("when = [{seven}]"))),
        ("too many labels", test("purpose = [\"a\", \"b\", \"c\", \"d\", \"e\"]")),
        (
            "a lifetime that is none",
            "[policies.\"runtime.upgrade\".approval]\napprovals = 1\nlifetime = \"a week\"\n"
                .to_owned(),
        ),
        ("a role that comes and goes", "[roles.clerk]\n[remove]\nroles = [\"clerk\"]\n".to_owned()),
        ("a removal twice", "[remove]\npolicies = [\"a.b\", \"a.b\"]\n".to_owned()),
    ] {
        let problem = ParsedFile::parse(&text).unwrap_err();
        said.push_str(&format!("{what}\n  {problem}\n"));
    }
    assert_snapshot!(said);
}
