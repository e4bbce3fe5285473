//! Detectors for flows of one sector: what is impossible, or cannot be twice.
//!
//! Each remembers the last of its kind by what it is about (a vehicle, a tag, a participant of a
//! cycle) in one bounded table.

mod claims;
mod passages;
mod settlement;
mod table;

use crate::{EngineKey, Flow, Identity, Sector};
use codec::{Decode, Encode};
use table::{Memory, MemoryTable};

/// How the sector detectors remember and judge.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
pub struct SectorParameters {
    /// Things that are remembered: 2 to the power of this.
    pub capacity_bits: u8,
    /// Incidents of one object that are less than this apart are taken for one, in seconds.
    pub incident_seconds: u32,
}

impl Default for SectorParameters {
    fn default() -> Self {
        Self { capacity_bits: 14, incident_seconds: 2 * 86_400 }
    }
}

/// What a sector's detectors say of a flow. All are 0 if there is nothing to say.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct SectorFindings {
    /// Earlier claims for the same incident of the same object.
    pub(crate) duplicate_claims: u32,
    /// Different claimants who named the same other party, this one included.
    pub(crate) staged_claimants: u32,
    /// How soon after the start of the insurance it happened: 400 less the days.
    pub(crate) early_claim: u32,
    /// The speed at which the tag or the vehicle must have come from its last plaza, in km/h.
    pub(crate) implied_speed: u32,
    /// Plates that this tag was seen with, or tags with this plate, besides these.
    pub(crate) mismatches: u32,
    /// What was paid too little, in thousandths of what was due.
    pub(crate) underpaid: u32,
    /// What a net position is away from the obligations, in minor units.
    pub(crate) unbalanced: u64,
}

/// What the sector detectors remember.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode)]
pub(crate) struct Sectors {
    table: MemoryTable,
    incident_seconds: u32,
}

/// What something that is remembered is: the same pseudonym may be several.
#[derive(Clone, Copy)]
#[repr(u64)]
enum Kind {
    ClaimedObject = 1,
    ClaimCounterparty = 2,
    Tag = 3,
    Plate = 4,
    Participant = 5,
}

impl Sectors {
    pub(crate) fn new(parameters: &SectorParameters) -> Self {
        Self {
            table: MemoryTable::new(parameters.capacity_bits),
            incident_seconds: parameters.incident_seconds,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.table.len()
    }

    pub(crate) fn memory_bytes(&self) -> usize {
        self.table.memory_bytes()
    }

    /// Takes a flow in, and says what is wrong with it.
    #[inline]
    pub(crate) fn observe(&mut self, key: &EngineKey, flow: &Flow) -> SectorFindings {
        match &flow.sector {
            Sector::General => SectorFindings::default(),
            Sector::Claim(claim) => self.claim(key, flow, claim),
            Sector::Passage(passage) => self.passage(key, flow, passage),
            Sector::Settlement(settlement) => self.settlement(key, flow, settlement),
        }
    }

    /// What is remembered of something, new if it was not.
    fn recall(&mut self, identity: Identity, kind: Kind, time: u64) -> Option<&mut Memory> {
        self.table.enter(identity.tagged(kind as u64), time)
    }
}
