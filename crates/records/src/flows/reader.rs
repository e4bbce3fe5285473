//! Rows to flows.

use super::{
    FlowCause, FlowError, NodeLabels, Profile,
    columns::{Columns, Fault, InColumn},
    identifier::normalise,
    profile::{Empty, Institutions, Party, WrittenColumn},
    rows::Rows,
    value::{
        decimals, field, hash, minor_units, read_place, read_time, synthetic_lei, text,
        written_lei, written_time,
    },
};
use critical_chains_flows::{
    Attribute, Channel, Claim, Flow, MAX_ATTRIBUTES, Passage, Pseudonym, PseudonymKey, Sector,
    Settlement,
};
use critical_chains_lei::Lei;
use critical_chains_policy::Currency;
use std::{collections::HashMap, io::Read};

/// Pseudonyms that are remembered, because working one out takes longer than all else of a row.
const MAX_REMEMBERED: usize = 1 << 18;

/// Longer identifiers are worked out anew each time.
const MAX_REMEMBERED_BYTES: usize = 64;

/// Names of typologies that are told apart.
const MAX_TYPOLOGIES: usize = 1 << 10;

/// Between the columns that together name a party.
const SEPARATOR: u8 = 0x1f;

/// Kinds of the other things that flows name.
const PLATE: &str = "plate";
const OBJECT: &str = "object";
const COUNTERPARTY: &str = "counterparty";

/// A flow, and what was known about it afterwards.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelledFlow {
    /// The flow.
    pub flow: Flow,
    /// Whether it was anomalous; nothing if the profile has no labels.
    pub anomalous: Option<bool>,
    /// What kind of anomaly it was, by its number in [`FlowReader::typologies`].
    pub typology: Option<u16>,
    /// Whether the profile's trivial rule holds.
    pub rule: bool,
    /// What alerts about it are counted by: a hash of the group's identifier.
    pub group: u64,
    /// Its row; the first one after the header is 1.
    pub row: u64,
}

/// Makes flows of the rows of a file, one after the other.
pub struct FlowReader<R> {
    profile: Profile,
    key: PseudonymKey,
    rows: Rows<R>,
    columns: Option<Columns>,
    currency: Currency,
    leis: HashMap<Vec<u8>, Lei>,
    node_labels: Option<NodeLabels>,
    remembered: [HashMap<Vec<u8>, Pseudonym>; 2],
    typologies: Vec<String>,
    typology_numbers: HashMap<Vec<u8>, u16>,
    invalid_ibans: u64,
    ended: bool,
}

impl<R: Read> FlowReader<R> {
    /// A reader of uncompressed content.
    pub fn new(content: R, profile: Profile, key: PseudonymKey) -> Result<Self, FlowError> {
        let wrong = |why: String| Fault::from(FlowCause::InvalidProfile(why)).in_row(0);
        let currency = profile.currency.parse().map_err(|error: &str| wrong(error.to_owned()))?;
        let mut leis = HashMap::new();
        for (name, lei) in profile.institutions.iter().flat_map(|of| &of.leis) {
            let lei =
                lei.parse().map_err(|error| wrong(format!("institution '{name}': {error}")))?;
            leis.insert(name.clone().into_bytes(), lei);
        }
        if profile.attributes.len() > MAX_ATTRIBUTES as usize {
            return Err(wrong(format!("a flow has at most {MAX_ATTRIBUTES} attributes")));
        }
        if [&profile.source, &profile.destination]
            .iter()
            .any(|party| party.value.is_some() && !party.columns.is_empty())
        {
            return Err(wrong("a party has either columns or a value".to_owned()));
        }
        let rows = Rows::new(content, profile.header, profile.delimiter)?;
        Ok(Self {
            profile,
            key,
            rows,
            columns: None,
            currency,
            leis,
            node_labels: None,
            remembered: Default::default(),
            typologies: Vec::new(),
            typology_numbers: HashMap::new(),
            invalid_ibans: 0,
            ended: false,
        })
    }

    /// The same, with labels by party from another file. A label of the row itself goes before.
    #[must_use]
    pub fn with_node_labels(mut self, labels: NodeLabels) -> Self {
        self.profile.has_node_labels = self.profile.node_labels.is_some();
        self.node_labels = Some(labels);
        self
    }

    /// The names of the typologies that were read so far.
    pub fn typologies(&self) -> &[String] {
        &self.typologies
    }

    /// The profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// How many times a party of kind `iban` had wrong check digits. Such an identifier is kept as
    /// written.
    pub fn invalid_ibans(&self) -> u64 {
        self.invalid_ibans
    }

    fn read(&mut self) -> Result<Option<LabelledFlow>, Fault> {
        let columns = match self.columns.take() {
            Some(columns) => columns,
            None => {
                let header =
                    if self.profile.header { self.rows.header()? } else { Default::default() };
                Columns::new(&self.profile, &header)?
            }
        };
        let result = self
            .next_kept(&columns)
            .and_then(|is_row| if is_row { self.flow(&columns).map(Some) } else { Ok(None) });
        self.columns = Some(columns);
        result
    }

