//! Goes through a message, and holds no more of it than what one payment needs.

use super::{
    MessageError,
    shape::{Shape, definition, shape_of},
};
use crate::{
    Cause, Limit, Limits, ReadError,
    error::excerpt,
    flows::party::Fields,
    xml::{Scanner, Token, is_white},
};
use std::io::Read;

const DOCUMENT: &str = "Document";

/// The elements of a level that may stand behind those of the next one.
const AT_THE_END: [&str; 3] = ["AddtlNtryInf", "AddtlNtfctnInf", "SplmtryData"];

/// What a field takes beside its characters, so that many short ones are bounded as well.
const FIELD_BYTES: usize = 64;

/// Where the walk has come to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    /// An element of this level has ended; its fields and those around it are there until the next
    /// step. Level 0 is the message.
    Closed(usize),
    /// The input has ended well.
    Finished,
}

/// What was read of an element that holds payments, or is one: texts by their paths in it.
#[derive(Default)]
pub(super) struct Level {
    fields: Vec<(String, String)>,
    bytes: usize,
    has_children: bool,
    /// Payments in it that have ended.
    pub(super) payments: u64,
}

impl Fields for Level {
    fn get(&self, path: &str) -> Option<String> {
        let found = self.fields.iter().find(|(name, _)| name == path);
        found.map(|(_, value)| value.clone()).filter(|value| !value.trim().is_empty())
    }
}

/// An element inside of a level.
struct Open {
    path_length: usize,
    has_children: bool,
}

pub(super) struct Walker<R> {
    scanner: Scanner<R>,
    limits: Limits,
    shape: Option<&'static Shape>,
    namespace: String,
    levels: Vec<Level>,
    /// The last level has ended, and its fields are no longer needed at the next step.
    is_closed: bool,
    path: String,
    open: Vec<Open>,
    text: String,
    root: Option<String>,
    has_message: bool,
}

impl<R: Read> Walker<R> {
    pub(super) fn new(source: R, limits: Limits) -> Self {
        Self {
            scanner: Scanner::new(source, limits),
            limits,
            shape: None,
            namespace: String::new(),
            levels: Vec::new(),
            is_closed: false,
            path: String::new(),
            open: Vec::new(),
            text: String::new(),
            root: None,
            has_message: false,
        }
    }

