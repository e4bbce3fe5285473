//! What text can be shown.

use crate::is_presentable;

#[test]
fn takes_text_in_any_language() {
    for text in ["x", "7", "Verdacht auf gefälschte Daten", "疑わしい取引", "مشبوه", "a b — c!"]
    {
        assert!(is_presentable(text.as_bytes()), "{text}");
    }
}

#[test]
fn rejects_what_says_nothing() {
    for text in ["", " ", "…", "\u{200d}", "---"] {
        assert!(!is_presentable(text.as_bytes()), "{text:?}");
    }
}

#[test]
fn rejects_what_is_no_text() {
    assert!(!is_presentable(b"\xff"));
    assert!(!is_presentable(b"cut off \xc3"));
}

#[test]
fn rejects_what_is_not_seen() {
    for hidden in ['\n', '\t', '\0', '\u{85}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}'] {
        assert!(!is_presentable(format!("a{hidden}b").as_bytes()), "{hidden:?}");
    }
}
