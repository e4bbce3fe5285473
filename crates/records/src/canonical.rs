//! Writes the canonical bytes of a record, as `docs/reference/records.md` defines them.

use core::fmt::Write;

use crate::error::{Cause, Limit, excerpt};
use crate::limits::Limits;
use crate::siblings::Siblings;
use crate::summary::Draft;
use crate::xml::is_white;

/// The first line of every record.
const FIRST_LINE: &str = "critical-chains-record:1";

/// A name with its namespace: empty for none.
#[derive(Clone, Copy)]
pub(crate) struct QualifiedName<'a> {
    pub(crate) namespace: &'a str,
    pub(crate) local: &'a str,
}

/// Turns the elements of a message into lines.
pub(crate) struct Canonicaliser {
    limits: Limits,
    /// The namespace whose elements go by their bare names.
    message_namespace: String,
    lines: String,
    draft: Draft,
    path: String,
    component: String,
    /// The text so far of the innermost element, as long as it has no children.
    text: String,
    /// One per open element and more, kept for reuse.
    frames: Vec<Frame>,
    depth: usize,
}

#[derive(Default)]
struct Frame {
    path_length: usize,
    has_children: bool,
    /// Empty while the element is not open.
    children: Siblings,
}

impl Canonicaliser {
    pub(crate) fn new(limits: Limits, message_namespace: String) -> Self {
        Self {
            limits,
            message_namespace,
            lines: String::new(),
            draft: Draft::default(),
            path: String::new(),
            component: String::new(),
            text: String::new(),
            frames: Vec::new(),
            depth: 0,
        }
    }

    /// Starts anew with the two lines that open every record.
    pub(crate) fn begin(&mut self, profile: &str) {
        self.lines = format!("{FIRST_LINE}\nprofile={profile}\n");
        self.draft = Draft::default();
    }

    /// Starts anew behind what [`Self::take`] returned earlier.
    pub(crate) fn resume(&mut self, lines: &str, draft: &Draft) {
        self.lines.clear();
        self.lines.push_str(lines);
        self.draft = draft.clone();
    }

    pub(crate) fn take(&mut self) -> (String, Draft) {
        let next = String::with_capacity(self.lines.len());
        (core::mem::replace(&mut self.lines, next), core::mem::take(&mut self.draft))
    }

    pub(crate) fn start<'a>(
        &mut self,
        name: QualifiedName<'_>,
        attributes: impl Iterator<Item = (QualifiedName<'a>, &'a str)>,
    ) -> Result<(), Cause> {
        self.component.clear();
        if name.namespace == self.message_namespace {
            self.component.push_str(name.local);
        } else {
            push_foreign(&mut self.component, name);
        }
        let path_length = self.path.len();
        let number = self.enter_parent()?;
        self.path.push_str(&self.component);
        if number > 1 {
            // Writing to a String cannot fail.
            let _ = write!(self.path, "[{number}]");
        }
        // No line of it would fit, and until then the path would grow.
        self.within_record(self.path.len())?;
        if self.frames.len() == self.depth {
            self.frames.push(Frame::default());
        }
        if let Some(frame) = self.frames.get_mut(self.depth) {
            frame.path_length = path_length;
            frame.has_children = false;
        }
        self.depth = self.depth.saturating_add(1);
        self.write_attributes(attributes)
    }

    pub(crate) fn text(&mut self, text: &str) -> Result<(), Cause> {
        if self.innermost().is_some_and(|frame| frame.has_children) {
            return if is_white(text) { Ok(()) } else { Err(self.mixed_content()) };
        }
        self.text.push_str(text);
        if self.text.len() > self.limits.text_bytes {
            let maximum = self.limits.text_bytes;
            return Err(Cause::LimitExceeded { limit: Limit::TextBytes, maximum });
        }
        Ok(())
    }

    /// Ends the innermost element; tells whether it was the outermost as well.
    pub(crate) fn end(&mut self) -> Result<bool, Cause> {
        let (has_children, path_length) =
            self.innermost().map_or((true, 0), |frame| (frame.has_children, frame.path_length));
        if has_children {
            if let Some(frame) = self.innermost() {
                frame.children.clear();
            }
        } else {
            let text = core::mem::take(&mut self.text);
            // An empty element that was indented is still empty.
            self.write_line(if is_white(&text) { "" } else { &text })?;
            self.text = text;
            self.text.clear();
        }
        self.path.truncate(path_length);
        self.depth = self.depth.saturating_sub(1);
        Ok(self.depth == 0)
    }

    fn innermost(&mut self) -> Option<&mut Frame> {
        self.depth.checked_sub(1).and_then(|at| self.frames.get_mut(at))
    }

    /// Makes the open element, if any, the parent of the one in `component`, and counts that.
    ///
    /// The outermost element is never counted: which transaction of the message a record was is
    /// no part of it.
    fn enter_parent(&mut self) -> Result<u64, Cause> {
        if self.depth == 0 {
            return Ok(1);
        }
        if !is_white(&self.text) {
            return Err(self.mixed_content());
        }
        self.text.clear();
        self.path.push('/');
        let component = core::mem::take(&mut self.component);
        let number = self.innermost().map_or(1, |parent| {
            parent.has_children = true;
            parent.children.count(&component)
        });
        self.component = component;
        Ok(number)
    }

    fn mixed_content(&self) -> Cause {
        Cause::MixedContent { path: excerpt(&self.path) }
    }

    fn write_attributes<'a>(
        &mut self,
        attributes: impl Iterator<Item = (QualifiedName<'a>, &'a str)>,
    ) -> Result<(), Cause> {
        let mut sorted: Vec<(String, &str)> = attributes
            .map(|(name, value)| {
                let mut shown = String::from("/@");
                if name.namespace.is_empty() {
                    shown.push_str(name.local);
                } else {
                    push_foreign(&mut shown, name);
                }
                (shown, value)
            })
            .collect();
        sorted.sort_unstable();
        for (name, value) in sorted {
            let path_length = self.path.len();
            self.path.push_str(&name);
            self.write_line(value)?;
            self.path.truncate(path_length);
        }
        Ok(())
    }

    fn write_line(&mut self, value: &str) -> Result<(), Cause> {
        self.draft.note(&self.path, value);
        self.lines.push_str(&self.path);
        self.lines.push('=');
        push_escaped(&mut self.lines, value);
        self.lines.push('\n');
        self.within_record(self.lines.len())
    }

    fn within_record(&self, bytes: usize) -> Result<(), Cause> {
        let maximum = self.limits.record_bytes;
        if bytes > maximum {
            return Err(Cause::LimitExceeded { limit: Limit::RecordBytes, maximum });
        }
        Ok(())
    }
}

/// `{namespace}local`, the namespace escaped so that it ends at the first bare `}`.
fn push_foreign(out: &mut String, name: QualifiedName<'_>) {
    out.push('{');
    for part in name.namespace.split_inclusive('}') {
        let bare = part.strip_suffix('}');
        push_escaped(out, bare.unwrap_or(part));
        if bare.is_some() {
            out.push_str("\\}");
        }
    }
    out.push('}');
    out.push_str(name.local);
}

fn push_escaped(out: &mut String, value: &str) {
    let mut rest = value;
    while let Some(at) = rest.find(['\\', '\n', '\r', '\t']) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = special.chars();
        out.push_str(match characters.next() {
            Some('\n') => "\\n",
            Some('\r') => "\\r",
            Some('\t') => "\\t",
            _ => "\\\\",
        });
        rest = characters.as_str();
    }
    out.push_str(rest);
}
