//! The patterns that are understood: one observation of one object, by one or two properties.
//!
//! `[bank-account:account_number = 'pseudonym:3f…']`. Whoever writes `OR`, `LIKE` or `FOLLOWEDBY` asks
//! for more than a pseudonym on a chain can say, and is refused.

use crate::kind;
use critical_chains_attestation::IndicatorKind;
use critical_chains_flows::Pseudonym;

/// Most bytes of a pattern.
pub const MAX_PATTERN_BYTES: usize = 4096;

/// Most comparisons of a pattern.
const MAX_COMPARISONS: usize = 8;

/// One comparison with `=`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Comparison {
    pub(crate) object: String,
    pub(crate) property: String,
    pub(crate) value: String,
}

/// Why a pattern is not understood. It may hold somebody's account number, so none of it is repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PatternError {
    /// It is longer than patterns that are read.
    #[error("the pattern has {got} bytes, {MAX_PATTERN_BYTES} at most are read")]
    TooLong {
        /// How many bytes it has.
        got: usize,
    },
    /// Something else was expected there.
    #[error("character {at} of the pattern: expected {expected}")]
    Unexpected {
        /// Its place, counted from 1.
        at: usize,
        /// What could stand there.
        expected: &'static str,
    },
    /// It asks for several things at once.
    #[error("the pattern compares several properties, and only one can be met by a pseudonym")]
    Several,
}

/// The pattern that a pseudonym meets.
pub(crate) fn of(kind: IndicatorKind, pseudonym: Pseudonym) -> String {
    let own = kind::observable(kind);
    let value = format!("{}:{} = '{}'", own.object, own.property, kind::marked(pseudonym));
    if own.object == kind::PSEUDONYMOUS_IDENTIFIER {
        format!("[{}:kind = '{kind}' AND {value}]", own.object)
    } else {
        format!("[{value}]")
    }
}

/// The comparisons of a pattern, all of which have to be met.
pub(crate) fn parse(pattern: &str) -> Result<Vec<Comparison>, PatternError> {
    if pattern.len() > MAX_PATTERN_BYTES {
        return Err(PatternError::TooLong { got: pattern.len() });
    }
    let mut reader = Reader { pattern, at: 0 };
    reader.symbol("[", "[ before the one observation")?;
    let mut comparisons = vec![reader.comparison()?];
    while reader.take("AND") {
        if comparisons.len() >= MAX_COMPARISONS {
            return Err(PatternError::Several);
        }
        comparisons.push(reader.comparison()?);
    }
    reader.symbol("]", "AND, or ] at the end of the one observation")?;
    reader.skip_blanks();
    if reader.rest().is_empty() {
        Ok(comparisons)
    } else {
        Err(reader.unexpected("nothing after the one observation"))
    }
}

