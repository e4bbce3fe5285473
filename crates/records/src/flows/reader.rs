//! Rows to flows.

use super::{
    FlowCause, FlowError, Profile,
    profile::{Keep, Label, Party, Time},
    time,
};
use critical_chains_flows::{
    Attribute, Channel, Claim, Flow, MAX_ATTRIBUTES, Passage, Place, Pseudonym, PseudonymKey,
    Sector,
};
use critical_chains_lei::Lei;
use csv::ByteRecord;
use std::{collections::HashMap, io::Read};

/// Pseudonyms that are remembered, because working one out takes longer than all else of a row.
const MAX_REMEMBERED: usize = 1 << 20;

/// Millionths of a degree.
const MICRODEGREES: f64 = 1_000_000.0;

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

/// Where the columns of a profile are in this file.
struct Columns {
    time: Vec<usize>,
    source: Vec<usize>,
    destination: Vec<usize>,
    amount: Option<usize>,
    institutions: Option<(usize, usize)>,
    keep: Vec<usize>,
    rule: Vec<usize>,
    label: Option<usize>,
    typology: Option<usize>,
    group: Option<usize>,
    attributes: Vec<usize>,
    plate: Option<usize>,
    place: Option<usize>,
    due: Option<usize>,
}

/// Makes flows of the rows of a file, one after the other.
pub struct FlowReader<R> {
    profile: Profile,
    key: PseudonymKey,
    rows: csv::Reader<R>,
    record: ByteRecord,
    columns: Option<Columns>,
    currency: critical_chains_policy::Currency,
    leis: HashMap<Vec<u8>, Lei>,
    remembered: HashMap<(u8, Vec<u8>), Pseudonym>,
    typologies: Vec<String>,
    row: u64,
    ended: bool,
}

impl<R: Read> FlowReader<R> {
    /// A reader of uncompressed content.
    pub fn new(content: R, profile: Profile, key: PseudonymKey) -> Result<Self, FlowError> {
        let wrong = |error: String| FlowError { row: 0, cause: FlowCause::Unreadable(error) };
        let delimiter = u8::try_from(profile.delimiter)
            .map_err(|_| wrong("a delimiter is one ASCII character".to_owned()))?;
        let currency = profile.currency.parse().map_err(|error: &str| wrong(error.to_owned()))?;
        let mut leis = HashMap::new();
        for (name, lei) in profile.institutions.iter().flat_map(|of| &of.leis) {
            let lei =
                lei.parse().map_err(|error| wrong(format!("institution '{name}': {error}")))?;
            leis.insert(name.clone().into_bytes(), lei);
        }
        let rows = csv::ReaderBuilder::new()
            .has_headers(profile.header)
            .delimiter(delimiter)
            .flexible(true)
            .buffer_capacity(1 << 18)
            .from_reader(content);
        Ok(Self {
            profile,
            key,
            rows,
            record: ByteRecord::new(),
            columns: None,
            currency,
            leis,
            remembered: HashMap::new(),
            typologies: Vec::new(),
            row: 0,
            ended: false,
        })
    }

    /// The names of the typologies that were read so far.
    pub fn typologies(&self) -> &[String] {
        &self.typologies
    }