    /// The message that is being read.
    pub(super) fn shape(&self) -> Option<&'static Shape> {
        self.shape
    }

    pub(super) fn level(&self, index: usize) -> Option<&Level> {
        self.levels.get(index)
    }

    /// All that was read of the present payment, and around it.
    pub(super) fn everything(&self) -> String {
        let lines = self.levels.iter().flat_map(|level| &level.fields);
        let numbers = self.levels.iter().map(|level| level.payments.to_string());
        numbers
            .chain(lines.map(|(path, text)| format!("{path}={text}")))
            .collect::<Vec<_>>()
            .join("\n")
    }

    pub(super) fn next(&mut self) -> Result<Step, MessageError> {
        if core::mem::take(&mut self.is_closed) {
            self.levels.pop();
            if self.levels.is_empty() {
                self.shape = None;
            }
        }
        loop {
            let token = self.scanner.next()?;
            let Some(shape) = self.shape else {
                match token {
                    Token::Start => self.search()?,
                    Token::End | Token::Text => {}
                    Token::Finish if self.has_message => return Ok(Step::Finished),
                    Token::Finish => {
                        let root = self.root.take().unwrap_or_default();
                        return Err(self.scanner.error(Cause::NoMessage { root }).into());
                    }
                }
                continue;
            };
            match token {
                Token::Start => self.start(shape)?,
                Token::Text => self.take_text()?,
                Token::End => {
                    if let Some(step) = self.end(shape)? {
                        return Ok(step);
                    }
                }
                // The scanner tells of elements that are still open.
                Token::Finish => return Ok(Step::Finished),
            }
        }
    }

    /// Looks at an element around messages, or before them.
    fn search(&mut self) -> Result<(), MessageError> {
        let name = self.scanner.name();
        let namespace = self.scanner.namespace(name);
        let is_document = name.local == DOCUMENT;
        let shape = shape_of(&name.local);
        self.root.get_or_insert_with(|| excerpt(&name.local));
        if !is_document && shape.is_none() {
            return Ok(());
        }
        let found = definition(namespace);
        let is_known = found.is_some_and(Shape::is_any);
        // A document of no namespace may be an envelope's.
        if is_document && (is_known || found.is_none()) {
            return Ok(());
        }
        match shape {
            Some(shape) if found.is_some_and(|found| shape.has_version(found)) => {
                self.namespace = namespace.to_owned();
                self.shape = Some(shape);
                self.levels.push(Level::default());
                self.has_message = true;
                Ok(())
            }
            _ => Err(MessageError::Unsupported { found: excerpt(found.unwrap_or(&name.local)) }),
        }
    }

    fn start(&mut self, shape: &Shape) -> Result<(), MessageError> {
        let name = self.scanner.name();
        if self.scanner.namespace(name) != self.namespace {
            return Ok(self.skip()?);
        }
        let depth = self.levels.len();
        if self.open.is_empty() {
            let is_next = shape.levels.get(depth.saturating_sub(1)) == Some(&name.local.as_str());
            if let Some(level) = self.levels.last_mut() {
                if is_next {
                    level.has_children = true;
                    self.levels.push(Level::default());
                    return Ok(());
                }
                // It was read too late for the payments before it.
                if level.has_children && !AT_THE_END.contains(&name.local.as_str()) {
                    let found = excerpt(&name.local);
                    let expected = "an element that stands before payments in their order";
                    return Err(self.fail(Cause::UnexpectedElement { found, expected }).into());
                }
            }
        }
        if !is_white(&self.text) {
            return Err(self.fail(Cause::MixedContent { path: excerpt(&self.path) }).into());
        }
        self.text.clear();
        if let Some(parent) = self.open.last_mut() {
            parent.has_children = true;
        }
        let path_length = self.path.len();
        if path_length > 0 {
            self.path.push('/');
        }
        self.path.push_str(&self.scanner.name().local);
        self.open.push(Open { path_length, has_children: false });
        let attributes: Vec<(String, String)> = self
            .scanner
            .attributes()
            .iter()
            .filter(|attribute| attribute.name.binding.is_none())
            .map(|attribute| {
                (format!("{}/@{}", self.path, attribute.name.local), attribute.value.clone())
            })
            .collect();
        for (path, value) in attributes {
            self.note(path, value)?;
        }
        Ok(())
    }

    /// Goes over an element of another namespace.
    fn skip(&mut self) -> Result<(), ReadError> {
        let mut depth = 1usize;
        while depth > 0 {
            match self.scanner.next()? {
                Token::Start => depth = depth.saturating_add(1),
                Token::End => depth = depth.saturating_sub(1),
                Token::Text => {}
                Token::Finish => return Ok(()),
            }
        }
        Ok(())
    }

    fn take_text(&mut self) -> Result<(), ReadError> {
        let text = self.scanner.text();
        if self.open.last().is_none_or(|open| open.has_children) {
            return if is_white(text) {
                Ok(())
            } else {
                Err(self.fail(Cause::MixedContent { path: excerpt(&self.path) }))
            };
        }
        self.text.push_str(text);
        let maximum = self.limits.text_bytes;
        if self.text.len() > maximum {
            return Err(self.fail(Cause::LimitExceeded { limit: Limit::TextBytes, maximum }));
        }
        Ok(())
    }

    fn end(&mut self, shape: &Shape) -> Result<Option<Step>, MessageError> {
        let Some(open) = self.open.pop() else { return self.end_level(shape).map(Some) };
        if !open.has_children {
            let text = core::mem::take(&mut self.text);
            let path = self.path.clone();
            self.note(path, text)?;
        }
        self.path.truncate(open.path_length);
        Ok(None)
    }

    fn end_level(&mut self, shape: &Shape) -> Result<Step, MessageError> {
        self.is_closed = true;
        let index = self.levels.len().saturating_sub(1);
        if index == shape.levels.len() {
            for level in &mut self.levels {
                level.payments = level.payments.saturating_add(1);
            }
        }
        if index == 0 && shape.is_counted {
            self.check_count()?;
        }
        Ok(Step::Closed(index))
    }

    fn check_count(&self) -> Result<(), ReadError> {
        let Some(message) = self.levels.first() else { return Ok(()) };
        let path = "GrpHdr/NbOfTxs";
        let found = message.get(path).ok_or_else(|| self.fail(Cause::MissingElement { path }))?;
        let stated = found
            .trim()
            .parse()
            .map_err(|_| self.fail(Cause::InvalidCount { found: excerpt(&found) }))?;
        let counted = message.payments;
        if stated == counted {
            Ok(())
        } else {
            Err(self.fail(Cause::CountMismatch { stated, counted }))
        }
    }

    fn note(&mut self, path: String, text: String) -> Result<(), ReadError> {
        if is_white(&text) {
            return Ok(());
        }
        let bytes = path.len().saturating_add(text.len()).saturating_add(FIELD_BYTES);
        let held: usize = self.levels.iter().map(|level| level.bytes).sum();
        let maximum = self.limits.record_bytes;
        if held.saturating_add(bytes) > maximum {
            return Err(self.fail(Cause::LimitExceeded { limit: Limit::RecordBytes, maximum }));
        }
        if let Some(level) = self.levels.last_mut() {
            level.bytes = level.bytes.saturating_add(bytes);
            level.fields.push((path, text));
        }
        Ok(())
    }

    fn fail(&self, cause: Cause) -> ReadError {
        self.scanner.error(cause)
    }
}
