//! What the columns of a file mean.

use super::{ProfileError, time};
use critical_chains_flows::Channel;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The profiles that come with this crate.
pub const BUILT_IN: [(&str, &str); 8] = [
    ("amlgentex", include_str!("../../profiles/amlgentex.toml")),
    ("amlgentex-all", include_str!("../../profiles/amlgentex-all.toml")),
    ("amlsim", include_str!("../../profiles/amlsim.toml")),
    ("card", include_str!("../../profiles/card.toml")),
    ("claims", include_str!("../../profiles/claims.toml")),
    ("darpa", include_str!("../../profiles/darpa.toml")),
    ("payments", include_str!("../../profiles/payments.toml")),
    ("toll", include_str!("../../profiles/toll.toml")),
];

/// What the columns of a file mean. A column is named as in the header, or, where there is none, by
/// its number from 0.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// What goes by this profile.
    pub about: String,
    /// What the file's name ends in, in an archive.
    #[serde(default = "csv_member")]
    pub member: String,
    /// Whether the first row names the columns.
    #[serde(default = "yes")]
    pub header: bool,
    /// What separates columns.
    #[serde(default = "comma")]
    pub delimiter: char,
    /// Whether rows have to be put into the order of time, for which all are held in memory.
    #[serde(default)]
    pub sort: bool,
    pub(super) currency: String,
    /// A column with the currency of each row.
    pub(super) currency_column: Option<String>,
    pub(super) channel: Channel,
    pub(super) channels: Option<Channels>,
    pub(super) time: Time,
    pub(super) source: Party,
    pub(super) destination: Party,
    pub(super) amount: Amount,
    pub(super) institutions: Option<Institutions>,
    /// Rows that are no flows: those in which a column has other values than these.
    #[serde(default)]
    pub(super) keep: Vec<Keep>,
    pub(super) label: Option<Label>,
    pub(super) typology: Option<Typology>,
    pub(super) group: Option<String>,
    #[serde(default)]
    pub(super) attributes: Vec<AttributeColumn>,
    pub(super) passage: Option<PassageColumns>,
    pub(super) claim: Option<ClaimColumns>,
    pub(super) settlement: Option<SettlementColumns>,
    pub(super) node_labels: Option<NodeLabelColumns>,
    /// A trivial rule that rankings are compared with: all of it has to hold.
    #[serde(default)]
    pub(super) rule: Vec<Keep>,
    report: Option<ReportPart>,
    /// Labels by party were read.
    #[serde(skip)]
    pub(super) has_node_labels: bool,
}

/// Which part of the file a back-test reports, unless it is told otherwise.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, untagged)]
enum ReportPart {
    /// Days, the second one not included.
    Between { from: String, to: String },
    /// The last percent of the flows.
    Last { last_percent: u8 },
}

/// A part of the flows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Part {
    /// From one time until before another, in seconds since the Unix epoch.
    Between(u64, u64),
    /// The last so many percent.
    LastPercent(u8),
}

fn csv_member() -> String {
    ".csv".to_owned()
}

fn yes() -> bool {
    true
}

fn comma() -> char {
    ','
}

/// When.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, untagged)]
pub(super) enum Time {
    /// A column with a time.
    Written {
        /// Which one.
        column: String,
        /// `%Y-%m-%d %H:%M:%S` and the like; the first that fits.
        formats: Vec<String>,
    },
    /// Columns that together have a time, such as a date and a time of day; a blank is put between.
    Joined {
        /// Which ones.
        columns: Vec<String>,
        /// As of one column.
        formats: Vec<String>,
    },
    /// A column that counts.
    Steps {
        /// Which one.
        column: String,
        /// Seconds of a step.
        step_seconds: u64,
        /// When step 0 was, in seconds since the Unix epoch.
        epoch: u64,
    },
    /// Columns for year, month, week of the month and day of the week.
    Calendar {
        /// A number.
        year: String,
        /// A name.
        month: String,
        /// A number from 1.
        week: String,
        /// A name.
        weekday: String,
    },
}

/// Who.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Party {
    /// Columns that together name it; none if every row is a party of its own.
    #[serde(default)]
    pub(super) columns: Vec<String>,
    /// The one party of all rows, in place of columns.
    pub(super) value: Option<String>,
    /// What is done with rows that name nobody.
    #[serde(default)]
    pub(super) empty: Empty,
    /// What kind of thing it is: the same identifier of another kind has another pseudonym.
    pub(super) kind: String,
}

/// What is done with rows in which a column that names a party is empty.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Empty {
    /// They are errors.
    #[default]
    Refuse,
    /// Each has a party of its own.
    Own,
}

/// What is done with digits that the currency has not.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Rounding {
    /// To the nearest, and from the middle to the even one.
    #[default]
    HalfEven,
    /// They are errors.
    Refuse,
}

/// How value moves, by row.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Channels {
    pub(super) column: String,
    /// Channels by the values in the file; all others have the profile's channel.
    pub(super) names: BTreeMap<String, Channel>,
}

/// A category of a flow.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum AttributeColumn {
    /// A hash of the column's text.
    Hashed(String),
    /// The position in a list.
    Listed(ListedColumn),
}

