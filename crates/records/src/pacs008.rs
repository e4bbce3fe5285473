//! Reads customer credit transfers between banks (pacs.008).

use core::ops::RangeInclusive;
use std::io::Read;

use crate::canonical::{Canonicaliser, QualifiedName};
use crate::error::{Cause, ReadError, excerpt};
use crate::limits::Limits;
use crate::record::Record;
use crate::summary::Draft;
use crate::xml::{Name, Scanner, Token, is_white};

/// The versions of pacs.008.001 that are read.
pub const VERSIONS: RangeInclusive<u8> = 2..=13;

const ISO_20022: &str = "urn:iso:std:iso:20022:tech:xsd:";
const DEFINITION: &str = "pacs.008.001.";
const DOCUMENT: &str = "Document";
const MESSAGE: &str = "FIToFICstmrCdtTrf";
const HEADER: &str = "GrpHdr";
const TRANSACTION: &str = "CdtTrfTxInf";
const SUPPLEMENT: &str = "SplmtryData";

/// An iterator over the payments of a pacs.008 message.
///
/// It reads as it goes: an error may come after many records, and one that concerns the whole
/// message (another number of transactions than the header says) after the last of them. After an
/// error it yields nothing more.
///
/// Whatever stands around the message (an envelope, the business application header) is skipped;
/// several messages of one version in one envelope are read one after the other. An envelope may
/// lend the message its own namespace as far as `FIToFICstmrCdtTrf`, as those of some clearing
/// systems do; from `GrpHdr` on, the namespace is the message's.
pub struct Pacs008Reader<R> {
    scanner: Scanner<R>,
    canonicaliser: Canonicaliser,
    /// Such as `pacs.008.001.08`.
    definition: String,
    profile: String,
    place: Place,
    header: Option<Header>,
    counted: u64,
    is_finished: bool,
}

/// Where in the input the scanner stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Around a message.
    Outside,
    /// In `Document`, with its message before or behind.
    Document { is_message_behind: bool },
    /// At the start tag of the header, in a message element that belongs to the envelope.
    Header,
    /// In the message.
    Message { has_document: bool },
    /// In the message, behind the first of its supplementary data.
    Supplement { has_document: bool },
}

/// What the group header leaves for the records.
struct Header {
    lines: String,
    draft: Draft,
    announced: u64,
}

impl<R: Read> Pacs008Reader<R> {
    /// Reads as far as the start of the first message.
    ///
    /// The reader buffers for itself: `input` may be a bare file.
    pub fn new(input: R, limits: Limits) -> Result<Self, ReadError> {
        let mut scanner = Scanner::new(input, limits);
        let mut search = Search::default();
        let Some((definition, place)) = search.next_message(&mut scanner)? else {
            return Err(search.failure(&scanner));
        };
        Ok(Self {
            canonicaliser: Canonicaliser::new(limits, format!("{ISO_20022}{definition}")),
            scanner,
            profile: format!("iso20022:{definition}"),
            definition,
            place,
            header: None,
            counted: 0,
            is_finished: false,
        })
    }

    /// The profile that anchors of these records name, such as `iso20022:pacs.008.001.08`.
    pub fn profile(&self) -> &str {
        &self.profile
    }

    /// How many payments the header of the present message announces, once it was read.
    pub fn announced(&self) -> Option<u64> {
        self.header.as_ref().map(|header| header.announced)
    }

    /// Bytes taken from the input so far.
    pub fn bytes_read(&self) -> u64 {
        self.scanner.bytes_read()
    }

    fn next_record(&mut self) -> Result<Option<Record>, ReadError> {
        loop {
            match self.place {
                Place::Outside => {
                    let mut search = Search::default();
                    let Some((definition, place)) = search.next_message(&mut self.scanner)? else {
                        return Ok(None);
                    };
                    if definition != self.definition {
                        let first = self.definition.clone();
                        return self.fail(Cause::MixedVersions { first, found: definition });
                    }
                    self.place = place;
                }
                Place::Document { is_message_behind } => self.step_document(is_message_behind)?,
                Place::Header => {
                    self.read_header()?;
                    self.place = Place::Message { has_document: false };
                }
                Place::Message { has_document } | Place::Supplement { has_document } => {
                    if let Some(record) = self.step_message(has_document)? {
                        return Ok(Some(record));
                    }
                }
            }
        }
    }

    fn step_document(&mut self, is_message_behind: bool) -> Result<(), ReadError> {
        let token = self.next_structural()?;
        match (token, is_message_behind) {
            (Token::End, true) => self.place = Place::Outside,
            (Token::Start, false) if self.is_here(MESSAGE) => {
                self.place = Place::Message { has_document: true };
            }
            (Token::Start, true) => return self.unexpected("the end of Document"),
            (Token::Start, false) => return self.unexpected(MESSAGE),
            _ => return self.fail(Cause::MissingElement { path: MESSAGE }),
        }
        Ok(())
    }

