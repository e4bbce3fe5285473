//! One spelling of a JSON document (RFC 8785), so that its digest does not depend on who wrote it.

use serde_json::{Number, Value};
use sha2::{Digest as _, Sha256};
use std::fmt::Write;

/// The largest whole number that every reader of JSON takes for the same one.
const MAX_SAFE: u64 = (1 << 53) - 1;

/// Most digits of a fraction that every reader of JSON takes for the same number.
const MAX_DIGITS: usize = 15;

/// A number has no spelling on which all readers agree.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the number {0} is not read alike by everybody")]
pub struct NoOneSpelling(String);

/// SHA-256 of the one spelling of a document.
pub fn digest(document: &Value) -> Result<[u8; 32], NoOneSpelling> {
    let mut text = String::new();
    write(document, &mut text)?;
    Ok(Sha256::digest(text.as_bytes()).into())
}

/// The one spelling of a document that holds no fractions.
pub(crate) fn text(document: &Value) -> String {
    let mut text = String::new();
    // What this program writes into names is text and small whole numbers.
    let _ = write(document, &mut text);
    text
}

fn write(value: &Value, text: &mut String) -> Result<(), NoOneSpelling> {
    match value {
        Value::Null | Value::Bool(_) => {
            let _ = write!(text, "{value}");
        }
        Value::Number(number) => text.push_str(&spelling(number)?),
        Value::String(own) => write_string(own, text),
        Value::Array(items) => {
            text.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                write(item, text)?;
            }
            text.push(']');
        }
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().collect();
            // By UTF-16, which is not the order of characters beyond the basic plane.
            fields.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            text.push('{');
            for (place, (name, item)) in fields.into_iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                write_string(name, text);
                text.push(':');
                write(item, text)?;
            }
            text.push('}');
        }
    }
    Ok(())
}

fn write_string(own: &str, text: &mut String) {
    text.push('"');
    for character in own.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            c if c < ' ' => {
                let _ = write!(text, "\\u{:04x}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
}

/// Whole numbers and plain fractions. Others have a spelling in the standard too, but readers differ
/// in the last bit of what they read, and a digest that only some can work out proves nothing.
fn spelling(number: &Number) -> Result<String, NoOneSpelling> {
    let refused = || NoOneSpelling(number.to_string());
    if let Some(whole) = number.as_i64() {
        return if whole.unsigned_abs() <= MAX_SAFE {
            Ok(whole.to_string())
        } else {
            Err(refused())
        };
    }
    let float = number.as_f64().ok_or_else(refused)?;
    if float == 0.0 {
        return Ok("0".to_owned());
    }
    // Where the standard uses no exponent, its spelling is the shortest one, as here.
    let plain = float.to_string();
    let digits =
        plain.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').count();
    let is_plain = (1e-6..1e15).contains(&float.abs()) && digits <= MAX_DIGITS;
    if is_plain { Ok(plain) } else { Err(refused()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        let mut out = String::new();
        write(&serde_json::from_str(text).unwrap(), &mut out).unwrap();
        out
    }

    /// From RFC 8785, sections 3.2.2 and 3.2.3, without the numbers that are refused here.
    #[test]
    fn documents_are_spelled_as_in_the_standard() {
        let text = r#"{
            "numbers": [4.50, 2e-3, 0.002, -0.0, 10.0],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
            "literals": [null, true, false]
        }"#;
        let expected = concat!(
            r#"{"literals":[null,true,false],"numbers":[4.5,0.002,0.002,0,10],"#,
            r#""string":"€$\u000f\nA'B\"\\\\\"/"}"#
        );
        assert_eq!(canonical(text), expected);

        let names = r#"{"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\ud83d\ude00": 5, "\u0080": 6, "\u00f6": 7}"#;
        let sorted: String = canonical(names).chars().filter(char::is_ascii_digit).collect();
        // The name "1" gives a digit of its own before its value.
        assert_eq!(sorted, "21467153");
    }

    #[test]
    fn numbers_that_readers_differ_about_are_refused() {
        for text in
            ["9007199254740992", "1e30", "1e-7", "333333333.33333329", "18446744073709551615"]
        {
            let number: Value = serde_json::from_str(text).unwrap();
            assert!(digest(&number).is_err(), "{text}");
        }
        assert!(digest(&serde_json::json!(9_007_199_254_740_991_u64)).is_ok());
    }

    #[test]
    fn layout_and_order_do_not_matter() {
        let read = |text: &str| digest(&serde_json::from_str(text).unwrap()).unwrap();

        assert_eq!(read("{\"a\":1,\"b\":[]}"), read("{ \"b\" : [ ],\n\"a\": 1.0 }"));
        assert_eq!(
            hex::encode(read("{}")),
            "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
        );
    }
}
