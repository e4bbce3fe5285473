//! The input as a stream of tokens.

use std::io::Read;

use quick_xml::errors::{Error, IllFormedError};
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::grammar::{
    UNCLOSED_REFERENCE, check_declaration, check_instruction, is_white, malformed, next_attribute,
    normalise_value, resolve_reference, split_name,
};
use super::input::{Input, Position, TEXT_BEFORE_ROOT};
use super::namespaces::{Binding, Namespaces, declared_prefix};
use crate::error::{Cause, Limit, ReadError, excerpt};
use crate::limits::Limits;

/// The one element that may have another root behind it.
const HEADER: &str = "AppHdr";

/// Its namespace, up to the version.
const HEADER_NAMESPACE: &str = "urn:iso:std:iso:20022:tech:xsd:head.001.001.";

/// What comes next; its details are in the scanner until the next call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// A start tag: see [`Scanner::name`] and [`Scanner::attributes`].
    Start,
    /// An end tag, or the end of an empty-element tag.
    End,
    /// Text: see [`Scanner::text`]. Adjoining texts may come as several tokens.
    Text,
    /// The end of the input, after a complete root element, or an application header and one.
    Finish,
}

/// An element's or attribute's name.
#[derive(Debug, Default)]
pub(crate) struct Name {
    pub(crate) binding: Option<Binding>,
    pub(crate) local: String,
}

/// An attribute other than a namespace declaration.
#[derive(Debug)]
pub(crate) struct Attribute {
    pub(crate) name: Name,
    pub(crate) value: String,
}

/// Reads tokens.
pub(crate) struct Scanner<R> {
    reader: Reader<Input<R>>,
    buffer: Vec<u8>,
    content: Content,
}

/// What the tokens read so far leave behind.
struct Content {
    limits: Limits,
    namespaces: Namespaces,
    name: Name,
    attributes: Vec<Attribute>,
    text: String,
    /// The last start tag was an empty-element tag whose end is still to be told.
    is_empty_element: bool,
    /// Nothing was read before.
    is_at_start: bool,
    is_root_closed: bool,
    /// The root is, or was, an application header with nothing yet behind it.
    is_header_root: bool,
}

impl<R: Read> Scanner<R> {
    pub(crate) fn new(source: R, limits: Limits) -> Self {
        let mut reader = Reader::from_reader(Input::new(source));
        reader.config_mut().enable_all_checks(true);
        Self {
            reader,
            buffer: Vec::new(),
            content: Content {
                limits,
                namespaces: Namespaces::new(),
                name: Name::default(),
                attributes: Vec::new(),
                text: String::new(),
                is_empty_element: false,
                is_at_start: true,
                is_root_closed: false,
                is_header_root: false,
            },
        }
    }

    /// The name of the element just started.
    pub(crate) fn name(&self) -> &Name {
        &self.content.name
    }

    /// The attributes of the element just started, in the order of the input.
    pub(crate) fn attributes(&self) -> &[Attribute] {
        &self.content.attributes
    }

    /// The text just read.
    pub(crate) fn text(&self) -> &str {
        &self.content.text
    }

    /// The namespace of a name of the element just started, empty for none.
    pub(crate) fn namespace(&self, name: &Name) -> &str {
        self.content.namespaces.name_of(name.binding)
    }

    pub(crate) fn bytes_read(&self) -> u64 {
        self.reader.get_ref().bytes_read()
    }

    /// An error at the present token.
    pub(crate) fn error(&self, cause: Cause) -> ReadError {
        at(self.reader.get_ref().token_position(), cause)
    }

