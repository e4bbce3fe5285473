//! Payments as trees, and the many ways to spell each of them.
//!
//! [`Element::lines`] says what the canonical lines are, in the plainest way; [`Speller`] writes
//! the same tree as XML with every freedom that XML gives.
#![allow(unreachable_pub)]

use proptest::prelude::*;

use crate::common::NAMESPACE;

/// Namespaces of the model: that of the message, none, and two foreign ones.
pub const NAMESPACES: [&str; 4] = [NAMESPACE, "", "urn:x}\\{=/", "urn:y&'\"<"];

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    pub namespace: usize,
    pub name: String,
    /// Namespace, name, value; an attribute without prefix has none of them.
    pub attributes: Vec<(usize, String, String)>,
    pub content: Content,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(String),
    Children(Vec<Element>),
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("Nm".to_owned()),
        "[A-Zé_][a-z0-9.-]{0,3}"
    ]
}

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("]]>"),
        Just("\\"),
        Just("\\n"),
        Just("\n"),
        Just("\r"),
        Just("\r\n"),
        Just("\t"),
        Just(" "),
        Just("&"),
        Just("&amp;"),
        Just("<"),
        Just(">"),
        Just("'"),
        Just("\""),
        Just("="),
        Just("/"),
        Just("[2]"),
        Just("{"),
        Just("}"),
        Just("é"),
        Just("e\u{301}"),
        Just("😀"),
        Just("\u{2028}"),
        Just("\u{85}"),
        Just("\u{7F}"),
        Just("--"),
        Just("x"),
        Just("abc"),
    ];
    proptest::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn attributes() -> impl Strategy<Value = Vec<(usize, String, String)>> {
    proptest::collection::vec((1..4_usize, name(), text()), 0..4).prop_map(|mut all| {
        all.sort();
        all.dedup_by(|a, b| (a.0, &a.1) == (b.0, &b.1));
        all
    })
}

/// Any element, its whole subtree with it.
pub fn element() -> impl Strategy<Value = Element> {
    let namespace = || prop_oneof![4 => Just(0_usize), 1 => 1..4_usize];
    let leaf = (namespace(), name(), attributes(), text()).prop_map(
        |(namespace, name, attributes, text)| Element {
            namespace,
            name,
            attributes,
            content: Content::Text(text),
        },
    );
    leaf.prop_recursive(4, 24, 4, move |inner| {
        (namespace(), name(), attributes(), proptest::collection::vec(inner, 1..5)).prop_map(
            |(namespace, name, attributes, children)| Element {
                namespace,
                name,
                attributes,
                content: Content::Children(children),
            },
        )
    })
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t")
}

/// Text of nothing but white space counts as none.
pub fn kept(text: &str) -> &str {
    if text.trim_matches([' ', '\t', '\n', '\r']).is_empty() { "" } else { text }
}

fn braced(namespace: usize, name: &str) -> String {
    format!("{{{}}}{name}", escaped(NAMESPACES[namespace]).replace('}', "\\}"))
}

impl Element {
    fn shown(&self) -> String {
        if self.namespace == 0 { self.name.clone() } else { braced(self.namespace, &self.name) }
    }

    /// The canonical lines below a path.
    pub fn lines(&self, path: &str, lines: &mut Vec<String>) {
        let mut attributes: Vec<String> = self
            .attributes
            .iter()
            .map(|(namespace, name, value)| match namespace {
                1 => (name.clone(), value),
                _ => (braced(*namespace, name), value),
            })
            .map(|(name, value)| format!("{name}\0{}", escaped(value)))
            .collect();
        attributes.sort();
        lines.extend(
            attributes.iter().map(|line| format!("{path}/@{}", line.replacen('\0', "=", 1))),
        );
        match &self.content {
            Content::Text(text) => lines.push(format!("{path}={}", escaped(kept(text)))),
            Content::Children(children) => {
                for (at, child) in children.iter().enumerate() {
                    let name = child.shown();
                    let before =
                        children[..at].iter().filter(|other| other.shown() == name).count();
                    let number =
                        if before == 0 { String::new() } else { format!("[{}]", before + 1) };
                    child.lines(&format!("{path}/{name}{number}"), lines);
                }
            }
        }
    }
}

