//! How much of a message is held or followed at once.

/// Upper bounds on what one message may make the reader hold.
///
/// The defaults admit every message of the standard, whose longest text is a few thousand
/// characters, and keep the reader under 16 MiB whatever it is fed. Most of that takes nested
/// elements that all declare the longest namespaces; with regular messages it is below 1 MiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Elements open at once. The deepest message of the standard needs 15.
    pub depth: usize,
    /// Bytes of an element's or attribute's name, prefix included.
    pub name_bytes: usize,
    /// Attributes of one element, namespace declarations apart.
    pub attributes: usize,
    /// Namespace declarations in scope at once.
    pub namespaces: usize,
    /// Bytes of one element's text or one attribute's value, references resolved.
    pub text_bytes: usize,
    /// Bytes of one piece of XML: a tag, a comment, a run of text.
    pub token_bytes: usize,
    /// Canonical bytes of one record.
    pub record_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 64,
            name_bytes: 128,
            attributes: 16,
            namespaces: 128,
            text_bytes: 64 * 1024,
            token_bytes: 128 * 1024,
            record_bytes: 1024 * 1024,
        }
    }
}