    /// The profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    fn read(&mut self) -> Result<Option<LabelledFlow>, FlowCause> {
        let unreadable = |error: csv::Error| FlowCause::Unreadable(error.to_string());
        if self.columns.is_none() {
            let header = if self.profile.header {
                self.rows.byte_headers().map_err(unreadable)?.clone()
            } else {
                ByteRecord::new()
            };
            self.columns = Some(Columns::new(&self.profile, &header)?);
        }
        loop {
            if !self.rows.read_byte_record(&mut self.record).map_err(unreadable)? {
                return Ok(None);
            }
            self.row += 1;
            let Some(columns) = &self.columns else { return Ok(None) };
            let kept = self.profile.keep.iter().zip(&columns.keep);
            if kept.into_iter().all(|(keep, column)| keep.admits(field(&self.record, *column))) {
                break;
            }
        }
        self.flow().map(Some)
    }

    fn flow(&mut self) -> Result<LabelledFlow, FlowCause> {
        let columns = self
            .columns
            .take()
            .ok_or_else(|| FlowCause::ColumnNotFound { column: String::new() })?;
        let result = self.flow_of(&columns);
        self.columns = Some(columns);
        result
    }

    fn flow_of(&mut self, columns: &Columns) -> Result<LabelledFlow, FlowCause> {
        let profile = &self.profile;
        let record = &self.record;
        let time = read_time(&profile.time, &columns.time, record)?;
        let decimals = profile.amount.decimals;
        let amount = |column: Option<usize>| {
            column.map_or(Ok(0), |column| minor_units(&text(record, column), decimals))
        };
        let (paid, due) = (amount(columns.amount)?, amount(columns.due)?);
        let place = columns.place.map(|column| read_place(&text(record, column))).transpose()?;
        let institution = |column: usize| self.leis.get(field(record, column)).copied();
        let (source_institution, destination_institution) =
            columns.institutions.map_or((None, None), |(source, destination)| {
                (institution(source), institution(destination))
            });
        let mut attributes = Vec::with_capacity(columns.attributes.len());
        for (code, column) in (0u16..).zip(&columns.attributes) {
            attributes.push(Attribute { code, value: category(field(record, *column)) });
        }
        attributes.truncate(MAX_ATTRIBUTES as usize);
        let channel = profile.channel;
        let anomalous = profile
            .label
            .as_ref()
            .zip(columns.label)
            .map(|(label, column)| label.is_anomalous(field(record, column)));
        let rule = profile
            .rule
            .iter()
            .zip(&columns.rule)
            .all(|(rule, column)| rule.admits(field(record, *column)));
        let group = columns.group.map_or(0, |column| hash(field(record, column)));

        let source = self.pseudonym(&columns.source, Side::Source);
        let destination = self.pseudonym(&columns.destination, Side::Destination);
        let plate = columns.plate.map(|column| self.pseudonym(&[column], Side::Plate));
        let sector = match channel {
            Channel::Toll => {
                let due = columns.due.is_some().then_some(due);
                Sector::Passage(Passage { plate, place, due })
            }
            Channel::Claim => Sector::Claim(Claim {
                object: None,
                incident: Some(time),
                insured_since: None,
                counterparty: None,
            }),
            _ => Sector::General,
        };
        let typology = if anomalous == Some(true) { self.typology(columns) } else { None };
        let flow = Flow {
            channel,
            source_institution,
            destination_institution,
            sector,
            attributes: attributes.try_into().unwrap_or_default(),
            ..Flow::between(time, source, destination, paid, self.currency)
        };
        Ok(LabelledFlow { flow, anomalous, typology, rule, group, row: self.row })
    }

    fn pseudonym(&mut self, columns: &[usize], side: Side) -> Pseudonym {
        let kind = match side {
            Side::Source => &self.profile.source.kind,
            Side::Destination => &self.profile.destination.kind,
            Side::Plate => "plate",
        };
        let mut identifier = Vec::new();
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                identifier.push(0x1f);
            }
            identifier.extend_from_slice(field(&self.record, *column).trim_ascii());
        }
        if columns.is_empty() {
            identifier.extend_from_slice(&self.row.to_be_bytes());
            return self.key.pseudonym(kind, &identifier);
        }
        let name = (side as u8, identifier);
        if let Some(known) = self.remembered.get(&name) {
            return *known;
        }
        let pseudonym = self.key.pseudonym(kind, &name.1);
        if self.remembered.len() < MAX_REMEMBERED {
            self.remembered.insert(name, pseudonym);
        }
        pseudonym
    }

    fn typology(&mut self, columns: &Columns) -> Option<u16> {
        let value = text(&self.record, columns.typology?).trim().to_owned();
        let names = self.profile.typology.as_ref().map(|typology| &typology.names)?;
        let name = names.get(&value).unwrap_or(&value);
        let known = self.typologies.iter().position(|typology| typology == name);
        let index = known.unwrap_or_else(|| {
            self.typologies.push(name.clone());
            self.typologies.len() - 1
        });
        u16::try_from(index).ok()
    }
}

