//! What can be wrong with a message, where, and what to do about it.

use core::fmt;
use std::io;

/// Why a message cannot be read, and the place in it.
#[derive(Debug, thiserror::Error)]
#[error("line {line}, column {column}: {cause}")]
pub struct ReadError {
    /// Line, from 1.
    pub line: u64,
    /// Column in characters, from 1: the start of the tag or text concerned.
    pub column: u64,
    /// What is wrong there.
    pub cause: Cause,
}

impl ReadError {
    /// What to do about it, as one sentence.
    pub fn hint(&self) -> &'static str {
        self.cause.hint()
    }
}

/// The bound of [`crate::Limits`] that a message exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// [`crate::Limits::depth`]
    Depth,
    /// [`crate::Limits::name_bytes`]
    NameBytes,
    /// [`crate::Limits::attributes`]
    Attributes,
    /// [`crate::Limits::namespaces`]
    Namespaces,
    /// [`crate::Limits::text_bytes`]
    TextBytes,
    /// [`crate::Limits::token_bytes`]
    TokenBytes,
    /// [`crate::Limits::record_bytes`]
    RecordBytes,
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Depth => "the nesting of elements",
            Self::NameBytes => "the length of a name in bytes",
            Self::Attributes => "the number of attributes of one element",
            Self::Namespaces => "the number of namespace declarations in scope",
            Self::TextBytes => "the length of one text in bytes",
            Self::TokenBytes => "the length of one tag, comment or run of text in bytes",
            Self::RecordBytes => "the length of one record in bytes",
        })
    }
}

