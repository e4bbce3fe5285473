//! Where the columns of a profile are in a file.

use super::{
    FlowCause, FlowError, Profile,
    profile::{AttributeColumn, Keep, Label, Party, Time},
    value::{category, field},
};
use csv::ByteRecord;

/// A category of a flow.
pub(super) enum AttributeAt {
    Hashed(usize),
    /// Where, and the list.
    Listed(usize, Vec<String>),
}

/// Where the columns of a profile are in this file.
pub(super) struct Columns {
    pub(super) time: Vec<usize>,
    pub(super) source: Vec<usize>,
    pub(super) destination: Vec<usize>,
    pub(super) amount: Option<usize>,
    pub(super) currency: Option<usize>,
    pub(super) channel: Option<usize>,
    pub(super) institutions: Option<(usize, usize)>,
    pub(super) keep: Vec<usize>,
    pub(super) rule: Vec<usize>,
    pub(super) label: Option<usize>,
    pub(super) typology: Option<usize>,
    pub(super) group: Option<usize>,
    pub(super) attributes: Vec<AttributeAt>,
    pub(super) plate: Option<usize>,
    pub(super) place: Option<usize>,
    pub(super) due: Option<usize>,
    pub(super) object: Option<usize>,
    pub(super) incident: Option<usize>,
    pub(super) insured_since: Option<usize>,
    pub(super) counterparty: Option<usize>,
    pub(super) cycle: Option<usize>,
    pub(super) net: Option<usize>,
    names: Vec<String>,
    /// How many columns every row has to have.
    pub(super) least: usize,
}

/// Finds columns and remembers the last one.
struct Finder<'a> {
    header: Option<&'a ByteRecord>,
    least: usize,
}

impl Finder<'_> {
    fn find(&mut self, name: &str) -> Result<usize, FlowCause> {
        let not_found = || FlowCause::ColumnNotFound { column: name.to_owned() };
        let at = match self.header {
            None => name.parse().map_err(|_| not_found())?,
            Some(header) => {
                let mut named = header
                    .iter()
                    .enumerate()
                    .filter(|(_, column)| column.trim_ascii() == name.as_bytes());
                let (at, _) = named.next().ok_or_else(not_found)?;
                if named.next().is_some() {
                    return Err(FlowCause::ColumnTwice { column: name.to_owned() });
                }
                at
            }
        };
        self.least = self.least.max(at.saturating_add(1));
        Ok(at)
    }

    fn some(&mut self, name: Option<&String>) -> Result<Option<usize>, FlowCause> {
        name.map(|name| self.find(name)).transpose()
    }

    fn all<'n>(
        &mut self,
        names: impl IntoIterator<Item = &'n String>,
    ) -> Result<Vec<usize>, FlowCause> {
        names.into_iter().map(|name| self.find(name)).collect()
    }
}