/// Spells trees as XML, choosing by a seed among all that XML allows.
pub struct Speller {
    state: u64,
    out: String,
}

impl Speller {
    pub fn new(seed: u64) -> Self {
        Self { state: seed, out: String::new() }
    }

    fn below(&mut self, bound: usize) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.state >> 33) as usize % bound
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    /// A whole input: the message with these elements in its payment.
    pub fn input(mut self, payment: &Element) -> String {
        let start = self.pick(&[
            "",
            "\u{FEFF}",
            "<?xml version='1.0'?>",
            "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\r\n",
        ]);
        self.out.push_str(start);
        self.nothing();
        let envelope = self.pick(&["", "Env", "h:Env"]);
        if !envelope.is_empty() {
            self.out.push_str(&format!(
                "<{envelope} xmlns:h='urn:h' xmlns='urn:h'><h:AppHdr><Fr>x</Fr>&amp;</h:AppHdr>"
            ));
        }
        let document = Element {
            namespace: 0,
            name: "Document".to_owned(),
            attributes: Vec::new(),
            content: Content::Children(vec![Element {
                namespace: 0,
                name: "FIToFICstmrCdtTrf".to_owned(),
                attributes: Vec::new(),
                content: Content::Children(vec![header(), payment.clone()]),
            }]),
        };
        // An envelope's default namespace is none of the model.
        let default = if envelope.is_empty() { None } else { Some(NAMESPACES.len()) };
        self.element(&document, default, &[]);
        if !envelope.is_empty() {
            self.out.push_str(&format!("<x/></{envelope}>"));
        }
        self.nothing();
        self.out
    }

    /// White space, comments and instructions, or nothing.
    fn nothing(&mut self) {
        for _ in 0..self.below(3) {
            let nothing = self.pick(&[
                " ",
                "\n\t",
                "\r\n",
                "\r",
                "<!-- - <a> & -->",
                "<?pi <a> & ?>",
                "<!---->",
            ]);
            self.out.push_str(nothing);
        }
    }

    fn element(&mut self, element: &Element, default: Option<usize>, declared: &[usize]) {
        let mut default = default;
        let mut declared = declared.to_vec();
        let mut tags: Vec<String> = Vec::new();
        // Without a namespace there can be no prefix; in one either is free.
        let by_default = element.namespace == 1 || self.below(2) == 0;
        if by_default {
            let fits =
                default == Some(element.namespace) || (default.is_none() && element.namespace == 1);
            if !fits || self.below(4) == 0 {
                default = Some(element.namespace);
                tags.push(self.declaration("xmlns", element.namespace));
            }
        }
        let foreign =
            element.attributes.iter().map(|(namespace, ..)| *namespace).filter(|n| *n != 1);
        let mut prefixed: Vec<usize> = foreign.collect();
        if !by_default {
            prefixed.push(element.namespace);
        }
        prefixed.sort_unstable();
        prefixed.dedup();
        for namespace in prefixed {
            if !declared.contains(&namespace) {
                declared.push(namespace);
                tags.push(self.declaration(&format!("xmlns:p{namespace}"), namespace));
            }
        }
        for (namespace, name, value) in &element.attributes {
            let prefix = if *namespace == 1 { String::new() } else { format!("p{namespace}:") };
            tags.push(self.attribute(&format!("{prefix}{name}"), value));
        }
        for last in (1..tags.len()).rev() {
            let other = self.below(last + 1);
            tags.swap(last, other);
        }
        let name = if by_default {
            element.name.clone()
        } else {
            format!("p{}:{}", element.namespace, element.name)
        };
        self.out.push_str(&format!("<{name}"));
        for tag in tags {
            let space = self.pick(&[" ", "\n", "\t  ", "\r\n"]);
            self.out.push_str(space);
            self.out.push_str(&tag);
        }
        let space = self.pick(&["", "", " ", "\n"]);
        self.out.push_str(space);
        match &element.content {
            Content::Text(text) if text.is_empty() && self.below(2) == 0 => self.out.push_str("/>"),
            Content::Text(text) => {
                self.out.push('>');
                self.text(text);
                self.out.push_str(&format!("</{name}{space}>"));
            }
            Content::Children(children) => {
                self.out.push('>');
                for child in children {
                    self.nothing();
                    self.element(child, default, &declared);
                }
                self.nothing();
                self.out.push_str(&format!("</{name}>"));
            }
        }
    }

    fn declaration(&mut self, name: &str, namespace: usize) -> String {
        self.attribute(name, NAMESPACES[namespace])
    }

    fn attribute(&mut self, name: &str, value: &str) -> String {
        let quote = self.pick(&["'", "\""]);
        let mut out = format!("{name}{}={}{quote}", self.pick(&["", " "]), self.pick(&["", "\n"]));
        for character in value.chars() {
            let must =
                matches!(character, '<' | '&' | '\n' | '\r' | '\t') || quote.contains(character);
            match character {
                ' ' if self.below(2) == 0 => {
                    out.push_str(self.pick(&["\n", "\t", "\r\n", "&#32;"]))
                }
                _ if must || self.below(5) == 0 => out.push_str(&self.reference(character)),
                _ => out.push(character),
            }
        }
        out.push_str(quote);
        out
    }

    fn reference(&mut self, character: char) -> String {
        let named = match character {
            '<' => "&lt;",
            '>' => "&gt;",
            '&' => "&amp;",
            '\'' => "&apos;",
            '"' => "&quot;",
            _ => "",
        };
        let code = u32::from(character);
        match self.below(4) {
            0 if !named.is_empty() => named.to_owned(),
            1 => format!("&#{code};"),
            2 => format!("&#x{code:x};"),
            _ => format!("&#x000{code:X};"),
        }
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            let must = matches!(character, '<' | '&' | '\r' | '>');
            let choice = self.below(6);
            match character {
                '\n' if choice < 2 => {
                    let end = self.pick(&["\n", "\r\n", "\r"]);
                    // A carriage return would swallow a line feed behind it.
                    self.out.push_str(end);
                    self.out.push_str(if end == "\r" { "<!---->" } else { "" });
                }
                '\r' => {
                    let reference = self.reference(character);
                    self.out.push_str(&reference);
                }
                _ if choice == 0 => self.out.push_str(&format!("<![CDATA[{character}]]>")),
                _ if must || choice == 1 => {
                    let reference = self.reference(character);
                    self.out.push_str(&reference);
                }
                _ => self.out.push(character),
            }
            if self.below(12) == 0 {
                let nothing = self.pick(&["<!-- c -->", "<?pi?>", "<![CDATA[]]>"]);
                self.out.push_str(nothing);
            }
        }
    }
}

