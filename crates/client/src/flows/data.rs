//! Data sets in memory.

use crate::output::date_time;
use critical_chains_backtest::Scored;
use critical_chains_flows::{MAX_THRESHOLDS, PseudonymKey};
use critical_chains_records::flows::{
    FileError, FlowError, LabelledFlow, OpenError, Part, Profile, ProfileError, open_flows,
};
use std::{collections::HashSet, fs, ops::Range, path::Path};

/// Why there is no data set.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The profile cannot be used.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The profile's file cannot be read.
    #[error("{path}: {error}")]
    ProfileFile {
        /// Which one.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// The file cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A row is no flow.
    #[error("{path}, {error}")]
    Row {
        /// Of which file.
        path: String,
        /// Which row, and why.
        error: FlowError,
    },
    /// A row is earlier than the one before it.
    #[error("{path}, row {row}: {time} is earlier than {before} in the row before")]
    OutOfOrder {
        /// In which file.
        path: String,
        /// Which row.
        row: u64,
        /// Its time.
        time: String,
        /// The time of the one before.
        before: String,
    },
    /// There is no row that is a flow.
    #[error("{0} has no flows")]
    Empty(String),
    /// Nothing is left of the flows.
    #[error("no flow of the file is in the part that is asked for")]
    NothingSelected,
}

/// Refuses flows that are not in the order of time: labels would be learnt before they are known, and
/// another part than the one that is asked for would be reported.
fn check_order(flows: &[LabelledFlow], path: &str) -> Result<(), DataError> {
    let mut pairs = flows.iter().zip(flows.iter().skip(1));
    let Some((before, flow)) = pairs.find(|(before, flow)| flow.flow.time < before.flow.time)
    else {
        return Ok(());
    };
    let shown = |flow: &LabelledFlow| date_time(flow.flow.time.saturating_mul(1_000));
    Err(DataError::OutOfOrder {
        path: path.to_owned(),
        row: flow.row,
        time: shown(flow),
        before: shown(before),
    })
}

/// A file of flows.
pub struct DataSet {
    /// The name of the profile.
    pub name: String,
    /// The profile.
    pub profile: Profile,
    /// All flows, in the order of time.
    pub flows: Vec<LabelledFlow>,
    /// The names of typologies.
    pub typologies: Vec<String>,
    /// How many times a party of kind `iban` was none.
    pub invalid_ibans: u64,
}

/// Which flows are reported, and on which ones a threshold is chosen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Selection {
    /// Reported.
    pub reported: Range<usize>,
    /// Before these, as long.
    pub validation: Range<usize>,
}

impl DataSet {
    /// Reads a file by a profile that comes with the program, or by one in a file.
    pub fn read(profile: &str, path: &Path) -> Result<Self, DataError> {
        // Nothing that is read here leaves this process, so that any key will do.
        Self::read_with(profile, path, PseudonymKey::new([0; 32], 0))
    }

    /// The same with pseudonyms that others know.
    pub fn read_with(profile: &str, path: &Path, key: PseudonymKey) -> Result<Self, DataError> {
        let name =
            Path::new(profile).file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let profile = if profile.ends_with(".toml") {
            let text = fs::read_to_string(profile)
                .map_err(|error| DataError::ProfileFile { path: profile.to_owned(), error })?;
            Profile::parse(&text)?
        } else {
            Profile::built_in(profile)?
        };
        let shown = path.display().to_string();
        let row = |error| DataError::Row { path: shown.clone(), error };
        let mut reader = open_flows(path, profile, key).map_err(|error| match error {
            FileError::Open(error) => error.into(),
            FileError::Flow(error) => row(error),
        })?;
        let mut flows = reader.by_ref().collect::<Result<Vec<_>, _>>().map_err(row)?;
        if flows.is_empty() {
            return Err(DataError::Empty(shown));
        }
        if reader.profile().sort {
            flows.sort_by_key(|flow| flow.flow.time);
        }
        check_order(&flows, &shown)?;
        Ok(Self {
            name,
            profile: reader.profile().clone(),
            typologies: reader.typologies().to_vec(),
            invalid_ibans: reader.invalid_ibans(),
            flows,
        })
    }

    /// The flows of a part, and as many before them.
    pub fn select(&self, part: Option<Part>) -> Result<Selection, DataError> {
        let all = self.flows.len();
        let reported = match part {
            None => 0..all,
            Some(Part::LastPercent(percent)) => all - all * usize::from(percent) / 100..all,
            Some(Part::Between(from, to)) => {
                let first = self.flows.iter().position(|flow| flow.flow.time >= from);
                let last = self.flows.iter().rposition(|flow| flow.flow.time < to);
                first.zip(last).map_or(0..0, |(first, last)| first..last + 1)
            }
        };
        if reported.is_empty() {
            return Err(DataError::NothingSelected);
        }
        let validation = reported.start.saturating_sub(reported.len())..reported.start;
        Ok(Selection { reported, validation })
    }

    /// How many institutions have a budget of their own in the engine: those that give. Flows of no
    /// known institution count as those of one.
    pub fn budgets(&self, range: Range<usize>) -> usize {
        let flows = self.flows.get(range).unwrap_or_default();
        let institutions: HashSet<_> =
            flows.iter().map(|labelled| labelled.flow.source_institution).collect();
        institutions.len().clamp(1, MAX_THRESHOLDS)
    }

    /// Scores with what the flows really were; those without a label are left out.
    pub fn scored(&self, range: Range<usize>, scores: &[i64]) -> Vec<Scored> {
        range
            .filter_map(|index| {
                let flow = self.flows.get(index)?;
                Some(Scored {
                    time: flow.flow.time,
                    score: *scores.get(index)?,
                    anomalous: flow.anomalous?,
                    typology: flow.typology,
                    group: flow.group,
                })
            })
            .collect()
    }
}
