//! A movement of value between two pseudonyms.

use crate::{Attribute, MAX_ATTRIBUTES, Pseudonym, Sector};
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use critical_chains_lei::Lei;
use critical_chains_policy::Currency;
use scale_info::TypeInfo;

/// How value moves.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    Eq,
    Ord,
    PartialEq,
    PartialOrd,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Channel {
    /// None of the others.
    #[default]
    Other,
    /// A credit transfer that is settled in batches or gross.
    CreditTransfer,
    /// A credit transfer that is final within seconds.
    InstantTransfer,
    /// A direct debit.
    DirectDebit,
    /// A payment by card; the destination is the terminal.
    Card,
    /// Cash paid in or out; one side is the institution.
    Cash,
    /// An insurance claim; the source is the claimant and the destination the policy.
    Claim,
    /// A toll passage; the source is the tag and the destination the plaza.
    Toll,
    /// An obligation or delivery between participants of a clearing house.
    Settlement,
}

/// A movement of value between two pseudonyms.
///
/// The encoding (SCALE) of a flow is what evidence is made of: it is a leaf of the evidence tree.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Flow {
    /// When it happened, in seconds since the Unix epoch.
    pub time: u64,
    /// Who gives.
    pub source: Pseudonym,
    /// Who receives.
    pub destination: Pseudonym,
    /// How much, in minor units of the currency (cents).
    pub amount: u64,
    /// The currency of the amount.
    pub currency: Currency,
    /// How it moves.
    pub channel: Channel,
    /// The institution of the source, if it is known.
    pub source_institution: Option<Lei>,
    /// The institution of the destination, if it is known.
    pub destination_institution: Option<Lei>,
    /// What only flows of one sector have.
    pub sector: Sector,
    /// Categories that outcomes may depend on.
    pub attributes: BoundedVec<Attribute, ConstU32<MAX_ATTRIBUTES>>,
}

impl Flow {
    /// A flow of which nothing is known but who, what and when.
    pub fn between(
        time: u64,
        source: Pseudonym,
        destination: Pseudonym,
        amount: u64,
        currency: Currency,
    ) -> Self {
        Self {
            time,
            source,
            destination,
            amount,
            currency,
            channel: Channel::Other,
            source_institution: None,
            destination_institution: None,
            sector: Sector::General,
            attributes: BoundedVec::new(),
        }
    }

    /// Whether both institutions are known and differ.
    pub fn crosses_institutions(&self) -> bool {
        match (&self.source_institution, &self.destination_institution) {
            (Some(source), Some(destination)) => source != destination,
            _ => false,
        }
    }
}
