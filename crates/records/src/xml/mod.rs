//! Strict XML 1.0 with namespaces over quick-xml.
//!
//! quick-xml cuts the input into tags and texts and matches end tags. What the standard asks
//! beyond that, and what keeps memory bounded, is done here: `input` checks bytes and counts
//! lines, `grammar` checks names, attributes and references, `namespaces` resolves prefixes,
//! `scanner` puts them together into a stream of tokens.

mod grammar;
mod input;
mod namespaces;
mod scanner;

pub(crate) use grammar::is_white;
pub(crate) use scanner::{Name, Scanner, Token};