fn leaf(name: &str, text: &str) -> Element {
    Element {
        namespace: 0,
        name: name.to_owned(),
        attributes: Vec::new(),
        content: Content::Text(text.to_owned()),
    }
}

fn header() -> Element {
    let children = vec![leaf("MsgId", "M1"), leaf("NbOfTxs", "1")];
    Element { content: Content::Children(children), ..leaf("GrpHdr", "") }
}

/// A payment with these elements behind what every payment has.
pub fn payment(elements: Vec<Element>) -> Element {
    let amount = Element {
        attributes: vec![(1, "Ccy".to_owned(), "EUR".to_owned())],
        ..leaf("IntrBkSttlmAmt", "1.00")
    };
    let id =
        Element { content: Content::Children(vec![leaf("EndToEndId", "E1")]), ..leaf("PmtId", "") };
    let children = [vec![id, amount], elements].concat();
    Element { content: Content::Children(children), ..leaf("CdtTrfTxInf", "") }
}

/// The whole canonical text of a payment, by the rules of the reference.
pub fn expected(payment: &Element) -> String {
    let mut lines =
        vec!["critical-chains-record:1".to_owned(), "profile=iso20022:pacs.008.001.08".to_owned()];
    header().lines("GrpHdr", &mut lines);
    payment.lines("CdtTrfTxInf", &mut lines);
    lines.join("\n") + "\n"
}