struct Reader<'a> {
    pattern: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.pattern.get(self.at..).unwrap_or_default()
    }

    fn skip_blanks(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    fn unexpected(&self, expected: &'static str) -> PatternError {
        let before = self.pattern.get(..self.at).unwrap_or_default();
        PatternError::Unexpected { at: before.chars().count() + 1, expected }
    }

    fn take(&mut self, symbol: &str) -> bool {
        self.skip_blanks();
        let is_there = self.rest().starts_with(symbol);
        if is_there {
            self.at += symbol.len();
        }
        is_there
    }

    fn symbol(&mut self, symbol: &str, expected: &'static str) -> Result<(), PatternError> {
        if self.take(symbol) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    fn name(&mut self, extra: char, expected: &'static str) -> Result<String, PatternError> {
        let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == extra;
        let rest = self.rest();
        let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
        if length == 0 {
            return Err(self.unexpected(expected));
        }
        self.at += length;
        Ok(rest.get(..length).unwrap_or_default().to_owned())
    }

    fn comparison(&mut self) -> Result<Comparison, PatternError> {
        self.skip_blanks();
        let object = self.name('-', "the type of an object")?;
        self.symbol(":", ": after the type of an object")?;
        let property = self.name('_', "the name of a property")?;
        self.symbol("=", "= after the name of a property")?;
        self.symbol("'", "a text between single quotation marks")?;
        Ok(Comparison { object, property, value: self.literal()? })
    }

    /// The rest of a text, whose first quotation mark is read.
    fn literal(&mut self) -> Result<String, PatternError> {
        let mut value = String::new();
        let mut characters = self.rest().char_indices();
        while let Some((place, character)) = characters.next() {
            match character {
                '\'' => {
                    self.at += place + 1;
                    return Ok(value);
                }
                '\\' => match characters.next() {
                    Some((_, escaped @ ('\'' | '\\'))) => value.push(escaped),
                    _ => {
                        self.at += place;
                        return Err(self.unexpected("\\' or \\\\"));
                    }
                },
                other => value.push(other),
            }
        }
        self.at = self.pattern.len();
        Err(self.unexpected("the quotation mark at the end of a text"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn patterns_of_pseudonyms_are_short() {
        let digits = "ab".repeat(16);
        let of = |kind| of(kind, Pseudonym([0xab; 16]));

        assert_eq!(
            of(IndicatorKind::Account),
            format!("[bank-account:account_number = 'pseudonym:{digits}']")
        );
        assert_eq!(
            of(IndicatorKind::Plate),
            format!(
                "[pseudonymous-identifier:kind = 'plate' AND pseudonymous-identifier:value = \
                 'pseudonym:{digits}']"
            )
        );
    }

    #[test]
    fn blanks_and_escapes_are_read() {
        let comparisons = parse(" [ a-b:c_d='it\\'s \\\\' AND x:y = 'é' ] ").unwrap();

        assert_eq!(comparisons.len(), 2);
        assert_eq!(comparisons[0].value, "it's \\");
        assert_eq!(comparisons[1].value, "é");
    }

    #[test]
    fn what_is_not_understood_is_told_by_its_place() {
        let mut said = String::new();
        for pattern in [
            "",
            "a:b = 'c'",
            "[a:b = 'c'",
            "[a:b = 'c",
            "[a:b != 'c']",
            "[a:b = 5]",
            "[a:b LIKE 'c%']",
            "[a:b = 'c' OR a:b = 'd']",
            "[(a:b = 'c')]",
            "[a:b.c = 'd']",
            "[a:extensions.'x-ext'.d = 'e']",
            "[a:b = 'c'] AND [d:e = 'f']",
            "[a:b = 'c'] REPEATS 3 TIMES",
            "[a:b = 'é\\c']",
            "[A:b = 'c']",
        ] {
            said.push_str(&format!("{}\n", parse(pattern).unwrap_err()));
        }
        assert_eq!(
            said,
            "\
character 1 of the pattern: expected [ before the one observation
character 1 of the pattern: expected [ before the one observation
character 11 of the pattern: expected AND, or ] at the end of the one observation
character 10 of the pattern: expected the quotation mark at the end of a text
character 6 of the pattern: expected = after the name of a property
character 8 of the pattern: expected a text between single quotation marks
character 6 of the pattern: expected = after the name of a property
character 12 of the pattern: expected AND, or ] at the end of the one observation
character 2 of the pattern: expected the type of an object
character 5 of the pattern: expected = after the name of a property
character 14 of the pattern: expected = after the name of a property
character 13 of the pattern: expected nothing after the one observation
character 13 of the pattern: expected nothing after the one observation
character 10 of the pattern: expected \\' or \\\\
character 2 of the pattern: expected the type of an object
"
        );
        let long = parse(&"[".repeat(MAX_PATTERN_BYTES + 1));
        assert_eq!(long, Err(PatternError::TooLong { got: MAX_PATTERN_BYTES + 1 }));
        let many = format!("[a:b = 'c'{}]", " AND a:b = 'c'".repeat(MAX_COMPARISONS));
        assert_eq!(parse(&many), Err(PatternError::Several));
    }

    proptest! {
        #[test]
        fn nothing_panics(pattern in ".{0,200}") {
            let _ = parse(&pattern);
        }

        #[test]
        fn what_looks_like_a_pattern_does_not_panic(pattern in r"[\[\]' \\a:=éAND]{0,60}") {
            let _ = parse(&pattern);
        }

        #[test]
        fn every_text_can_be_quoted(value in ".{0,50}") {
            let quoted = value.replace('\\', "\\\\").replace('\'', "\\'");
            let comparisons = parse(&format!("[a:b = '{quoted}']")).unwrap();
            prop_assert_eq!(&comparisons[0].value, &value);
        }
    }
}