impl<R: Read> Iterator for FlowReader<R> {
    type Item = Result<LabelledFlow, FlowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let result = self.read().map_err(|cause| FlowError { row: self.row, cause }).transpose();
        // Nothing that comes after a bad row can be relied on.
        self.ended = !matches!(result, Some(Ok(_)));
        result
    }
}

#[derive(Clone, Copy)]
#[repr(u8)]
enum Side {
    Source,
    Destination,
    Plate,
}

impl Columns {
    fn new(profile: &Profile, header: &ByteRecord) -> Result<Self, FlowCause> {
        let find = |name: &String| {
            let named = header.iter().position(|column| column.trim_ascii() == name.as_bytes());
            let numbered = || if profile.header { None } else { name.parse().ok() };
            named
                .or_else(numbered)
                .ok_or_else(|| FlowCause::ColumnNotFound { column: name.clone() })
        };
        let some = |name: Option<&String>| name.map(find).transpose();
        let all = |names: &[String]| names.iter().map(find).collect::<Result<Vec<_>, _>>();
        let party = |party: &Party| all(&party.columns);
        let time = match &profile.time {
            Time::Written { column, .. } | Time::Steps { column, .. } => vec![find(column)?],
            Time::Calendar { year, month, week, weekday } => {
                vec![find(year)?, find(month)?, find(week)?, find(weekday)?]
            }
        };
        let passage = profile.passage.as_ref();
        Ok(Self {
            time,
            source: party(&profile.source)?,
            destination: party(&profile.destination)?,
            amount: some(profile.amount.column.as_ref())?,
            institutions: profile
                .institutions
                .as_ref()
                .map(|of| Ok((find(&of.source)?, find(&of.destination)?)))
                .transpose()?,
            keep: profile.keep.iter().map(|keep| find(&keep.column)).collect::<Result<_, _>>()?,
            rule: profile.rule.iter().map(|rule| find(&rule.column)).collect::<Result<_, _>>()?,
            label: some(profile.label.as_ref().map(|label| &label.column))?,
            typology: some(profile.typology.as_ref().map(|typology| &typology.column))?,
            group: some(profile.group.as_ref())?,
            attributes: all(&profile.attributes)?,
            plate: some(passage.and_then(|passage| passage.plate.as_ref()))?,
            place: some(passage.and_then(|passage| passage.place.as_ref()))?,
            due: some(passage.and_then(|passage| passage.due.as_ref()))?,
        })
    }
}

impl Keep {
    fn admits(&self, value: &[u8]) -> bool {
        let is = |list: &[String]| list.iter().any(|entry| entry.as_bytes() == value);
        (self.is.is_empty() || is(&self.is))
            && !is(&self.is_not)
            && !self.starts_not.iter().any(|start| value.starts_with(start.as_bytes()))
    }
}

impl Label {
    fn is_anomalous(&self, value: &[u8]) -> bool {
        let value = value.trim_ascii();
        let is = |list: &[String]| list.iter().any(|entry| entry.as_bytes() == value);
        if self.ordinary.is_empty() { is(&self.anomalous) } else { !is(&self.ordinary) }
    }
}

fn field(record: &ByteRecord, column: usize) -> &[u8] {
    record.get(column).unwrap_or_default()
}

fn text(record: &ByteRecord, column: usize) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(field(record, column))
}

