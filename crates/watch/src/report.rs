//! What an institution tells the others of its flows.

use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::fmt;
use critical_chains_flows::{Channel, Flow, Pseudonym};
use critical_chains_lei::Lei;
use critical_chains_policy::Currency;
use scale_info::TypeInfo;

/// Most flows of one report.
pub const MAX_EDGES: u32 = 512;

/// Most other institutions that one report names.
pub const MAX_COUNTERPARTIES: u32 = 32;

/// How long ago the flows of a report may have happened, in seconds: a week, as long as an
/// institution may need to mend its systems.
pub const MAX_REPORT_AGE_SECONDS: u64 = 7 * 86_400;

/// Whose the two sides of a flow are.
///
/// A flow between two institutions is told by the one that gives, so that nothing is told twice.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Parties {
    /// Both are customers of who reports.
    Own,
    /// The source is; the destination is a customer of the institution at this place of the list.
    To(u8),
    /// The source is; the destination is a customer of nobody in the consortium, or not known.
    Out,
    /// The destination is; the source is a customer of nobody in the consortium, or not known.
    In,
}

/// A flow as others learn of it.
#[derive(
    Clone,
    Copy,
    Debug,
    Eq,
    PartialEq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Edge {
    /// Seconds after the first flow of the report.
    pub delay: Compact<u32>,
    /// Who gives.
    pub source: Pseudonym,
    /// Who receives.
    pub destination: Pseudonym,
    /// How much, in minor units.
    pub amount: Compact<u64>,
    /// How it moves.
    pub channel: Channel,
    /// Whose both are.
    pub parties: Parties,
}

/// Flows of one currency that an institution tells the others.
///
/// Pseudonyms and no account numbers; no purpose, no attributes, no fields of sectors.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Report {
    /// Its number among the reports of an account, which leave none out.
    pub number: u32,
    /// The epoch of the key with which the pseudonyms were made.
    pub epoch: u32,
    /// The currency of all amounts.
    pub currency: Currency,
    /// When the first flow happened, in seconds since the Unix epoch.
    pub from: u64,
    /// The other institutions.
    pub counterparties: BoundedVec<Lei, ConstU32<MAX_COUNTERPARTIES>>,
    /// The flows, in the order of time.
    pub edges: BoundedVec<Edge, ConstU32<MAX_EDGES>>,
}

/// Why a report is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum InvalidReport {
    /// There are no flows in it.
    Empty,
    /// The currency is none: decoding does not check it.
    Currency,
    /// A flow moves nothing.
    NoAmount {
        /// Its place.
        place: u32,
    },
    /// A flow comes before the one before it.
    NotInOrder {
        /// Its place.
        place: u32,
    },
    /// A flow names an institution that is not in the list.
    NoSuchCounterparty {
        /// Its place.
        place: u32,
    },
    /// The list of institutions names one twice, or the one that reports.
    Counterparties,
    /// The last flow lies in the future.
    Future,
    /// The first flow happened too long ago.
    TooOld,
}

impl fmt::Display for InvalidReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there are no flows: report at least one"),
            Self::Currency => f.write_str("the currency is no code of three letters A-Z"),
            Self::NoAmount { place } => write!(f, "flow {place} moves nothing: leave it out"),
            Self::NotInOrder { place } => {
                write!(f, "flow {place} comes before the one before it: sort them by time")
            }
            Self::NoSuchCounterparty { place } => {
                write!(f, "flow {place} names an institution that is not in the list")
            }
            Self::Counterparties => {
                f.write_str("the list names an institution twice, or the one that reports")
            }
            Self::Future => f.write_str("the last flow lies in the future: check the clock"),
            Self::TooOld => write!(
                f,
                "the first flow happened more than {MAX_REPORT_AGE_SECONDS} seconds ago: others \
                 have no use for it"
            ),
        }
    }
}

impl core::error::Error for InvalidReport {}

/// Why flows cannot be reported.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unreportable {
    /// There are none, or more than [`MAX_EDGES`].
    Count {
        /// How many there are.
        found: usize,
    },
    /// A flow has another currency than the first.
    Currency {
        /// Its place.
        place: usize,
    },
    /// The reporting institution neither gives, nor receives from outside of the consortium.
    NotOwn {
        /// Its place.
        place: usize,
    },
    /// They name more than [`MAX_COUNTERPARTIES`] institutions.
    TooManyCounterparties,
    /// They are not in the order of time, or lie more than 136 years apart.
    NotInOrder {
        /// The place of the flow that is before the one before it.
        place: usize,
    },
}

impl fmt::Display for Unreportable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count { found } => {
                write!(f, "{found} flows do not fit into a report: expected 1 to {MAX_EDGES}")
            }
            Self::Currency { place } => {
                write!(f, "flow {place} has another currency than the first: report it apart")
            }
            Self::NotOwn { place } => write!(
                f,
                "the institution neither gives flow {place}, nor receives it from outside of the \
                 consortium: who gives reports it"
            ),
            Self::TooManyCounterparties => write!(
                f,
                "the flows go to more than {MAX_COUNTERPARTIES} institutions: make smaller reports"
            ),
            Self::NotInOrder { place } => {
                write!(f, "flow {place} comes before the one before it: sort them by time")
            }
        }
    }
}

