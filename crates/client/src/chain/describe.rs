//! Encoded calls, as the chain's metadata reads them.
//!
//! Whoever votes has to see what it votes on, so this shows the bytes themselves and trusts no
//! description that came with them.

use super::{AccountId, ChainError, rpc::unintelligible};
use crate::{
    output::{date_time, printable, visible},
    policy::{constraint_body, policy_body, role_body},
};
use codec::DecodeAll;
use critical_chains_policy::{Constraint, Kinds, Policy, Role, Weekdays};
use scale_info::TypeDef;
use serde_json::{Map, Value as Json, json};
use subxt::{
    ArcMetadata,
    ext::scale_value::{
        Composite, Primitive, Value, ValueDef,
        scale::{decode_as_type, encode_as_type},
    },
    utils::AccountId32,
};

/// An account as people write it.
pub fn account_text(account: &AccountId) -> String {
    AccountId32(*account).to_string()
}

/// A call with its arguments.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct DescribedCall {
    /// Pallet and call, such as `Authorisation.set_policy`.
    pub name: String,
    /// The arguments by name; calls that it holds are objects with `call` and `arguments`.
    pub arguments: Json,
}

impl DescribedCall {
    /// Reads an encoded call.
    pub(super) fn read(bytes: &[u8], metadata: &ArcMetadata) -> Result<Self, ChainError> {
        let kind = metadata.outer_enums().call_enum_ty();
        let input = &mut &*bytes;
        let value = decode_as_type(input, kind, metadata.types());
        let value = value.map_err(unintelligible("the proposed call"))?;
        if !input.is_empty() {
            let left = format!("{} bytes are left over", input.len());
            return Err(unintelligible("the proposed call")(left));
        }
        Self::from_json(Reader { metadata }.json(&value))
            .ok_or_else(|| unintelligible("the proposed call")("it is no call"))
    }

    fn from_json(json: Json) -> Option<Self> {
        let Json::Object(mut fields) = json else { return None };
        let name = fields.get("call")?.as_str()?.to_owned();
        Some(Self { name, arguments: fields.remove("arguments")? })
    }

    /// The same for programs.
    pub fn to_json(&self) -> Json {
        json!({ "call": self.name, "arguments": self.arguments })
    }

    /// Lines for people, each with this in front.
    pub fn lines(&self, margin: &str) -> String {
        let mut text = format!("{margin}{}\n", printable(&self.name));
        write_value(&self.arguments, &format!("{margin}  "), &mut text);
        text
    }
}

fn write_value(value: &Json, margin: &str, text: &mut String) {
    match value {
        Json::Object(fields) => {
            for (key, value) in fields {
                write_field(key, value, margin, text);
            }
        }
        Json::Array(items) => {
            for item in items {
                write_item(item, margin, text);
            }
        }
        Json::String(lines) => {
            for line in lines.lines() {
                text.push_str(format!("{margin}{}", visible(line)).trim_end());
                text.push('\n');
            }
        }
        scalar => text.push_str(&format!("{margin}{}\n", scalar_text("", scalar))),
    }
}

fn write_field(key: &str, value: &Json, margin: &str, text: &mut String) {
    let key = printable(key);
    match inline(&key, value) {
        Some(value) => text.push_str(&format!("{margin}{key}: {value}\n")),
        None => {
            text.push_str(&format!("{margin}{key}:\n"));
            write_value(value, &format!("{margin}  "), text);
        }
    }
}

fn write_item(item: &Json, margin: &str, text: &mut String) {
    if let Some(call) = DescribedCall::from_json(item.clone()) {
        text.push_str(&call.lines(margin));
    } else if let Some(value) = inline("", item) {
        text.push_str(&format!("{margin}- {value}\n"));
    } else {
        text.push_str(&format!("{margin}-\n"));
        write_value(item, &format!("{margin}  "), text);
    }
}

