//! Whether evidence is about what is stated: genuine evidence of something else proves nothing.

use super::attestation::{Summary, shown};
use critical_chains_attestation::{Subject, Typology};
use critical_chains_flows::Evidence;
use critical_chains_integrity::Hash;
use critical_chains_watch::Shown;
use serde_json::{Value, json};

/// What is stated otherwise than evidence with this root shows; nothing if all of it follows.
///
/// Of an institution that supports, the chain has the score; of the one that raised, everything; of
/// what has ended, typology and, if it was decided, the subject.
pub(super) fn difference(details: &Value, root: &Hash, evidence: &Evidence) -> Option<String> {
    let summary = Summary::of(details);
    let stated = shown(summary.typology);
    let Ok(typology) = stated.parse::<Typology>() else {
        return Some(format!("this program knows no typology {stated}"));
    };
    let Some(found) = Shown::by(evidence, typology) else {
        return Some("the evidence has no flow".to_owned());
    };
    if !found.is_of_typology {
        return Some(format!("no detector of {typology} fires on its flows"));
    }
    let subject = summary.subject.as_str().map(str::parse::<Subject>);
    if subject.is_some_and(|subject| subject != Ok(found.subject)) {
        return Some(format!(
            "it is about {}, and {} is stated",
            found.subject,
            shown(summary.subject)
        ));
    }
    let open = &details["record"]["open"];
    if open.is_object() { of_open(open, root, &found, evidence) } else { None }
}

fn of_open(open: &Value, root: &Hash, found: &Shown, evidence: &Evidence) -> Option<String> {
    let (statement, life) = (&open["statement"], &open["life"]);
    let own = json!(format!("0x{}", hex::encode(root)));
    let supporting = life["corroborated"].as_array().into_iter().flatten();
    let mut voices = std::iter::once(&life["raised"]).chain(supporting);
    let Some(voice) = voices.find(|voice| voice["evidenceRoot"] == own) else {
        return Some("nobody states it with evidence of this root".to_owned());
    };
    let mut claims = vec![("score", &voice["score"], json!(found.score))];
    if statement["evidenceRoot"] == own {
        let fired: Vec<_> = found.fired.iter().map(|detector| detector.name()).collect();
        claims.extend([
            ("score", &statement["score"], json!(found.score)),
            ("window", &statement["window"], json!(found.window)),
            ("detectors that fired", &statement["fired"], json!(fired)),
            ("number of flows", &statement["evidenceLeaves"], json!(found.evidence_leaves)),
            ("amount", &statement["amountBucket"], json!(found.amount_bucket)),
        ]);
    }
    let differs = claims.into_iter().find(|(_, stated, shows)| *stated != shows);
    if let Some((what, stated, shows)) = differs {
        return Some(format!(
            "its {what}: {} is stated, it shows {}",
            shown(stated),
            shown(&shows)
        ));
    }
    let is_reason = |reason: &Value| {
        let code = reason["code"].as_u64().and_then(|code| usize::try_from(code).ok());
        let value = code.and_then(|code| evidence.statement.features.get(code));
        value.is_none_or(|value| reason["value"] == json!(value))
    };
    let mut reasons = statement["reasons"].as_array().into_iter().flatten();
    let wrong = reasons.find(|reason| statement["evidenceRoot"] == own && !is_reason(reason))?;
    Some(format!("a reason: {} is stated to be {}", shown(&wrong["code"]), shown(&wrong["value"])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::attestation_explain::tests::ring_evidence;

    fn raised(evidence: &Evidence, root: &Hash) -> Value {
        let found = Shown::by(evidence, Typology::Cycle).unwrap();
        let fired: Vec<_> = found.fired.iter().map(|detector| detector.name()).collect();
        let root = json!(format!("0x{}", hex::encode(root)));
        json!({ "id": 7, "record": { "open": {
            "statement": {
                "typology": "cycle", "subject": found.subject.to_string(), "model": "rings@1",
                "score": found.score, "window": found.window, "fired": fired, "evidenceRoot": root,
                "evidenceLeaves": found.evidence_leaves, "amountBucket": found.amount_bucket,
                "reasons": [{ "code": 0, "value": evidence.statement.features[0] }],
            },
            "life": {
                "state": "raised", "corroborated": [],
                "raised": { "institution": "BANKA", "score": found.score, "evidenceRoot": root },
            },
        } } })
    }

    /// What is found when something is stated otherwise.
    fn told(change: impl FnOnce(&mut Value)) -> String {
        let evidence = ring_evidence();
        let root = evidence.root();
        let mut details = raised(&evidence, &root);
        assert_eq!(difference(&details, &root, &evidence), None);
        change(&mut details);
        difference(&details, &root, &evidence).unwrap()
    }

    #[test]
    fn whatever_is_stated_otherwise_is_found() {
        let statement = |field: &'static str, value: Value| {
            told(move |details| details["record"]["open"]["statement"][field] = value)
        };
        let pseudonym = "5a".repeat(16);

        assert!(statement("subject", json!(pseudonym)).contains("and 5a5a"));
        assert!(statement("typology", json!("dormant")).contains("no detector of dormant"));
        assert!(statement("typology", json!("none")).contains("no typology none"));
        assert!(statement("score", json!(999_999)).contains("its score: 999999 is stated"));
        assert!(statement("window", json!({ "from": 1, "to": 2 })).contains("its window"));
        assert!(statement("fired", json!(["burst"])).contains("detectors that fired"));
        assert!(statement("evidenceLeaves", json!(9)).contains("number of flows"));
        assert!(statement("amountBucket", json!(120)).contains("its amount"));
        let reasons = json!([{ "code": 0, "value": 77 }]);
        assert!(statement("reasons", reasons).contains("a reason: 0 is stated to be 77"));
    }

    #[test]
    fn evidence_of_who_supports_is_compared_with_its_score() {
        let other = json!(format!("0x{}", "ee".repeat(32)));
        let evidence = ring_evidence();
        let root = evidence.root();
        let mut details = raised(&evidence, &root);
        let open = &mut details["record"]["open"];
        let voice = open["life"]["raised"].clone();
        open["statement"]["evidenceRoot"] = other.clone();
        open["life"]["raised"]["evidenceRoot"] = other;
        assert!(difference(&details, &root, &evidence).unwrap().starts_with("nobody states it"));

        details["record"]["open"]["life"]["corroborated"] = json!([voice]);
        assert_eq!(difference(&details, &root, &evidence), None);
        details["record"]["open"]["life"]["corroborated"][0]["score"] = json!(1);
        assert!(difference(&details, &root, &evidence).unwrap().starts_with("its score"));
    }
}
