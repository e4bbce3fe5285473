//! What text can be shown to whoever reads a record.

/// Whether this is UTF-8 with a letter or digit, and without characters that are not seen but
/// change what is: control characters, line separators, and those that set the direction of
/// writing.
pub fn is_presentable(text: &[u8]) -> bool {
    core::str::from_utf8(text)
        .is_ok_and(|text| text.chars().any(char::is_alphanumeric) && !text.chars().any(is_hidden))
}

fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
        )
}