/// What fits on the line of its name.
fn inline(key: &str, value: &Json) -> Option<String> {
    match value {
        Json::Array(items) if items.is_empty() => Some("none".to_owned()),
        Json::Array(items) if items.iter().all(|item| !item.is_array() && !item.is_object()) => {
            Some(items.iter().map(|item| scalar_text("", item)).collect::<Vec<_>>().join(", "))
        }
        Json::Object(fields) if fields.is_empty() => Some("none".to_owned()),
        Json::Array(_) | Json::Object(_) => None,
        // Text of ours: what comes from the chain has no breaks of lines.
        Json::String(text) if text.contains('\n') => None,
        scalar => Some(scalar_text(key, scalar)),
    }
}

/// Times that the pallets name so are also shown as such. Later than this, in milliseconds, a
/// number is taken for a time: the year 2001.
const FIRST_TIME: u64 = 1_000_000_000_000;

fn scalar_text(key: &str, value: &Json) -> String {
    match value {
        Json::Null => "none".to_owned(),
        Json::Bool(true) => "yes".to_owned(),
        Json::Bool(false) => "no".to_owned(),
        Json::String(text) => printable(text),
        Json::Number(number) => match number.as_u64().filter(|number| *number >= FIRST_TIME) {
            Some(time) if ["expires", "from", "starts", "until"].contains(&key) => {
                format!("{time} ({})", date_time(time))
            }
            _ => number.to_string(),
        },
        Json::Array(_) | Json::Object(_) => value.to_string(),
    }
}

struct Reader<'a> {
    metadata: &'a ArcMetadata,
}

impl Reader<'_> {
    fn json(&self, value: &Value<u32>) -> Json {
        let name = self.type_name(value.context);
        if let Some(words) = self.in_words(name, value) {
            return words;
        }
        match &value.value {
            ValueDef::Composite(Composite::Unnamed(items))
                if self.is_list(value.context) && bytes_of(items).is_none() =>
            {
                self.list(items)
            }
            ValueDef::Composite(fields) => self.composite(name, fields),
            ValueDef::Variant(variant) if name == "RuntimeCall" => {
                let call = variant.values.values().next();
                match call.map(|call| &call.value) {
                    Some(ValueDef::Variant(call)) => json!({
                        "call": format!("{}.{}", variant.name, call.name),
                        "arguments": self.fields(&call.values),
                    }),
                    _ => json!({ "call": variant.name, "arguments": {} }),
                }
            }
            ValueDef::Variant(variant) => match (name, variant.name.as_str()) {
                ("Option", "None") => Json::Null,
                ("Option", "Some") => self.fields(&variant.values),
                (_, name) if variant.values.is_empty() => json!(name),
                (_, name) => json!({ name: self.fields(&variant.values) }),
            },
            ValueDef::Primitive(primitive) => primitive_json(primitive),
            ValueDef::BitSequence(bits) => {
                json!(bits.iter().map(|bit| if bit { '1' } else { '0' }).collect::<String>())
            }
        }
    }

    fn type_name(&self, id: u32) -> &str {
        let known = self.metadata.types().resolve(id);
        known.and_then(|known| known.path.segments.last()).map_or("", String::as_str)
    }

    fn composite(&self, name: &str, fields: &Composite<u32>) -> Json {
        let bytes = bytes(fields);
        match (name, bytes.as_deref()) {
            ("AccountId32", Some(bytes)) => match AccountId::try_from(bytes) {
                Ok(account) => json!(account_text(&account)),
                Err(_) => hex_json(bytes),
            },
            ("H256", Some(bytes)) => hex_json(bytes),
            ("Kinds", Some([bits])) => set(Kinds::ALL.iter().enumerate(), *bits),
            ("Weekdays", Some([bits])) => {
                let days: Weekdays = critical_chains_policy::DayOfWeek::ALL.into_iter().collect();
                set(days.iter().enumerate(), *bits)
            }
            (_, Some(bytes)) => bytes_json(bytes),
            (_, None) => self.fields(fields),
        }
    }

    fn fields(&self, fields: &Composite<u32>) -> Json {
        match fields {
            Composite::Named(fields) => {
                let fields = fields.iter().map(|(name, value)| (name.clone(), self.json(value)));
                Json::Object(fields.collect::<Map<_, _>>())
            }
            Composite::Unnamed(fields) => match fields.as_slice() {
                [only] => self.json(only),
                fields => self.list(fields),
            },
        }
    }

    fn list(&self, items: &[Value<u32>]) -> Json {
        Json::Array(items.iter().map(|value| self.json(value)).collect())
    }

    /// Whether this is a list, which may happen to hold one thing, and no wrapper around one.
    fn is_list(&self, id: u32) -> bool {
        let known = self.metadata.types().resolve(id);
        known
            .is_some_and(|known| matches!(known.type_def, TypeDef::Sequence(_) | TypeDef::Array(_)))
    }

    /// What policy files have words for, in these words.
    fn in_words(&self, name: &str, value: &Value<u32>) -> Option<Json> {
        let kind = self.metadata.types().resolve(value.context)?;
        let is_ours = kind.path.segments.first().is_some_and(|own| own == "critical_chains_policy");
        if !is_ours || !["Constraint", "Policy", "Role"].contains(&name) {
            return None;
        }
        let mut bytes = Vec::new();
        encode_as_type(value, value.context, self.metadata.types(), &mut bytes).ok()?;
        let input = &mut &*bytes;
        Some(json!(match name {
            "Constraint" => constraint_body(&Constraint::decode_all(input).ok()?),
            "Policy" => policy_body(&Policy::decode_all(input).ok()?),
            _ => role_body(&Role::decode_all(input).ok()?),
        }))
    }
}

