//! `model`: what watches flows, from files to the chain.

use super::{
    block_on, connect, flows,
    submit::{make, propose},
};
use crate::{
    chain::calls::{self, ModelSpec},
    cli::{ModelCommand, ModelNameArgs, ModelRegisterArgs, ModelSupplyArgs, NodeArgs},
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_attestation::{MAX_THRESHOLDS, Terms, Thresholds};
use critical_chains_flows::ENGINE_VERSION;
use critical_chains_policy::Kinds;
use serde_json::Value;
use std::fmt::Write;

pub(super) fn run(command: ModelCommand, console: Console) -> Result<Exit, Failure> {
    block_on(async {
        match command {
            ModelCommand::List(args) => list(args, console).await,
            ModelCommand::Register(args) => register(*args, console).await,
            ModelCommand::Supply(args) => supply(args, console).await,
            ModelCommand::Promote(ModelNameArgs { id, node, signer }) => {
                let what = format!("make {id} the champion of its sector");
                propose(calls::set_champion(id), &what, (&node, &signer), console).await
            }
            ModelCommand::Retire(ModelNameArgs { id, node, signer }) => {
                let what = format!("retire {id}");
                propose(calls::retire_model(id), &what, (&node, &signer), console).await
            }
        }
    })
}

async fn list(args: NodeArgs, console: Console) -> Result<Exit, Failure> {
    let node = connect(&args, console).await?;
    let answer = node.query("attestations_models", vec![]).await?;
    console.result(&listed(&answer), &answer)?;
    Ok(Exit::Ok)
}

fn listed(answer: &Value) -> String {
    let mut text = String::new();
    for own in answer["models"].as_array().into_iter().flatten() {
        let (model, outcomes) = (&own["model"], &own["outcomes"]);
        let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let count = |name: &str| outcomes[name].as_u64().unwrap_or_default();
        let (confirmed, cleared) = (count("confirmed"), count("cleared"));
        let _ = write!(
            text,
            "{:<20}  {:<12}  {:<8}  {} stated, {} confirmed, {} cleared, {} expired",
            word(&own["id"]),
            word(&model["spec"]["sector"]),
            word(&model["status"]),
            grouped(count("stated")),
            grouped(confirmed),
            grouped(cleared),
            grouped(count("expired")),
        );
        if confirmed + cleared > 0 {
            let precision = 100.0 * confirmed as f64 / (confirmed + cleared) as f64;
            let _ = write!(text, ": precision {precision:.1} %");
        }
        if model["hasParameters"] == false && model["status"] != "retired" {
            text.push_str("; its parameters are missing");
        }
        text.push('\n');
    }
    if text.is_empty() {
        text.push_str("No model is registered.\n");
    }
    text.push_str(&super::attestation::state_of(answer));
    text
}

async fn register(args: ModelRegisterArgs, console: Console) -> Result<Exit, Failure> {
    let spec = spec(&args)?;
    let digest = hex::encode(spec.parameters_digest);
    let what = format!("register the model {} with parameters of SHA-256 0x{digest}", args.id);
    let call = calls::register_model(args.id, &spec);
    propose(call, &what, (&args.node, &args.signer), console).await
}

fn spec(args: &ModelRegisterArgs) -> Result<ModelSpec, Failure> {
    let (model, bytes) = flows::encoded_model(&args.files)?;
    let thresholds = Thresholds {
        usual: args.threshold,
        of: args.threshold_of.clone().try_into().map_err(|_| {
            Failure::usage(format!("a model has {MAX_THRESHOLDS} thresholds of kinds at most"))
        })?,
    };
    if !thresholds.are_valid() {
        return Err(
            Failure::usage("a kind has two thresholds").hint("give --threshold-of once each")
        );
    }
    let lifetime = super::millis_of(args.days);
    let terms = Terms { corroborations: args.corroborations, decisions: args.decisions, lifetime };
    terms.check().map_err(|error| Failure::usage(error.to_string()))?;
    let kinds = match args.attesters.as_slice() {
        [] => Kinds::ALL,
        some => some.iter().fold(Kinds::NONE, |kinds, kind| kinds.and(*kind)),
    };
    Ok(ModelSpec {
        sector: args.sector,
        engine_version: ENGINE_VERSION,
        parameters_digest: model.hash(),
        parameters_bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        thresholds,
        terms,
        attesters: (kinds, args.role),
    })
}

async fn supply(args: ModelSupplyArgs, console: Console) -> Result<Exit, Failure> {
    let ModelSupplyArgs { id, files, node, signer } = args;
    let (_, bytes) = flows::encoded_model(&files)?;
    let done =
        format!("The parameters of {id} are on the chain: {} bytes", grouped(bytes.len() as u64));
    make(calls::supply_parameters(id, &bytes), &done, (&node, &signer, false), console).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{Cli, Command};
    use clap::Parser;
    use critical_chains_policy::Kind;
    use serde_json::json;

    fn arguments(words: &str) -> ModelRegisterArgs {
        let words = format!("critical-chains model register rings@2 --sector banking {words}");
        match Cli::try_parse_from(words.split_whitespace()).unwrap().command {
            Command::Model(ModelCommand::Register(args)) => *args,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_not_said_asks_three_of_all_kinds_within_thirty_days() {
        let spec = spec(&arguments("--threshold 950000")).unwrap();

        assert_eq!(spec.thresholds, Thresholds { usual: 950_000, of: Default::default() });
        assert_eq!(
            spec.terms,
            Terms { corroborations: 3, decisions: 3, lifetime: 30 * 86_400_000 }
        );
        assert_eq!(spec.attesters, (Kinds::ALL, None));
        let model = critical_chains_flows::Model::default();
        assert_eq!(spec.parameters_digest, model.hash());
    }

    #[test]
    fn everything_can_be_said() {
        let words = "--threshold 1000000 --threshold-of cycle=0 --threshold-of fan_in=7 --days 1 \
                     --attesters bank,authority --role watcher --corroborations 2 --decisions 4";

        let spec = spec(&arguments(words)).unwrap();

        assert_eq!(spec.thresholds.of.len(), 2);
        assert_eq!(spec.terms, Terms { corroborations: 2, decisions: 4, lifetime: 86_400_000 });
        let kinds = Kinds::only(Kind::Bank).and(Kind::Authority);
        assert_eq!(spec.attesters, (kinds, Some("watcher".parse().unwrap())));
    }

    #[test]
    fn what_the_chain_would_refuse_is_refused_here() {
        for (words, expected) in [
            ("--corroborations 1", "got 1 corroborating institutions, expected 2 to 8"),
            ("--decisions 2", "got 2 deciding institutions, expected 3 to 8"),
            ("--days 0", "got a lifetime of 0 milliseconds"),
            ("--threshold-of cycle=1 --threshold-of cycle=2", "a kind has two thresholds"),
        ] {
            let failure = spec(&arguments(&format!("--threshold 1 {words}"))).unwrap_err();

            assert!(failure.message.starts_with(expected), "{words}: {}", failure.message);
        }
    }

    #[test]
    fn models_are_listed_with_what_came_of_them() {
        let model = |id, status, has_parameters, confirmed| {
            json!({
                "id": id,
                "model": {
                    "spec": { "sector": "banking" }, "status": status,
                    "hasParameters": has_parameters,
                },
                "outcomes": { "stated": 1_207, "confirmed": confirmed, "cleared": 2, "expired": 1 },
            })
        };
        let models = [
            model("rings@1", "champion", true, 7),
            model("rings@2", "shadow", false, 0),
            model("rings@0", "retired", false, 1),
        ];
        let answer = json!({ "models": models, "blockNumber": 12, "finalised": true });

        let none = json!({ "models": [], "blockNumber": 12, "finalised": false });
        insta::assert_snapshot!(format!("{}\n{}", listed(&answer), listed(&none)));
    }
}
