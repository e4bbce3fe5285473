//! Proves that a record's bytes depend on nothing but its content, and on all of it; and that no
//! input makes the reader panic.
#![allow(clippy::unwrap_used)]

mod common;
mod model;

use common::{canonical, read};
use critical_chains_records::generate::{Options, write_message};
use critical_chains_records::{Limits, Pacs008Reader};
use model::{Content, Element, NAMESPACES, Speller, element, expected, kept, payment};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Prefixes, order of attributes, white space, comments, CDATA, references, envelope, empty
    /// tags: no spelling changes a byte, and the bytes are those of the plain rules.
    #[test]
    fn bytes_are_the_same_for_every_spelling(
        elements in proptest::collection::vec(element(), 0..4),
        seeds in proptest::array::uniform3(any::<u64>()),
    ) {
        let payment = payment(elements);
        let expected = expected(&payment);

        for seed in seeds {
            let xml = Speller::new(seed).input(&payment);

            prop_assert_eq!(&canonical(&xml), &expected, "{}", xml);
        }
    }

    /// What can be read back cannot be the same for two contents.
    #[test]
    fn bytes_can_be_read_back(elements in proptest::collection::vec(element(), 0..4), seed: u64) {
        let payment = payment(elements);
        let text = canonical(&Speller::new(seed).input(&payment));

        let read_back = decode(&text);

        prop_assert_eq!(read_back, normalised(payment));
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(read(bytes).is_err());
    }

    #[test]
    fn random_markup_never_panics(pieces in proptest::collection::vec(0..MARKUP.len(), 0..40), inside: bool) {
        let markup: String = pieces.into_iter().map(|at| MARKUP[at]).collect();
        let xml = if inside { common::payment(&markup) } else { markup };

        let _ = read(xml);
    }

    /// However the source hands out its bytes, the result is the same.
    #[test]
    fn pieces_of_the_source_do_not_matter(
        elements in proptest::collection::vec(element(), 0..3),
        seed: u64,
        size in 1..9_usize,
        end: prop::sample::Index,
    ) {
        let xml = Speller::new(seed).input(&payment(elements));
        let xml = &xml.as_bytes()[..=end.index(xml.len())];
        let pieces = Pieces { rest: xml, size };

        let whole = read(xml).map_err(|error| error.to_string());
        let reader = Pacs008Reader::new(pieces, Limits::default());
        let in_pieces = reader.and_then(Iterator::collect).map_err(|error| error.to_string());

        prop_assert_eq!(whole, in_pieces);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn mutated_messages_never_panic(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), change()), 1..4)
    ) {
        let mut xml = sample().to_vec();
        for (at, change) in changes {
            let at = at.index(xml.len());
            match change {
                Change::Put(byte) => xml[at] = byte,
                Change::Insert(markup) => { xml.splice(at..at, MARKUP[markup].bytes()); }
                Change::Remove(length) => { xml.drain(at..xml.len().min(at + length)); }
                Change::Cut if at > 0 => xml.truncate(at),
                Change::Cut => {}
            }
        }

        if let Ok(records) = read(&xml) {
            prop_assert_eq!(records.len(), 3);
        }
    }
}

const MARKUP: [&str; 44] = [
    "<",
    ">",
    "&",
    ";",
    "'",
    "\"",
    "=",
    "/",
    "!",
    "?",
    "-",
    "--",
    "[",
    "]]>",
    "<!--",
    "-->",
    "<![CDATA[",
    "<?",
    "?>",
    "<!DOCTYPE a [",
    "<!ENTITY a 'b'>",
    "&a;",
    "&#",
    "&#x0;",
    "&lt;",
    "</",
    "/>",
    "<a>",
    "</a>",
    "<a b='c'>",
    " xmlns='u'",
    " xmlns:p='u'",
    "p:",
    ":",
    "<?xml version='1.0'?>",
    "\0",
    "\u{FEFF}",
    "\u{FFFF}",
    "é",
    "\r",
    "\n",
    " ",
    "x",
    "0",
];

#[derive(Clone, Debug)]
enum Change {
    Put(u8),
    Insert(usize),
    Remove(usize),
    Cut,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => any::<u8>().prop_map(Change::Put),
        4 => (0..MARKUP.len()).prop_map(Change::Insert),
        2 => (1..30_usize).prop_map(Change::Remove),
        1 => Just(Change::Cut),
    ]
}