/// What is wrong with a message.
#[derive(Debug, thiserror::Error)]
pub enum Cause {
    /// The source of the bytes failed.
    #[error("the input cannot be read: {0}")]
    Io(io::Error),
    /// The text is in an encoding other than UTF-8, declared or recognised.
    #[error("the text is encoded as {found}, expected UTF-8")]
    Encoding {
        /// The encoding declared, or recognised from the first bytes.
        found: String,
    },
    /// Bytes that are no UTF-8.
    #[error("the bytes here are not valid UTF-8")]
    InvalidUtf8,
    /// A character that XML forbids, such as NUL.
    #[error("the character U+{code:04X} is not allowed in XML")]
    ForbiddenCharacter {
        /// Its code point.
        code: u32,
    },
    /// An XML version other than 1.0.
    #[error("the XML version is {found}, expected 1.0")]
    XmlVersion {
        /// The version declared.
        found: String,
    },
    /// A document type declaration, the carrier of entity attacks.
    #[error("the input has a document type declaration (DOCTYPE), none is accepted")]
    Doctype,
    /// An entity other than the five that XML itself defines.
    #[error("the entity &{name}; is not one of lt, gt, amp, apos and quot")]
    UnknownEntity {
        /// Its name.
        name: String,
    },
    /// A character reference to no character, or to one that XML forbids.
    #[error("the character reference &{reference}; names no character of XML")]
    InvalidCharacterReference {
        /// What stands between `&` and `;`.
        reference: String,
    },
    /// Any other breach of the grammar of XML.
    #[error("the input is not well-formed XML: {what}")]
    Malformed {
        /// The rule broken.
        what: &'static str,
    },
    /// An end tag for another element than the open one.
    #[error("the end tag is </{found}>, expected </{expected}>")]
    MismatchedEndTag {
        /// The open element.
        expected: String,
        /// The element that the tag names.
        found: String,
    },
    /// An end tag where no element is open.
    #[error("the end tag </{found}> has no start tag")]
    UnmatchedEndTag {
        /// The element that the tag names.
        found: String,
    },
    /// Not a name, or a name with misplaced colons.
    #[error("\"{name}\" is not a valid XML name")]
    InvalidName {
        /// What stands there.
        name: String,
    },
    /// The same attribute twice, by name or by namespace and name.
    #[error("the attribute {name} is given twice")]
    DuplicateAttribute {
        /// Its name as written.
        name: String,
    },
    /// A prefix that no element around declares.
    #[error("the namespace prefix {prefix} is not declared")]
    UndeclaredPrefix {
        /// The prefix.
        prefix: String,
    },
    /// A namespace declaration that the namespace rules forbid.
    #[error("the namespace declaration {name} is not allowed")]
    InvalidNamespaceDeclaration {
        /// The declaring attribute's name.
        name: String,
    },
    /// The input ends inside an element, a tag or before any element.
    #[error("the input ends too early, {open}")]
    Truncated {
        /// What was open.
        open: String,
    },
    /// An element, text or reference after the root element.
    #[error("there is content after the end of the root element")]
    TrailingContent,
    /// More than [`crate::Limits`] admits.
    #[error("{limit} exceeds the limit of {maximum}")]
    LimitExceeded {
        /// The bound.
        limit: Limit,
        /// Its value.
        maximum: usize,
    },
    /// Another message than those read here.
    #[error("the message is {found}, expected pacs.008.001.02 to pacs.008.001.13")]
    UnsupportedMessage {
        /// What was found.
        found: String,
    },
    /// Well-formed XML in which no message was found.
    #[error("there is no ISO 20022 message in the element {root}")]
    NoMessage {
        /// The root element.
        root: String,
    },
    /// Two messages of different versions in one input.
    #[error("the input holds {found} after {first}")]
    MixedVersions {
        /// The version of the first message.
        first: String,
        /// The version of a later one.
        found: String,
    },
    /// An element where the message has another.
    #[error("the element is {found}, expected {expected}")]
    UnexpectedElement {
        /// The element.
        found: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// An element that every payment must have is missing or empty.
    #[error("{path} is missing or empty")]
    MissingElement {
        /// Where it belongs.
        path: &'static str,
    },
    /// Text beside child elements.
    #[error("the element {path} has both text and child elements")]
    MixedContent {
        /// The element.
        path: String,
    },
    /// A number of transactions that is no number.
    #[error("GrpHdr/NbOfTxs is \"{found}\", expected 1 to 15 digits")]
    InvalidCount {
        /// What stands there.
        found: String,
    },
    /// Fewer or more transactions than the header says.
    #[error("the message has {counted} transactions, expected {stated} as GrpHdr/NbOfTxs says")]
    CountMismatch {
        /// What the header says.
        stated: u64,
        /// What there is.
        counted: u64,
    },
}

impl Cause {
    /// What to do about it, as one sentence.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Io(_) => "check the file, its disk and its permissions, then try again",
            Self::Encoding { .. } => "convert the file to UTF-8 and declare it so",
            Self::InvalidUtf8 => {
                "the file is in another encoding or damaged: convert it to UTF-8 or fetch it again"
            }
            Self::ForbiddenCharacter { .. } => {
                "remove the character; it usually comes from a binary field or a damaged transfer"
            }
            Self::XmlVersion { .. } => "declare version=\"1.0\"",
            Self::Doctype => "remove the DOCTYPE; ISO 20022 messages have none",
            Self::UnknownEntity { .. } => {
                "write the character itself, or its numeric reference such as &#233;"
            }
            Self::InvalidCharacterReference { .. } => {
                "write the character itself, or its code point as &#233; or &#xE9;"
            }
            Self::Malformed { .. }
            | Self::MismatchedEndTag { .. }
            | Self::UnmatchedEndTag { .. }
            | Self::InvalidName { .. }
            | Self::DuplicateAttribute { .. } => {
                "the program that wrote the file must write well-formed XML; xmllint --noout shows \
                 the place"
            }
            Self::UndeclaredPrefix { .. } => {
                "declare the prefix with xmlns:prefix=\"…\" on this element or one around it"
            }
            Self::InvalidNamespaceDeclaration { .. } => {
                "use another prefix, and a namespace that is neither empty nor reserved"
            }
            Self::Truncated { .. } => "the file is incomplete: fetch it again",
            Self::TrailingContent => "give each document its own file",
            Self::LimitExceeded { .. } => {
                "no regular message comes near this: check where the file comes from"
            }
            Self::UnsupportedMessage { .. } => {
                "give a pacs.008 credit transfer of version 02 to 13 in the namespace \
                 urn:iso:std:iso:20022:tech:xsd:pacs.008.001.NN"
            }
            Self::NoMessage { .. } => {
                "give a file with a Document in the namespace \
                 urn:iso:std:iso:20022:tech:xsd:pacs.008.001.NN"
            }
            Self::MixedVersions { .. } => "give the messages of each version their own file",
            Self::UnexpectedElement { .. } | Self::MissingElement { .. } => {
                "check the message against the schema of its version"
            }
            Self::MixedContent { .. } => {
                "an element of a payment has either text or elements in it: remove the stray text"
            }
            Self::InvalidCount { .. } => "GrpHdr/NbOfTxs is the number of CdtTrfTxInf as digits",
            Self::CountMismatch { .. } => {
                "transactions were lost or added after the message was written: fetch it again"
            }
        }
    }
}

/// Characters of the input that an error repeats at most.
const EXCERPT_CHARS: usize = 80;

/// A piece of the input made fit for one line of an error.
pub(crate) fn excerpt(text: &str) -> String {
    let mut shown: String = text.chars().take(EXCERPT_CHARS).flat_map(char::escape_debug).collect();
    if text.chars().nth(EXCERPT_CHARS).is_some() {
        shown.push('…');
    }
    shown
}