    fn step_message(&mut self, has_document: bool) -> Result<Option<Record>, ReadError> {
        if self.next_structural()? != Token::Start {
            self.finish_message()?;
            self.place = if has_document {
                Place::Document { is_message_behind: true }
            } else {
                Place::Outside
            };
            return Ok(None);
        }
        let is_before_supplement = matches!(self.place, Place::Message { .. });
        if self.header.is_none() {
            if !self.is_here(HEADER) {
                return self.unexpected(HEADER);
            }
            self.read_header()?;
        } else if self.is_here(SUPPLEMENT) {
            self.skip_element()?;
            self.place = Place::Supplement { has_document };
        } else if is_before_supplement && self.is_here(TRANSACTION) {
            return self.read_record().map(Some);
        } else if is_before_supplement {
            return self.unexpected("CdtTrfTxInf or SplmtryData");
        } else {
            return self.unexpected(SUPPLEMENT);
        }
        Ok(None)
    }

    fn read_header(&mut self) -> Result<(), ReadError> {
        self.canonicaliser.begin(&self.profile);
        self.read_element()?;
        let (lines, draft) = self.canonicaliser.take();
        let Some(announced) = draft.announced.as_deref() else {
            return self.fail(Cause::MissingElement { path: "GrpHdr/NbOfTxs" });
        };
        let is_number = announced.len() <= 15 && announced.bytes().all(|b| b.is_ascii_digit());
        match announced.parse() {
            Ok(announced) if is_number => self.header = Some(Header { lines, draft, announced }),
            _ => {
                let found = excerpt(announced);
                return self.fail(Cause::InvalidCount { found });
            }
        }
        Ok(())
    }

    fn read_record(&mut self) -> Result<Record, ReadError> {
        if let Some(header) = &self.header {
            self.canonicaliser.resume(&header.lines, &header.draft);
        }
        self.read_element()?;
        let (lines, draft) = self.canonicaliser.take();
        let (identifier, summary) = draft.finish().map_err(|cause| self.scanner.error(cause))?;
        self.counted = self.counted.saturating_add(1);
        Ok(Record { canonical: lines.into_bytes(), identifier, summary })
    }

    /// Writes the element just started, to its end, as canonical lines.
    fn read_element(&mut self) -> Result<(), ReadError> {
        let mut token = Token::Start;
        loop {
            let scanner = &self.scanner;
            let qualify = |name| qualify(scanner, name);
            let step = match token {
                Token::Start => {
                    let attributes = scanner.attributes().iter();
                    let attributes = attributes.map(|a| (qualify(&a.name), a.value.as_str()));
                    self.canonicaliser.start(qualify(scanner.name()), attributes).map(|()| false)
                }
                Token::Text => self.canonicaliser.text(scanner.text()).map(|()| false),
                Token::End | Token::Finish => self.canonicaliser.end(),
            };
            if step.map_err(|cause| self.scanner.error(cause))? {
                return Ok(());
            }
            token = self.scanner.next()?;
        }
    }

    fn finish_message(&mut self) -> Result<(), ReadError> {
        let Some(header) = self.header.take() else {
            return self.fail(Cause::MissingElement { path: HEADER });
        };
        let (stated, counted) = (header.announced, core::mem::take(&mut self.counted));
        if stated != counted {
            return self.fail(Cause::CountMismatch { stated, counted });
        }
        if counted == 0 {
            return self.fail(Cause::MissingElement { path: TRANSACTION });
        }
        Ok(())
    }

    /// The next token where the standard has elements only.
    fn next_structural(&mut self) -> Result<Token, ReadError> {
        loop {
            match self.scanner.next()? {
                Token::Text if is_white(self.scanner.text()) => {}
                Token::Text => {
                    let path = match self.place {
                        Place::Document { .. } | Place::Outside => DOCUMENT,
                        Place::Header | Place::Message { .. } | Place::Supplement { .. } => MESSAGE,
                    };
                    return self.fail(Cause::MixedContent { path: path.to_owned() });
                }
                token => return Ok(token),
            }
        }
    }

    fn skip_element(&mut self) -> Result<(), ReadError> {
        let mut open = 1_usize;
        while open > 0 {
            match self.scanner.next()? {
                Token::Start => open = open.saturating_add(1),
                Token::End => open = open.saturating_sub(1),
                Token::Text | Token::Finish => {}
            }
        }
        Ok(())
    }

