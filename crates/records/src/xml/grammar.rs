//! The parts of the XML grammar that quick-xml leaves to its callers.

use crate::error::{Cause, excerpt};

/// Whether every character is white space in the sense of XML.
pub(crate) fn is_white(text: &str) -> bool {
    text.bytes().all(is_white_byte)
}

fn is_white_byte(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_white_char(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\n' | '\r')
}

/// Splits a qualified name into its prefix, if any, and its local part.
pub(super) fn split_name(name: &str) -> Result<(Option<&str>, &str), Cause> {
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, name),
    };
    if prefix.is_none_or(is_unprefixed_name) && is_unprefixed_name(local) {
        Ok((prefix, local))
    } else {
        Err(Cause::InvalidName { name: excerpt(name) })
    }
}

/// NCName of Namespaces in XML 1.0.
pub(super) fn is_unprefixed_name(name: &str) -> bool {
    let mut characters = name.chars();
    characters.next().is_some_and(is_name_start) && characters.all(is_name_part)
}

fn is_name_start(character: char) -> bool {
    matches!(character,
        'A'..='Z' | 'a'..='z' | '_'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}'
        | '\u{2070}'..='\u{218F}' | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}'
        | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

fn is_name_part(character: char) -> bool {
    is_name_start(character)
        || matches!(character,
            '0'..='9' | '-' | '.' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}

/// Takes the next attribute off the part of a tag behind its name: name, value as written, rest.
pub(super) fn next_attribute(rest: &str) -> Result<Option<(&str, &str, &str)>, Cause> {
    let body = rest.trim_start_matches(is_white_char);
    if body.is_empty() {
        return Ok(None);
    }
    if body.len() == rest.len() {
        return Err(malformed("no white space before an attribute"));
    }
    let (name, behind) = body
        .split_once('=')
        .ok_or(malformed("an attribute has no value, or something else stands in a tag"))?;
    let name = name.trim_end_matches(is_white_char);
    let behind = behind.trim_start_matches(is_white_char);
    let (value, rest) = ['"', '\'']
        .into_iter()
        .find_map(|quote| behind.strip_prefix(quote).map(|value| value.split_once(quote)))
        .flatten()
        .ok_or(malformed("an attribute's value is not in quotation marks"))?;
    if value.contains('<') {
        return Err(malformed("an attribute's value contains <"));
    }
    Ok(Some((name, value, rest)))
}

/// An attribute's value normalised after XML 1.0 §3.3.3: white space becomes spaces, references
/// are resolved.
pub(super) fn normalise_value(raw: &str) -> Result<String, Cause> {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((literal, behind)) = rest.split_once('&') {
        push_spaced(&mut value, literal);
        let (reference, behind) = behind.split_once(';').ok_or(malformed(UNCLOSED_REFERENCE))?;
        value.push(resolve_reference(reference)?);
        rest = behind;
    }
    push_spaced(&mut value, rest);
    Ok(value)
}

pub(super) const UNCLOSED_REFERENCE: &str = "an & starts no reference; write &amp;";

fn push_spaced(value: &mut String, literal: &str) {
    value.extend(literal.chars().map(|c| if is_white_char(c) { ' ' } else { c }));
}

/// The character that a reference (without `&` and `;`) stands for.
pub(super) fn resolve_reference(reference: &str) -> Result<char, Cause> {
    if let Some(number) = reference.strip_prefix('#') {
        return character_at(number)
            .ok_or_else(|| Cause::InvalidCharacterReference { reference: excerpt(reference) });
    }
    match reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        name if is_unprefixed_name(name) => Err(Cause::UnknownEntity { name: excerpt(name) }),
        _ => Err(malformed(UNCLOSED_REFERENCE)),
    }
}

fn character_at(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix('x') {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    // from_str_radix would take a sign.
    if !digits.chars().all(|digit| digit.is_digit(radix)) {
        return None;
    }
    let code = u32::from_str_radix(digits, radix).ok()?;
    char::from_u32(code).filter(|character| {
        !matches!(character, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}')
            && !matches!(character, '\u{FFFE}' | '\u{FFFF}')
    })
}

/// Checks what stands behind `<?xml`.
pub(super) fn check_declaration(content: &str) -> Result<(), Cause> {
    let mut rest = content;
    let mut expected = ["version", "encoding", "standalone"].into_iter().peekable();
    let mut first = true;
    while let Some((name, value, behind)) =
        next_attribute(rest).map_err(|_| malformed(BAD_DECLARATION))?
    {
        if expected.find(|known| *known == name).is_none() || first != (name == "version") {
            return Err(malformed(BAD_DECLARATION));
        }
        first = false;
        match name {
            "version" if value != "1.0" => {
                return Err(Cause::XmlVersion { found: excerpt(value) });
            }
            "encoding" if !value.eq_ignore_ascii_case("UTF-8") => {
                return Err(Cause::Encoding { found: excerpt(value) });
            }
            "standalone" if !matches!(value, "yes" | "no") => {
                return Err(malformed(BAD_DECLARATION));
            }
            _ => rest = behind,
        }
    }
    if first { Err(malformed(BAD_DECLARATION)) } else { Ok(()) }
}

const BAD_DECLARATION: &str =
    "the XML declaration is not <?xml version=\"1.0\" encoding=\"UTF-8\"?>";

/// Checks the name of a processing instruction.
pub(super) fn check_instruction(target: &str) -> Result<(), Cause> {
    if target.eq_ignore_ascii_case("xml") {
        return Err(malformed("an XML declaration stands after the start of the input"));
    }
    if is_unprefixed_name(target) {
        Ok(())
    } else {
        Err(Cause::InvalidName { name: excerpt(target) })
    }
}

pub(super) const fn malformed(what: &'static str) -> Cause {
    Cause::Malformed { what }
}