fn sample() -> &'static [u8] {
    static SAMPLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    SAMPLE.get_or_init(|| {
        let mut xml = Vec::new();
        write_message(&mut xml, &Options { count: 3, seed: 5, version: 8 }).unwrap();
        xml
    })
}

/// A source that gives a few bytes at once.
struct Pieces<'a> {
    rest: &'a [u8],
    size: usize,
}

impl std::io::Read for Pieces<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let size = self.size.min(out.len());
        std::io::Read::read(&mut self.rest, &mut out[..size])
    }
}

/// The payment as far as the canonical bytes tell it: attributes in their order, white text as none.
fn normalised(mut element: Element) -> Element {
    element.attributes.sort_by_key(|(namespace, name, _)| match namespace {
        1 => name.clone(),
        _ => format!(
            "{{{}}}{name}",
            NAMESPACES[*namespace].replace('\\', "\\\\").replace('}', "\\}")
        ),
    });
    element.content = match element.content {
        Content::Text(text) => Content::Text(kept(&text).to_owned()),
        Content::Children(children) => {
            Content::Children(children.into_iter().map(normalised).collect())
        }
    };
    element
}

/// Reads the payment back out of its canonical text.
fn decode(text: &str) -> Element {
    let empty = |namespace, name| Element {
        namespace,
        name,
        attributes: Vec::new(),
        content: Content::Children(Vec::new()),
    };
    let mut root = empty(0, "CdtTrfTxInf".to_owned());
    for line in text.lines().filter(|line| line.starts_with("CdtTrfTxInf")) {
        let (mut path, value) = split_line(line);
        let attribute = path.pop_if(|step| step.name.starts_with('@'));
        let mut place = &mut root;
        for step in path.into_iter().skip(1) {
            let Content::Children(children) = &mut place.content else { panic!("{line}") };
            let same =
                |child: &Element| (child.namespace, &child.name) == (step.namespace, &step.name);
            if children.iter().filter(|child| same(child)).count() < step.number {
                children.push(empty(step.namespace, step.name.clone()));
            }
            place = children.iter_mut().filter(|child| same(child)).nth(step.number - 1).unwrap();
        }
        match attribute {
            Some(Step { namespace, name, .. }) => {
                // Unlike an element's, a bare attribute's name has no namespace.
                let namespace = if namespace == 0 { 1 } else { namespace };
                place.attributes.push((namespace, name[1..].to_owned(), value));
            }
            None => place.content = Content::Text(value),
        }
    }
    root
}

struct Step {
    namespace: usize,
    /// With its `@` for an attribute.
    name: String,
    number: usize,
}

fn split_line(line: &str) -> (Vec<Step>, String) {
    let mut steps = Vec::new();
    let mut rest = line;
    loop {
        let (is_attribute, behind) = match rest.strip_prefix('@') {
            Some(behind) => (true, behind),
            None => (false, rest),
        };
        let (namespace, behind) = match behind.strip_prefix('{') {
            Some(behind) => {
                let (namespace, behind) = unescape(behind, Some('}'));
                (NAMESPACES.iter().position(|known| *known == namespace).unwrap(), behind)
            }
            None => (0, behind),
        };
        let end = behind.find(['/', '=', '[']).unwrap();
        let name = format!("{}{}", if is_attribute { "@" } else { "" }, &behind[..end]);
        let mut behind = &behind[end..];
        let mut number = 1;
        if let Some(numbered) = behind.strip_prefix('[') {
            let (digits, after) = numbered.split_once(']').unwrap();
            number = digits.parse().unwrap();
            behind = after;
        }
        steps.push(Step { namespace, name, number });
        match behind.split_at(1) {
            ("=", value) => return (steps, unescape(value, None).0),
            (_, next) => rest = next,
        }
    }
}

/// Undoes the escapes, up to a bare end character if there is to be one.
fn unescape(text: &str, end: Option<char>) -> (String, &str) {
    let mut plain = String::new();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => plain.push(match characters.next().unwrap() {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            }),
            other if Some(other) == end => return (plain, characters.as_str()),
            other => plain.push(other),
        }
    }
    (plain, "")
}