    pub(crate) fn next(&mut self) -> Result<Token, ReadError> {
        if core::mem::take(&mut self.content.is_empty_element) {
            self.content.close_element();
            return Ok(Token::End);
        }
        loop {
            self.buffer.clear();
            self.reader.get_mut().begin_token(self.content.limits.token_bytes);
            let token = match self.reader.read_event_into(&mut self.buffer) {
                Ok(Event::Eof) if self.content.is_root_closed => return Ok(Token::Finish),
                Ok(Event::Eof) => return Err(self.truncated()),
                Ok(event) => self.content.take(&event),
                Err(error) => return Err(self.failure(error)),
            };
            match token {
                Ok(Some(token)) => return Ok(token),
                Ok(None) => {}
                Err(cause) => return Err(self.error(cause)),
            }
        }
    }

    fn failure(&mut self, error: Error) -> ReadError {
        let is_doctype =
            self.buffer.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(b"<!d"));
        if let Some(fault) = self.reader.get_mut().take_fault() {
            return at(self.reader.get_ref().position(), fault);
        }
        if is_doctype {
            return self.error(Cause::Doctype);
        }
        self.error(match error {
            Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => {
                Cause::MismatchedEndTag { expected: excerpt(&expected), found: excerpt(&found) }
            }
            Error::IllFormed(IllFormedError::UnmatchedEndTag(found)) => {
                Cause::UnmatchedEndTag { found: excerpt(&found) }
            }
            Error::Io(_) if self.reader.get_ref().is_token_too_long() => Cause::LimitExceeded {
                limit: Limit::TokenBytes,
                maximum: self.content.limits.token_bytes,
            },
            _ if self.reader.get_ref().is_exhausted() => return self.truncated(),
            Error::IllFormed(IllFormedError::DoubleHyphenInComment) => {
                malformed("a comment contains --")
            }
            Error::IllFormed(IllFormedError::UnclosedReference) => malformed(UNCLOSED_REFERENCE),
            _ => malformed(
                "a tag starts with <! or <? but is neither comment, CDATA nor instruction",
            ),
        })
    }

    fn truncated(&self) -> ReadError {
        let open = match (self.content.namespaces.depth(), self.content.is_root_closed) {
            (0, true) => "inside a tag or comment".to_owned(),
            (0, false) => "before any element".to_owned(),
            (depth, _) => format!("with {depth} open elements"),
        };
        at(self.reader.get_ref().position(), Cause::Truncated { open })
    }
}

fn at(position: Position, cause: Cause) -> ReadError {
    ReadError { line: position.line, column: position.column, cause }
}

impl Content {
    fn take(&mut self, event: &Event<'_>) -> Result<Option<Token>, Cause> {
        let is_at_start = core::mem::replace(&mut self.is_at_start, false);
        match event {
            Event::Start(tag) => self.open_element(tag).map(Some),
            Event::Empty(tag) => {
                self.is_empty_element = true;
                self.open_element(tag).map(Some)
            }
            Event::End(_) => {
                self.close_element();
                Ok(Some(Token::End))
            }
            Event::Text(text) => {
                if text.contains("]]>") {
                    return Err(malformed("]]> stands in text; write ]]&gt;"));
                }
                if self.is_outside_root() && is_white(text) {
                    return Ok(None);
                }
                self.set_text(text).map(Some)
            }
            Event::CData(text) => self.set_text(text).map(Some),
            Event::GeneralRef(reference) => {
                let character = resolve_reference(reference)?;
                self.set_text(character.encode_utf8(&mut [0; 4])).map(Some)
            }
            Event::Decl(declaration) if is_at_start => {
                check_declaration(declaration.strip_prefix("xml").unwrap_or_default())?;
                Ok(None)
            }
            Event::Decl(_) => check_instruction("xml").map(|()| None),
            Event::PI(instruction) => check_instruction(instruction.target()).map(|()| None),
            Event::DocType(_) => Err(Cause::Doctype),
            Event::Comment(_) | Event::Eof => Ok(None),
        }
    }

    fn is_outside_root(&self) -> bool {
        self.namespaces.depth() == 0
    }

    fn set_text(&mut self, text: &str) -> Result<Token, Cause> {
        if self.is_outside_root() {
            return Err(if self.is_root_closed {
                Cause::TrailingContent
            } else {
                malformed(TEXT_BEFORE_ROOT)
            });
        }
        self.text.clear();
        self.text.push_str(text);
        Ok(Token::Text)
    }