impl core::error::Error for Unreportable {}

impl Report {
    /// A report of flows in the order of time.
    pub fn of(
        number: u32,
        epoch: u32,
        reporter: &Lei,
        flows: &[Flow],
    ) -> Result<Self, Unreportable> {
        let count = Unreportable::Count { found: flows.len() };
        let first = flows.first().ok_or(count)?;
        let mut report = Self {
            number,
            epoch,
            currency: first.currency,
            from: first.time,
            counterparties: BoundedVec::new(),
            edges: BoundedVec::new(),
        };
        let mut latest = 0;
        for (place, flow) in flows.iter().enumerate() {
            if flow.currency != first.currency {
                return Err(Unreportable::Currency { place });
            }
            let delay = flow.time.checked_sub(first.time).and_then(|delay| delay.try_into().ok());
            let delay = delay.filter(|delay| *delay >= latest);
            latest = delay.ok_or(Unreportable::NotInOrder { place })?;
            let edge = Edge {
                delay: Compact(latest),
                source: flow.source,
                destination: flow.destination,
                amount: Compact(flow.amount),
                channel: flow.channel,
                parties: report.parties(reporter, flow, place)?,
            };
            report.edges.try_push(edge).map_err(|_| count)?;
        }
        Ok(report)
    }

    /// Whose the sides of a flow are. Another institution is added to the list.
    fn parties(
        &mut self,
        reporter: &Lei,
        flow: &Flow,
        place: usize,
    ) -> Result<Parties, Unreportable> {
        let (source, destination) = (flow.source_institution, flow.destination_institution);
        match (source, destination) {
            (Some(source), _) if source != *reporter => Err(Unreportable::NotOwn { place }),
            (Some(_), None) => Ok(Parties::Out),
            (Some(_), Some(destination)) if destination == *reporter => Ok(Parties::Own),
            (Some(_), Some(destination)) => {
                let known = self.counterparties.iter().position(|other| *other == destination);
                let at = known.unwrap_or(self.counterparties.len());
                if known.is_none() {
                    let pushed = self.counterparties.try_push(destination);
                    pushed.map_err(|_| Unreportable::TooManyCounterparties)?;
                }
                let at = u8::try_from(at).map_err(|_| Unreportable::TooManyCounterparties)?;
                Ok(Parties::To(at))
            }
            (None, Some(destination)) if destination == *reporter => Ok(Parties::In),
            (None, _) => Err(Unreportable::NotOwn { place }),
        }
    }

    /// Whether it makes sense at this time, in seconds since the Unix epoch.
    pub fn check(&self, reporter: &Lei, now: u64) -> Result<(), InvalidReport> {
        let others = self.counterparties.iter().enumerate();
        for (at, other) in others {
            let again = self.counterparties.iter().take(at).any(|earlier| earlier == other);
            if again || other == reporter {
                return Err(InvalidReport::Counterparties);
            }
        }
        let mut latest = 0;
        for (place, edge) in (0u32..).zip(&self.edges) {
            if edge.amount.0 == 0 {
                return Err(InvalidReport::NoAmount { place });
            }
            if edge.delay.0 < latest {
                return Err(InvalidReport::NotInOrder { place });
            }
            latest = edge.delay.0;
            if let Parties::To(at) = edge.parties
                && usize::from(at) >= self.counterparties.len()
            {
                return Err(InvalidReport::NoSuchCounterparty { place });
            }
        }
        if self.edges.is_empty() {
            return Err(InvalidReport::Empty);
        }
        if !self.currency.is_valid() {
            return Err(InvalidReport::Currency);
        }
        if self.from.saturating_add(latest.into()) > now {
            return Err(InvalidReport::Future);
        }
        if now.saturating_sub(self.from) > MAX_REPORT_AGE_SECONDS {
            return Err(InvalidReport::TooOld);
        }
        Ok(())
    }

    /// The flows that it tells, given who reported it.
    pub fn flows(&self, reporter: &Lei) -> Vec<Flow> {
        let flow = |edge: &Edge| {
            let (source, destination) = match edge.parties {
                Parties::Own => (Some(*reporter), Some(*reporter)),
                Parties::To(at) => {
                    (Some(*reporter), self.counterparties.get(usize::from(at)).copied())
                }
                Parties::Out => (Some(*reporter), None),
                Parties::In => (None, Some(*reporter)),
            };
            Flow {
                channel: edge.channel,
                source_institution: source,
                destination_institution: destination,
                ..Flow::between(
                    self.from.saturating_add(edge.delay.0.into()),
                    edge.source,
                    edge.destination,
                    edge.amount.0,
                    self.currency,
                )
            }
        };
        self.edges.iter().map(flow).collect()
    }
}