impl Columns {
    pub(super) fn new(profile: &Profile, header: &ByteRecord) -> Result<Self, FlowCause> {
        let mut finder = Finder { header: profile.header.then_some(header), least: 0 };
        let time = match &profile.time {
            Time::Written { column, .. } | Time::Steps { column, .. } => finder.all([column]),
            Time::Joined { columns, .. } => finder.all(columns),
            Time::Calendar { year, month, week, weekday } => {
                finder.all([year, month, week, weekday])
            }
        }?;
        let party = |finder: &mut Finder<'_>, party: &Party| finder.all(&party.columns);
        let mut attributes = Vec::with_capacity(profile.attributes.len());
        for attribute in &profile.attributes {
            attributes.push(match attribute {
                AttributeColumn::Hashed(column) => AttributeAt::Hashed(finder.find(column)?),
                AttributeColumn::Listed(listed) => {
                    AttributeAt::Listed(finder.find(&listed.column)?, listed.values.clone())
                }
            });
        }
        let institutions = match &profile.institutions {
            None => None,
            Some(of) => Some((finder.find(&of.source)?, finder.find(&of.destination)?)),
        };
        let passage = profile.passage.as_ref();
        let claim = profile.claim.as_ref();
        let settlement = profile.settlement.as_ref();
        let net = settlement.and_then(|settlement| settlement.net.as_ref());
        let written = |column: &Option<super::profile::WrittenColumn>| {
            column.as_ref().map(|written| written.column.clone())
        };
        let incident = claim.and_then(|claim| written(&claim.incident));
        let insured_since = claim.and_then(|claim| written(&claim.insured_since));
        Ok(Self {
            time,
            source: party(&mut finder, &profile.source)?,
            destination: party(&mut finder, &profile.destination)?,
            amount: finder.some(profile.amount.column.as_ref())?,
            currency: finder.some(profile.currency_column.as_ref())?,
            channel: finder.some(profile.channels.as_ref().map(|channels| &channels.column))?,
            institutions,
            keep: finder.all(profile.keep.iter().map(|keep| &keep.column))?,
            rule: finder.all(profile.rule.iter().map(|rule| &rule.column))?,
            label: finder.some(profile.label.as_ref().map(|label| &label.column))?,
            typology: finder.some(profile.typology.as_ref().map(|typology| &typology.column))?,
            group: finder.some(profile.group.as_ref())?,
            attributes,
            plate: finder.some(passage.and_then(|passage| passage.plate.as_ref()))?,
            place: finder.some(passage.and_then(|passage| passage.place.as_ref()))?,
            due: finder.some(passage.and_then(|passage| passage.due.as_ref()))?,
            object: finder.some(claim.and_then(|claim| claim.object.as_ref()))?,
            incident: finder.some(incident.as_ref())?,
            insured_since: finder.some(insured_since.as_ref())?,
            counterparty: finder.some(claim.and_then(|claim| claim.counterparty.as_ref()))?,
            cycle: finder.some(settlement.map(|settlement| &settlement.cycle))?,
            net: finder.some(net.map(|net| &net.column))?,
            names: header.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect(),
            least: finder.least,
        })
    }

    /// The name of a column, or its number where there are no names.
    pub(super) fn name(&self, column: usize) -> String {
        self.names.get(column).map_or_else(|| column.to_string(), |name| name.trim().to_owned())
    }
}

impl AttributeAt {
    pub(super) fn value(&self, record: &ByteRecord) -> u32 {
        match self {
            Self::Hashed(column) => category(field(record, *column)),
            Self::Listed(column, values) => {
                let found = field(record, *column).trim_ascii();
                let at = values.iter().position(|value| value.as_bytes() == found);
                u32::try_from(at.unwrap_or(values.len())).unwrap_or(u32::MAX)
            }
        }
    }
}

impl Keep {
    pub(super) fn admits(&self, value: &[u8]) -> bool {
        let is = |list: &[String]| list.iter().any(|entry| entry.as_bytes() == value);
        (self.is.is_empty() || is(&self.is))
            && !is(&self.is_not)
            && !self.starts_not.iter().any(|start| value.starts_with(start.as_bytes()))
    }
}

impl Label {
    /// Nothing, if both lists are given and the value is in neither.
    pub(super) fn is_anomalous(&self, value: &[u8]) -> Option<bool> {
        let value = value.trim_ascii();
        let is = |list: &[String]| list.iter().any(|entry| entry.as_bytes() == value);
        match (is(&self.anomalous), is(&self.ordinary)) {
            (true, _) => Some(true),
            (false, true) => Some(false),
            (false, false) if self.ordinary.is_empty() => Some(false),
            (false, false) if self.anomalous.is_empty() => Some(true),
            (false, false) => None,
        }
    }
}

/// Adds to a cause which column it is about.
pub(super) trait InColumn<T> {
    fn at(self, columns: &Columns, column: Option<usize>) -> Result<T, Fault>;
}

/// A cause, and the column that it is about.
pub(super) struct Fault {
    pub(super) column: Option<String>,
    pub(super) cause: FlowCause,
}

impl<T> InColumn<T> for Result<T, FlowCause> {
    fn at(self, columns: &Columns, column: Option<usize>) -> Result<T, Fault> {
        self.map_err(|cause| Fault { column: column.map(|column| columns.name(column)), cause })
    }
}

impl From<FlowCause> for Fault {
    fn from(cause: FlowCause) -> Self {
        let column = match &cause {
            FlowCause::ColumnNotFound { column }
            | FlowCause::ColumnTwice { column }
            | FlowCause::EmptyIdentifier { column } => Some(column.clone()),
            _ => None,
        };
        Self { column, cause }
    }
}

impl Fault {
    pub(super) fn in_row(self, row: u64) -> FlowError {
        FlowError { row, column: self.column, cause: self.cause }
    }
}