    fn open_element(&mut self, tag: &BytesStart<'_>) -> Result<Token, Cause> {
        let is_root = self.is_outside_root();
        // Stored messages often have their header before them and no root around both.
        let is_behind_header = self.is_root_closed && self.is_header_root;
        if self.is_root_closed && !is_behind_header {
            return Err(Cause::TrailingContent);
        }
        self.is_root_closed = false;
        self.within(Limit::Depth, self.namespaces.depth().saturating_add(1), self.limits.depth)?;
        self.namespaces.enter();
        let raw = self.split_attributes(tag.attributes_raw())?;
        let tag_name = tag.name();
        self.within(Limit::NameBytes, tag_name.0.len(), self.limits.name_bytes)?;
        let (prefix, local) = split_name(tag_name.0)?;
        self.name.binding = self.namespaces.resolve_element(prefix)?;
        self.name.local.clear();
        self.name.local.push_str(local);
        self.resolve_attributes(raw)?;
        if is_root {
            self.is_header_root = !is_behind_header && self.is_application_header();
        }
        Ok(Token::Start)
    }

    /// Whether the element just started is a business application header (head.001.001).
    fn is_application_header(&self) -> bool {
        let namespace = self.namespaces.name_of(self.name.binding);
        let version = namespace.strip_prefix(HEADER_NAMESPACE);
        self.name.local == HEADER
            && version.is_some_and(|version| {
                version.len() == 2 && version.bytes().all(|byte| byte.is_ascii_digit())
            })
    }

    fn close_element(&mut self) {
        self.namespaces.leave();
        self.is_root_closed = self.is_outside_root();
    }

    /// Declares the namespaces of a tag and returns its other attributes, values normalised.
    fn split_attributes<'t>(&mut self, tag: &'t str) -> Result<Vec<(&'t str, String)>, Cause> {
        let mut attributes: Vec<(&str, String)> = Vec::new();
        let mut declared: Vec<&str> = Vec::new();
        let mut rest = tag;
        while let Some((name, value, behind)) = next_attribute(rest)? {
            rest = behind;
            self.within(Limit::NameBytes, name.len(), self.limits.name_bytes)?;
            let value = normalise_value(value)?;
            self.within(Limit::TextBytes, value.len(), self.limits.text_bytes)?;
            if declared.contains(&name) || attributes.iter().any(|(known, _)| *known == name) {
                return Err(Cause::DuplicateAttribute { name: excerpt(name) });
            }
            if let Some(prefix) = declared_prefix(name) {
                self.namespaces.declare(prefix, value)?;
                self.within(Limit::Namespaces, self.namespaces.len(), self.limits.namespaces)?;
                declared.push(name);
            } else {
                attributes.push((name, value));
                self.within(Limit::Attributes, attributes.len(), self.limits.attributes)?;
            }
        }
        Ok(attributes)
    }

    fn resolve_attributes(&mut self, raw: Vec<(&str, String)>) -> Result<(), Cause> {
        self.attributes.clear();
        for (written, value) in raw {
            let (prefix, local) = split_name(written)?;
            let binding = self.namespaces.resolve_attribute(prefix)?;
            let namespace = self.namespaces.name_of(binding);
            let is_twice = self.attributes.iter().any(|known| {
                known.name.local == local
                    && self.namespaces.name_of(known.name.binding) == namespace
            });
            if is_twice {
                return Err(Cause::DuplicateAttribute { name: excerpt(written) });
            }
            let name = Name { binding, local: local.to_owned() };
            self.attributes.push(Attribute { name, value });
        }
        Ok(())
    }

    fn within(&self, limit: Limit, value: usize, maximum: usize) -> Result<(), Cause> {
        if value > maximum { Err(Cause::LimitExceeded { limit, maximum }) } else { Ok(()) }
    }
}