    /// Whether the element just started has this name in the namespace of the message.
    fn is_here(&self, local: &str) -> bool {
        let name = qualify(&self.scanner, self.scanner.name());
        name.local == local
            && name.namespace.strip_prefix(ISO_20022) == Some(self.definition.as_str())
    }

    fn unexpected<T>(&self, expected: &'static str) -> Result<T, ReadError> {
        let name = qualify(&self.scanner, self.scanner.name());
        let is_own = name.namespace.strip_prefix(ISO_20022) == Some(self.definition.as_str());
        let found = if is_own { excerpt(name.local) } else { describe(name) };
        self.fail(Cause::UnexpectedElement { found, expected })
    }

    fn fail<T>(&self, cause: Cause) -> Result<T, ReadError> {
        Err(self.scanner.error(cause))
    }
}

impl<R> core::fmt::Debug for Pacs008Reader<R> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Pacs008Reader").field("profile", &self.profile).finish_non_exhaustive()
    }
}

impl<R: Read> Iterator for Pacs008Reader<R> {
    type Item = Result<Record, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_finished {
            return None;
        }
        let next = self.next_record().transpose();
        self.is_finished = !matches!(next, Some(Ok(_)));
        next
    }
}

impl<R: Read> core::iter::FusedIterator for Pacs008Reader<R> {}

/// Looks for the next message.
#[derive(Default)]
struct Search {
    root: Option<String>,
    /// The elements opened since; with what is wrong with those that are called like a message and
    /// are of no kind known. As long as they are open, they may yet be wrappers of one that is.
    open: Vec<Option<ReadError>>,
    /// The last tag started a message element in another namespace.
    is_in_wrapper: bool,
}

impl Search {
    /// The definition of the next message, and the place just behind its start tag, or that of its
    /// header.
    fn next_message<R: Read>(
        &mut self,
        scanner: &mut Scanner<R>,
    ) -> Result<Option<(String, Place)>, ReadError> {
        loop {
            match scanner.next()? {
                Token::Start => {
                    let found = self.start(scanner)?;
                    if found.is_some() {
                        return Ok(found);
                    }
                }
                Token::End => self.end()?,
                Token::Text => {}
                Token::Finish => return Ok(None),
            }
        }
    }

    fn start<R: Read>(
        &mut self,
        scanner: &Scanner<R>,
    ) -> Result<Option<(String, Place)>, ReadError> {
        let is_in_wrapper = core::mem::take(&mut self.is_in_wrapper);
        let name = qualify(scanner, scanner.name());
        let place = match name.local {
            DOCUMENT => Place::Document { is_message_behind: false },
            MESSAGE => Place::Message { has_document: false },
            HEADER if is_in_wrapper => Place::Header,
            _ => {
                self.root.get_or_insert_with(|| describe(name));
                self.open.push(None);
                return Ok(None);
            }
        };
        let unsupported =
            |found: &str| scanner.error(Cause::UnsupportedMessage { found: excerpt(found) });
        match name.namespace.strip_prefix(ISO_20022) {
            Some(definition) if is_supported(definition) => {
                Ok(Some((definition.to_owned(), place)))
            }
            Some(definition) => Err(unsupported(definition)),
            None => {
                let is_header = place == Place::Header;
                self.open.push((!is_header).then(|| unsupported(&describe(name))));
                self.is_in_wrapper = name.local == MESSAGE;
                Ok(None)
            }
        }
    }

    /// Leaves an element. Had it held a message, that would have ended this search.
    fn end(&mut self) -> Result<(), ReadError> {
        self.is_in_wrapper = false;
        self.open.pop().flatten().map_or(Ok(()), Err)
    }

    fn failure<R: Read>(self, scanner: &Scanner<R>) -> ReadError {
        scanner.error(Cause::NoMessage { root: self.root.unwrap_or_default() })
    }
}

fn is_supported(definition: &str) -> bool {
    definition
        .strip_prefix(DEFINITION)
        .filter(|version| version.len() == 2 && version.bytes().all(|b| b.is_ascii_digit()))
        .and_then(|version| version.parse().ok())
        .is_some_and(|version| VERSIONS.contains(&version))
}

fn qualify<'a, R: Read>(scanner: &'a Scanner<R>, name: &'a Name) -> QualifiedName<'a> {
    QualifiedName { namespace: scanner.namespace(name), local: &name.local }
}

fn describe(name: QualifiedName<'_>) -> String {
    let local = excerpt(name.local);
    match name.namespace {
        "" => format!("{local} without a namespace"),
        namespace => format!("{local} in the namespace {}", excerpt(namespace)),
    }
}