fn read_time(time: &Time, columns: &[usize], record: &ByteRecord) -> Result<u64, FlowCause> {
    let value = |index: usize| text(record, columns.get(index).copied().unwrap_or(usize::MAX));
    let invalid = |format: &str| FlowCause::InvalidTime {
        found: (0..columns.len())
            .map(|index| value(index).into_owned())
            .collect::<Vec<_>>()
            .join(" "),
        format: format.to_owned(),
    };
    match time {
        Time::Written { formats, .. } => {
            let found = formats.iter().find_map(|format| time::parse(&value(0), format));
            found.ok_or_else(|| invalid(&formats.join(" or ")))
        }
        Time::Steps { step_seconds, epoch, .. } => value(0)
            .trim()
            .parse::<u64>()
            .ok()
            .and_then(|step| step.checked_mul(*step_seconds)?.checked_add(*epoch))
            .ok_or_else(|| invalid("a whole number of steps")),
        Time::Calendar { .. } => {
            let number = |index: usize| value(index).trim().parse::<i64>().ok();
            number(0)
                .zip(time::month(&value(1)))
                .zip(number(2).zip(time::weekday(&value(3))))
                .and_then(|((year, month), (week, weekday))| {
                    let day = week.checked_sub(1)?.checked_mul(7)?.checked_add(weekday)?;
                    time::seconds((year, month, day.checked_add(1)?), (0, 0, 0))
                })
                .ok_or_else(|| invalid("year, month, week of the month, day of the week"))
        }
    }
}

/// A decimal number in units of its last decimal, exactly; what is too long is rounded half to even.
pub(super) fn minor_units(text: &str, decimals: u32) -> Result<u64, FlowCause> {
    let invalid = || FlowCause::InvalidAmount { found: text.to_owned() };
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    // Very small amounts are written with an exponent, and are nothing.
    if let Some((_, exponent)) = text.trim().split_once(['e', 'E'])
        && exponent.starts_with('-')
        && !text.trim().starts_with('-')
    {
        return Ok(0);
    }
    if !digits(whole) || !digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(invalid());
    }
    let kept: String = whole
        .chars()
        .chain(fraction.chars().chain(std::iter::repeat('0')).take(decimals as usize))
        .collect();
    let rest = fraction.get(decimals as usize..).unwrap_or_default();
    let value: u64 = if kept.is_empty() { 0 } else { kept.parse().map_err(|_| invalid())? };
    let half = rest.starts_with('5') && rest.bytes().skip(1).all(|byte| byte == b'0');
    let up = if half { value % 2 == 1 } else { rest.as_bytes().first() >= Some(&b'5') };
    value.checked_add(u64::from(up)).ok_or_else(invalid)
}

fn read_place(text: &str) -> Result<Place, FlowCause> {
    let degrees = |part: &str, limit: f64| {
        let value: f64 = part.trim().parse().ok()?;
        (value.abs() <= limit).then(|| (value * MICRODEGREES).round() as i32)
    };
    text.split_once(',')
        .and_then(|(latitude, longitude)| {
            Some(Place {
                latitude: degrees(latitude, 90.0)?,
                longitude: degrees(longitude, 180.0)?,
            })
        })
        .ok_or_else(|| FlowCause::InvalidPlace { found: text.to_owned() })
}

/// FNV-1a (Fowler, Noll and Vo), 64 bits.
fn hash(value: &[u8]) -> u64 {
    value.trim_ascii().iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// The category of a text: FNV-1a folded to 32 bits. The same text is the same category in every file.
fn category(value: &[u8]) -> u32 {
    let hash = hash(value);
    (hash ^ (hash >> 32)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        let good = [
            ("57.16", 2, 5_716),
            ("57", 2, 5_700),
            ("57.1", 2, 5_710),
            ("0.125", 2, 12),
            ("0.135", 2, 14),
            ("592.534549", 2, 59_253),
            (".5", 2, 50),
            ("2.5e-06", 2, 0),
            ("18446744073709551615", 0, u64::MAX),
        ];
        for (text, decimals, expected) in good {
            assert_eq!(minor_units(text, decimals).ok(), Some(expected), "{text}");
        }
        for text in ["", ".", "-1", "1,000.00", "12.3x", "18446744073709551616", "1e5", "NaN"] {
            assert!(minor_units(text, 0).is_err(), "{text}");
        }
    }

    #[test]
    fn places_are_degrees() {
        let place = read_place("13.059816123454882, 77.77068662374292").ok();

        assert_eq!(place, Some(Place { latitude: 13_059_816, longitude: 77_770_687 }));
        for text in ["", "1", "91,0", "0,181", "a,b"] {
            assert!(read_place(text).is_err(), "{text}");
        }
    }
}