    /// Goes to the next row that is a flow.
    fn next_kept(&mut self, columns: &Columns) -> Result<bool, Fault> {
        while self.rows.advance()? {
            let record = self.rows.record();
            if record.len() < columns.least {
                let (found, expected) = (record.len(), columns.least);
                return Err(FlowCause::TooFewColumns { found, expected }.into());
            }
            let mut kept = self.profile.keep.iter().zip(&columns.keep);
            if kept.all(|(keep, column)| keep.admits(field(record, *column))) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn flow(&mut self, columns: &Columns) -> Result<LabelledFlow, Fault> {
        let profile = &self.profile;
        let record = self.rows.record();
        let time = read_time(&profile.time, &columns.time, record)
            .at(columns, columns.time.first().copied())?;
        let currency = match columns.currency {
            None => self.currency,
            Some(column) => text(record, column)
                .trim()
                .parse()
                .map_err(|_| FlowCause::InvalidCurrency {
                    found: text(record, column).into_owned(),
                })
                .at(columns, Some(column))?,
        };
        let places = profile.amount.decimals.unwrap_or_else(|| decimals(currency.as_str()));
        let amount = |column: Option<usize>| match column {
            None => Ok(0),
            Some(at) => {
                minor_units(&text(record, at), places, profile.amount.rounding).at(columns, column)
            }
        };
        let (paid, due) = (amount(columns.amount)?, amount(columns.due)?);
        let (source_institution, destination_institution) =
            match (&profile.institutions, columns.institutions) {
                (Some(of), Some((source, destination))) => (
                    self.institution(of, field(record, source)).at(columns, Some(source))?,
                    self.institution(of, field(record, destination))
                        .at(columns, Some(destination))?,
                ),
                _ => (None, None),
            };
        let channel = match (&profile.channels, columns.channel) {
            (Some(channels), Some(column)) => {
                let named = channels.names.get(text(record, column).trim());
                named.copied().unwrap_or(profile.channel)
            }
            _ => profile.channel,
        };
        let attributes: Vec<Attribute> = (0u16..)
            .zip(&columns.attributes)
            .map(|(code, at)| Attribute { code, value: at.value(record) })
            .collect();
        let sector = self.sector(columns, channel, time, due)?;
        let anomalous = self.anomalous(columns);
        let rule = profile
            .rule
            .iter()
            .zip(&columns.rule)
            .all(|(rule, column)| rule.admits(field(record, *column)));
        let group = columns.group.map_or(0, |column| hash(field(record, column)));
        let row = self.rows.row();

        let source = self.party(columns, Side::Source)?;
        let destination = self.party(columns, Side::Destination)?;
        let typology = if anomalous == Some(true) { self.typology(columns)? } else { None };
        let flow = Flow {
            channel,
            source_institution,
            destination_institution,
            sector,
            attributes: attributes.try_into().unwrap_or_default(),
            ..Flow::between(time, source, destination, paid, currency)
        };
        Ok(LabelledFlow { flow, anomalous, typology, rule, group, row })
    }

    fn institution(&self, of: &Institutions, name: &[u8]) -> Result<Option<Lei>, FlowCause> {
        let name = name.trim_ascii();
        if let Some(known) = self.leis.get(name) {
            return Ok(Some(*known));
        }
        match written_lei(name)? {
            None if of.synthetic && !name.is_empty() => Ok(synthetic_lei(name)),
            found => Ok(found),
        }
    }

    fn sector(
        &self,
        columns: &Columns,
        channel: Channel,
        time: u64,
        due: u64,
    ) -> Result<Sector, Fault> {
        let record = self.rows.record();
        let named = |column: Option<usize>, kind: &str| {
            let name = field(record, column?).trim_ascii();
            (!name.is_empty()).then(|| self.key.pseudonym(kind, name))
        };
        let dated = |column: Option<usize>, written: Option<&WrittenColumn>| {
            let Some((at, written)) = column.zip(written) else { return Ok(None) };
            let found = text(record, at);
            if found.trim().is_empty() {
                return Ok(None);
            }
            written_time(&found, &written.formats).map(Some).at(columns, column)
        };
        Ok(match channel {
            Channel::Toll => Sector::Passage(Passage {
                plate: named(columns.plate, PLATE),
                place: columns
                    .place
                    .map(|column| read_place(&text(record, column)))
                    .transpose()
                    .at(columns, columns.place)?,
                due: columns.due.map(|_| due),
            }),
            Channel::Claim => {
                let claim = self.profile.claim.as_ref();
                let incident =
                    dated(columns.incident, claim.and_then(|claim| claim.incident.as_ref()))?;
                Sector::Claim(Claim {
                    object: named(columns.object, OBJECT),
                    incident: if columns.incident.is_some() { incident } else { Some(time) },
                    insured_since: dated(
                        columns.insured_since,
                        claim.and_then(|claim| claim.insured_since.as_ref()),
                    )?,
                    counterparty: named(columns.counterparty, COUNTERPARTY),
                })
            }
            Channel::Settlement => match columns.cycle {
                None => Sector::General,
                Some(column) => {
                    let found = text(record, column);
                    let cycle = found
                        .trim()
                        .parse()
                        .map_err(|_| FlowCause::InvalidCycle { found: found.clone().into_owned() })
                        .at(columns, Some(column))?;
                    let settlement = self.profile.settlement.as_ref();
                    let net = settlement.and_then(|settlement| settlement.net.as_ref());
                    let net = net
                        .zip(columns.net)
                        .is_some_and(|(net, column)| net.admits(field(record, column)));
                    Sector::Settlement(Settlement { cycle, net })
                }
            },
            _ => Sector::General,
        })
    }

    fn anomalous(&self, columns: &Columns) -> Option<bool> {
        let record = self.rows.record();
        if let Some((label, column)) = self.profile.label.as_ref().zip(columns.label) {
            return label.is_anomalous(field(record, column));
        }
        let (labels, of) = self.node_labels.as_ref().zip(self.profile.node_labels.as_ref())?;
        let named = |columns: &[usize]| joined(record, columns);
        Some(labels.is_anomalous(&named(&columns.source), &named(&columns.destination), of.ends))
    }

    fn party(&mut self, columns: &Columns, side: Side) -> Result<Pseudonym, Fault> {
        let (party, at): (&Party, &[usize]) = match side {
            Side::Source => (&self.profile.source, &columns.source),
            Side::Destination => (&self.profile.destination, &columns.destination),
        };
        let record = self.rows.record();
        // The row's content tells it from the row of the same number in another file; what was known
        // about it afterwards does not change who it was.
        let afterwards = [columns.label, columns.typology];
        let own = || {
            let mut identifier = self.rows.row().to_be_bytes().to_vec();
            let content = record.iter().enumerate();
            for (_, field) in content.filter(|(column, _)| !afterwards.contains(&Some(*column))) {
                identifier.push(SEPARATOR);
                identifier.extend_from_slice(field);
            }
            self.key.pseudonym(&party.kind, &identifier)
        };
        let empty = at.iter().find(|column| field(record, **column).trim_ascii().is_empty());
        let written = match (&party.value, empty) {
            (Some(value), _) => value.clone().into_bytes(),
            (None, None) if at.is_empty() => return Ok(own()),
            (None, None) => joined(record, at),
            (None, Some(_)) if party.empty == Empty::Own => return Ok(own()),
            (None, Some(column)) => {
                return Err(FlowCause::EmptyIdentifier { column: columns.name(*column) }.into());
            }
        };
        // Of one kind, both sides share what is remembered.
        let is_apart = matches!(side, Side::Destination)
            && self.profile.source.kind != self.profile.destination.kind;
        let [shared, apart] = &mut self.remembered;
        let remembered = if is_apart { apart } else { shared };
        if let Some(known) = remembered.get(&written) {
            return Ok(*known);
        }
        let identifier = normalise(&party.kind, &written);
        let pseudonym = self.key.pseudonym(&party.kind, &identifier.text);
        if identifier.is_invalid_iban {
            self.invalid_ibans += 1;
        } else if remembered.len() < MAX_REMEMBERED && written.len() <= MAX_REMEMBERED_BYTES {
            remembered.insert(written, pseudonym);
        }
        Ok(pseudonym)
    }

    fn typology(&mut self, columns: &Columns) -> Result<Option<u16>, Fault> {
        let Some(column) = columns.typology else { return Ok(None) };
        let value = field(self.rows.record(), column).trim_ascii();
        if let Some(known) = self.typology_numbers.get(value) {
            return Ok(Some(*known));
        }
        let written = String::from_utf8_lossy(value).into_owned();
        let names = self.profile.typology.as_ref().map(|typology| &typology.names);
        let name = names.and_then(|names| names.get(&written)).unwrap_or(&written);
        let known = self.typologies.iter().position(|typology| typology == name);
        let index = known.unwrap_or(self.typologies.len());
        if index >= MAX_TYPOLOGIES || self.typology_numbers.len() >= MAX_TYPOLOGIES {
            let cause = FlowCause::TooManyTypologies { maximum: MAX_TYPOLOGIES };
            return Err(cause).at(columns, Some(column));
        }
        if known.is_none() {
            self.typologies.push(name.clone());
        }
        let number = u16::try_from(index).unwrap_or(u16::MAX);
        self.typology_numbers.insert(value.to_vec(), number);
        Ok(Some(number))
    }
}

impl<R: Read> Iterator for FlowReader<R> {
    type Item = Result<LabelledFlow, FlowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let result = self.read().map_err(|fault| fault.in_row(self.rows.row())).transpose();
        // Nothing that comes after a bad row can be relied on.
        self.ended = !matches!(result, Some(Ok(_)));
        result
    }
}

#[derive(Clone, Copy)]
enum Side {
    Source,
    Destination,
}

/// The columns that together name a party.
fn joined(record: &csv::ByteRecord, columns: &[usize]) -> Vec<u8> {
    let mut identifier = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            identifier.push(SEPARATOR);
        }
        identifier.extend_from_slice(field(record, *column).trim_ascii());
    }
    identifier
}