/// A category by its position in a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ListedColumn {
    pub(super) column: String,
    /// Categories from 0. All other values are the one after the last.
    pub(super) values: Vec<String>,
}

/// How much.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Amount {
    /// Which column; none if there are no amounts.
    pub(super) column: Option<String>,
    /// Decimals of the minor unit; if it is not given, those of the currency.
    pub(super) decimals: Option<u32>,
    #[serde(default)]
    pub(super) rounding: Rounding,
}

/// At whose.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Institutions {
    pub(super) source: String,
    pub(super) destination: String,
    /// Legal entity identifiers by the names in the file.
    #[serde(default)]
    pub(super) leis: BTreeMap<String, String>,
    /// Whether other names have invented identifiers, for test data.
    #[serde(default)]
    pub(super) synthetic: bool,
}

/// Which rows are flows.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keep {
    pub(super) column: String,
    /// Values that are flows.
    #[serde(default)]
    pub(super) is: Vec<String>,
    /// Values that are none.
    #[serde(default)]
    pub(super) is_not: Vec<String>,
    /// The beginnings of values that are none.
    #[serde(default)]
    pub(super) starts_not: Vec<String>,
}

/// What was known about a flow afterwards.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Label {
    pub(super) column: String,
    /// Values of anomalous flows.
    #[serde(default)]
    pub(super) anomalous: Vec<String>,
    /// Values of ordinary flows; all others are anomalous.
    #[serde(default)]
    pub(super) ordinary: Vec<String>,
}

/// What kind of anomaly it was.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typology {
    pub(super) column: String,
    /// Names by the values in the file. What is not in here goes by its value.
    #[serde(default)]
    pub(super) names: BTreeMap<String, String>,
}

/// Columns of toll passages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PassageColumns {
    /// The number plate.
    pub(super) plate: Option<String>,
    /// Latitude and longitude in degrees, with a comma between them.
    pub(super) place: Option<String>,
    /// What should have been paid.
    pub(super) due: Option<String>,
}

/// Columns of insurance claims.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ClaimColumns {
    /// What was damaged.
    pub(super) object: Option<String>,
    /// When it was damaged; the flow's time if it is not given.
    pub(super) incident: Option<WrittenColumn>,
    /// Since when it was insured.
    pub(super) insured_since: Option<WrittenColumn>,
    /// The other party.
    pub(super) counterparty: Option<String>,
}

/// A column with a time; empty if it is not known.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenColumn {
    pub(super) column: String,
    pub(super) formats: Vec<String>,
}

/// Columns of a clearing house's obligations.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SettlementColumns {
    /// The number of the netting cycle.
    pub(super) cycle: String,
    /// Rows that are net positions.
    pub(super) net: Option<Keep>,
}

/// A second file, which says which parties are anomalous.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NodeLabelColumns {
    /// What its name ends in, in the archive of the flows.
    pub(super) member: String,
    /// The column with the party, as it stands in the file of flows.
    pub(super) node: String,
    /// What was known about it.
    pub(super) label: Label,
    /// Of a flow, which ends have to be anomalous.
    #[serde(default)]
    pub(super) ends: Ends,
}

/// Which ends of a flow have to be anomalous.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Ends {
    /// Both.
    #[default]
    Both,
    /// One at least.
    Any,
}

impl Profile {
    /// Reads a profile.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        toml::from_str(text).map_err(|error| ProfileError::Invalid(error.message().to_owned()))
    }

    /// A profile that comes with this crate.
    pub fn built_in(name: &str) -> Result<Self, ProfileError> {
        let found = BUILT_IN.iter().find(|(known, _)| *known == name);
        let (_, text) = found.ok_or_else(|| ProfileError::NotFound {
            name: name.to_owned(),
            known: BUILT_IN.map(|(name, _)| name).join(", "),
        })?;
        Self::parse(text)
    }

    /// Which part of the file a back-test reports, unless it is told otherwise.
    pub fn report(&self) -> Option<Part> {
        match self.report.as_ref()? {
            ReportPart::Between { from, to } => Some(Part::Between(day(from)?, day(to)?)),
            ReportPart::Last { last_percent } => Some(Part::LastPercent((*last_percent).min(100))),
        }
    }

    /// Whether there is a trivial rule to compare with.
    pub fn has_rule(&self) -> bool {
        !self.rule.is_empty()
    }

    /// What the name of the file ends in that says which parties are anomalous, if labels are by party.
    pub fn node_label_member(&self) -> Option<&str> {
        self.node_labels.as_ref().map(|labels| labels.member.as_str())
    }

    /// Whether flows have amounts.
    pub fn has_amounts(&self) -> bool {
        self.amount.column.is_some()
    }

    /// Whether rows have labels.
    pub fn has_labels(&self) -> bool {
        self.label.is_some() || self.has_node_labels
    }

    /// Whether rows have groups that alerts are counted by.
    pub fn has_groups(&self) -> bool {
        self.group.is_some()
    }
}

/// The beginning of a day (`2018-07-25`, UTC), in seconds since the Unix epoch.
pub fn day(text: &str) -> Option<u64> {
    time::parse(text, "%Y-%m-%d")
}
