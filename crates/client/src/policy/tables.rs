//! The tables of a policy file, as the TOML library fills them.

use super::values::{Day, DaySpan, Moment, Span, Text, UtcOffset};
use critical_chains_policy::{
    Amount, Assurance, DayOfWeek, Effect, Kind, Name, Presence, Risk, Separation, Steward,
};
use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, Visitor, value::MapAccessDeserializer},
};
use std::{collections::BTreeMap, fmt, marker::PhantomData};
use toml::{Spanned, value::Datetime};

/// Sections whose keys are names.
pub(super) type Section<T> = BTreeMap<Spanned<String>, Spanned<T>>;

/// A whole file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Document {
    #[serde(default)]
    pub(super) complete: bool,
    #[serde(default)]
    pub(super) roles: Section<RoleTable>,
    #[serde(default)]
    pub(super) constraints: Section<ConstraintTable>,
    #[serde(default)]
    pub(super) policies: Section<PolicyTable>,
    #[serde(default)]
    pub(super) remove: RemoveTable,
}

/// What is to be removed.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RemoveTable {
    pub(super) roles: Vec<Spanned<Value<Name>>>,
    pub(super) constraints: Vec<Spanned<Value<Name>>>,
    pub(super) policies: Vec<Spanned<Value<Name>>>,
}

/// A role.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RoleTable {
    #[serde(default)]
    pub(super) permissions: Vec<Value<Name>>,
    #[serde(default)]
    pub(super) inherits: Vec<Value<Name>>,
    pub(super) steward: Option<Value<Steward>>,
    pub(super) max_holders: Option<u32>,
    #[serde(default)]
    pub(super) essential: bool,
    #[serde(default)]
    pub(super) emergency: bool,
}

/// A constraint.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ConstraintTable {
    pub(super) separation: Value<Separation>,
    pub(super) roles: Vec<Value<Name>>,
    pub(super) at_most: u8,
}

/// The policy of a permission.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PolicyTable {
    #[serde(default)]
    pub(super) rules: Vec<Spanned<RuleTable>>,
    pub(super) approval: Option<Spanned<ApprovalTable>>,
}

/// A rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RuleTable {
    pub(super) effect: Value<Effect>,
    #[serde(default)]
    pub(super) roles: Vec<Value<Name>>,
    #[serde(default)]
    pub(super) when: Vec<Spanned<TestsTable>>,
    pub(super) unless: Option<Spanned<TestsTable>>,
}

/// Approvals.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ApprovalTable {
    pub(super) approvals: u8,
    pub(super) eligible: Option<Vec<Value<Kind>>>,
    #[serde(default)]
    pub(super) required: Vec<RequirementTable>,
    #[serde(default)]
    pub(super) proposer_institution_votes: bool,
    #[serde(default)]
    pub(super) authority_veto: bool,
    pub(super) lifetime: Value<Span>,
    pub(super) waiting: Option<Value<Span>>,
}

/// A requirement of approvals.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RequirementTable {
    pub(super) kinds: Vec<Value<Kind>>,
    pub(super) count: u8,
}

/// Tests that all hold; below `unless`, tests of which none may hold.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TestsTable {
    pub(super) time: Option<Value<DaySpan>>,
    pub(super) weekdays: Option<Vec<Value<DayOfWeek>>>,
    pub(super) dates: Option<Vec<Value<Day>>>,
    pub(super) between: Option<BetweenTable>,
    pub(super) subject: Option<Vec<Value<Kind>>>,
    pub(super) counterparty: Option<Vec<Value<Kind>>>,
    pub(super) amount_at_most: Option<Value<Amount>>,
    pub(super) assurance_at_least: Option<Value<Assurance>>,
    pub(super) presence_at_least: Option<Value<Presence>>,
    pub(super) risk_at_most: Option<Value<Risk>>,
    pub(super) purpose: Option<Vec<Value<Name>>>,
    pub(super) jurisdiction: Option<Vec<Value<Name>>>,
    pub(super) utc_offset: Option<Value<UtcOffset>>,
    pub(super) unless: Option<Box<Spanned<TestsTable>>>,
    #[serde(default)]
    pub(super) and: Vec<Spanned<TestsTable>>,
}

/// An interval of time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct BetweenTable {
    pub(super) from: Value<Moment>,
    pub(super) until: Value<Moment>,
}

impl Text for Name {
    const EXPECTED: &'static str = "a name: a letter a-z, then up to 31 of a-z 0-9 . _ -";

    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

/// A value that is read from its text, or from a date of TOML's own.
pub(super) struct Value<T>(pub(super) T);

impl<'de, T: Text> Deserialize<'de> for Value<T> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_any(TextVisitor(PhantomData)).map(Self)
    }
}

struct TextVisitor<T>(PhantomData<T>);

impl<'de, T: Text> Visitor<'de> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::read(text).ok_or_else(|| E::custom(format!("got {text:?}, expected {}", T::EXPECTED)))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        let time = Datetime::deserialize(MapAccessDeserializer::new(map))?;
        self.visit_str(&time.to_string())
    }
}