/// The bytes of what holds nothing but bytes, also below wrappers.
fn bytes(fields: &Composite<u32>) -> Option<Vec<u8>> {
    let Composite::Unnamed(fields) = fields else { return None };
    if let [only] = fields.as_slice()
        && let ValueDef::Composite(inner) = &only.value
    {
        return bytes(inner);
    }
    bytes_of(fields)
}

fn bytes_of(items: &[Value<u32>]) -> Option<Vec<u8>> {
    let byte = |value: &Value<u32>| match value.value {
        ValueDef::Primitive(Primitive::U128(number)) => u8::try_from(number).ok(),
        _ => None,
    };
    let bytes: Vec<u8> = items.iter().map(byte).collect::<Option<_>>()?;
    (!bytes.is_empty()).then_some(bytes)
}

fn bytes_json(bytes: &[u8]) -> Json {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.chars().any(char::is_control) => json!(text),
        _ => hex_json(bytes),
    }
}

fn hex_json(bytes: &[u8]) -> Json {
    json!(crate::batch::to_hex(bytes))
}

/// Members of a set of bits, the first for the lowest.
fn set<T: std::fmt::Debug>(members: impl Iterator<Item = (usize, T)>, bits: u8) -> Json {
    let is_in = |place: &usize| u32::try_from(*place).is_ok_and(|place| bits >> place & 1 == 1);
    let names =
        members.filter(|(place, _)| is_in(place)).map(|(_, member)| json!(format!("{member:?}")));
    Json::Array(names.collect())
}

fn primitive_json(primitive: &Primitive) -> Json {
    match primitive {
        Primitive::Bool(value) => json!(value),
        Primitive::Char(value) => json!(value),
        Primitive::String(value) => json!(value),
        Primitive::U128(value) => {
            u64::try_from(*value).map_or_else(|_| json!(value.to_string()), |value| json!(value))
        }
        Primitive::I128(value) => {
            i64::try_from(*value).map_or_else(|_| json!(value.to_string()), |value| json!(value))
        }
        Primitive::U256(bytes) | Primitive::I256(bytes) => hex_json(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_shown_with_those_they_hold() {
        let call = DescribedCall {
            name: "Utility.batch_all".to_owned(),
            arguments: json!({ "calls": [
                {
                    "call": "Authorisation.grant_role",
                    "arguments": {
                        "account": "5Grw",
                        "scope": { "Institution": "CCDEV0ALPHABANK00022" },
                        "validity": { "starts": null, "expires": 1_800_000_000_000_u64 },
                        "levels": 1,
                        "lists": [[{ "Is": "Clear" }, { "Not": "Raised" }], [{ "Is": "Raised" }]],
                        "nothing": [],
                    },
                },
                {
                    "call": "Authorisation.define_role",
                    "arguments": {
                        "name": "clerk\u{1b}[2J",
                        "role": "permissions = [\"a.b\"]\nsteward = \"institution\"\n",
                    },
                },
            ] }),
        };

        insta::assert_snapshot!(call.lines("  "));
    }
}
