//! Somebody else's text on a screen.

/// Most characters of a value that are shown.
const MOST_CHARS: usize = 140;

/// A value fit for one line of a screen: a record, a name or an origin is somebody else's text, and
/// must not move the cursor or pass for ours.
pub fn printable(value: &str) -> String {
    let value = value.trim();
    let mut text: String = value.chars().take(MOST_CHARS).map(replaced).collect();
    if value.chars().nth(MOST_CHARS).is_some() {
        text.push('…');
    }
    text
}

/// The same for a sentence of ours that quotes such a value: nothing is cut off.
pub fn visible(sentence: &str) -> String {
    sentence.chars().map(replaced).collect()
}

/// What is shown of a character: a mark for those that steer a screen, show nothing, or change the
/// order of others.
fn replaced(c: char) -> char {
    match c {
        _ if c.is_control() => char::REPLACEMENT_CHARACTER,
        // Zero width and marks of direction; the Arabic one stands apart from the others.
        '\u{200b}'..='\u{200f}' | '\u{061c}' => char::REPLACEMENT_CHARACTER,
        // Breaks of lines and paragraphs.
        '\u{2028}' | '\u{2029}' => char::REPLACEMENT_CHARACTER,
        // Embeddings, overrides and isolates of direction.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        // Joiners and operators that show nothing, and the byte order mark.
        '\u{2060}'..='\u{2064}' | '\u{feff}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_stays() {
        for text in ["Lindqvist & Söner AB", "株式会社", "שלום", "مرحبا", "a\u{a0}b", "e\u{301}"]
        {
            assert_eq!(printable(text), text);
            assert_eq!(visible(text), text);
        }
        assert_eq!(printable(" padded "), "padded");
    }

    #[test]
    fn what_steers_a_screen_or_shows_nothing_is_marked() {
        let ranges = [
            '\0'..='\u{1f}',
            '\u{7f}'..='\u{9f}',
            '\u{61c}'..='\u{61c}',
            '\u{200b}'..='\u{200f}',
            '\u{2028}'..='\u{202e}',
            '\u{2060}'..='\u{2064}',
            '\u{2066}'..='\u{2069}',
            '\u{feff}'..='\u{feff}',
        ];
        for c in ranges.into_iter().flatten() {
            let text = format!("a{c}b");
            assert_eq!(printable(&text), "a\u{fffd}b", "{:x}", u32::from(c));
            assert_eq!(visible(&text), "a\u{fffd}b", "{:x}", u32::from(c));
        }
    }

    #[test]
    fn values_are_cut_and_sentences_are_not() {
        let long = "ä".repeat(200);

        assert_eq!(printable(&long), format!("{}…", "ä".repeat(140)));
        assert_eq!(printable(&long[..280]), &long[..280]);
        assert_eq!(visible(&long), long);
    }
}
