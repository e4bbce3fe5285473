//! `flows`: back-tests, calibration and explanations of the engine, on files.

mod backtest;
mod calibrate;
mod digest;
mod encode;
mod explain;
mod features;
mod own_flows;
mod replay;
mod secret;
mod status;
mod submit;

pub(super) use encode::encoded as encoded_model;
pub(super) use secret::{present_key, read as read_secret};

use super::{block_on, files};
use crate::{
    cli::{DataArgs, Delay, FlowsCommand, ModelFilesArgs},
    flows::{DataError, DataSet, Labels},
    output::{Console, Exit, Failure, grouped},
};
use critical_chains_flows::{
    FEATURES, FIRST_ATTRIBUTE, Feature, InvalidParameters, Model, Parameters, forest::Forest,
};
use std::path::Path;

pub(super) fn run(command: FlowsCommand, console: Console) -> Result<Exit, Failure> {
    match command {
        FlowsCommand::Backtest(args) => backtest::run(&args, console),
        FlowsCommand::Calibrate(args) => calibrate::run(&args, console),
        FlowsCommand::Explain(args) => explain::run(&args, console),
        FlowsCommand::Replay(args) => replay::run(&args, console),
        FlowsCommand::Features(args) => features::run(&args, console),
        FlowsCommand::Digest(args) => digest::run(&args, console),
        FlowsCommand::Encode(args) => encode::run(&args, console),
        FlowsCommand::Submit(args) => block_on(submit::run(args, console)),
        FlowsCommand::Status(args) => block_on(status::run(args, console)),
        FlowsCommand::Secret(args) => secret::run(&args, console),
    }
}

/// Reads the file, and says so, because that takes a while.
fn read(args: &DataArgs, console: Console) -> Result<DataSet, Failure> {
    console.note(&format!("reading {} …", args.path.display()));
    let data = DataSet::read(&args.data, &args.path)?;
    console.note(&format!("{} flows: {}", grouped(data.flows.len() as u64), data.profile.about));
    Ok(data)
}

fn parameters(path: Option<&Path>) -> Result<Parameters, Failure> {
    let Some(path) = path else { return Ok(Parameters::default()) };
    let parameters: Parameters = toml::from_str(&files::read_text(path)?).map_err(|error| {
        Failure::failed(format!("{}: {}", path.display(), error.message()))
            .hint("docs/guides/analyst.md shows a file of parameters")
    })?;
    parameters.validate()?;
    Ok(parameters)
}

/// A model from its files.
pub(super) fn model_of(files: &ModelFilesArgs) -> Result<Model, Failure> {
    let parameters = parameters(files.parameters.as_deref())?;
    let forest = match &files.model {
        None => None,
        Some(path) => {
            let forest = Forest::from_lightgbm(&files::read_text(path)?, FEATURES as u16);
            Some(forest.map_err(|error| {
                Failure::failed(format!("{}: {error}", path.display()))
                    .hint("docs/guides/analyst.md shows how to train a model")
            })?)
        }
    };
    Ok(Model { parameters, forest })
}

/// A model from its files, with another budget if one is given.
fn budgeted_model(files: &ModelFilesArgs, budget: Option<u32>) -> Result<Model, Failure> {
    let mut model = model_of(files)?;
    let own = model.parameters.budget.alerts_per_day;
    model.parameters.budget.alerts_per_day = budget.unwrap_or(own);
    Ok(model)
}

/// What a code of an explanation means.
pub(super) fn name_of(code: u16) -> String {
    match code.checked_sub(FIRST_ATTRIBUTE) {
        Some(attribute) => format!("attribute {attribute}"),
        None => {
            let feature = Feature::ALL.get(usize::from(code));
            feature.map_or_else(|| code.to_string(), |feature| feature.name().to_owned())
        }
    }
}

impl From<Delay> for Labels {
    fn from(delay: Delay) -> Self {
        match delay {
            Delay::Never => Self::Never,
            Delay::Seconds(seconds) => Self::After(seconds),
        }
    }
}

impl From<DataError> for Failure {
    fn from(error: DataError) -> Self {
        let hint = match &error {
            DataError::Profile(_) | DataError::ProfileFile { .. } => {
                "docs/reference/flow-profiles.md describes profiles"
            }
            DataError::Open(_) => "check the path, and which kind of file it is",
            DataError::Row { .. } => "check that the profile fits the file",
            DataError::OutOfOrder { .. } => {
                "set `sort = true` in the profile: flows are taken in the order of time"
            }
            DataError::Empty(_) => "check the profile's `keep`",
            DataError::NothingSelected => "check --from and --to against the file's times",
        };
        // A row's error brings its own.
        let text = error.to_string();
        match text.split_once("\nhint: ") {
            Some((message, hint)) => Self::failed(message).hint(hint),
            None => Self::failed(text).hint(hint),
        }
    }
}

impl From<InvalidParameters> for Failure {
    fn from(error: InvalidParameters) -> Self {
        Self::failed(format!("invalid parameters: {error}"))
            .hint("docs/guides/analyst.md says what each of them does")
    }
}
