//! Proves that every flaw of bytes and XML is refused with its place, its reason and a remedy.
#![allow(clippy::unwrap_used)]

mod common;

use std::io::{self, Read};

use common::{NAMESPACE, payment, read, rejects};
use critical_chains_records::{Cause, Limits, Pacs008Reader};

/// Asserts the rule of XML that a payment with this content breaks.
#[track_caller]
fn malforms(content: &str, expected: &str) {
    let error = read(payment(content)).unwrap_err();
    assert!(matches!(error.cause, Cause::Malformed { .. }), "{error}");
    assert_eq!(error.cause.to_string(), format!("the input is not well-formed XML: {expected}"));
    assert!(error.hint().contains("xmllint"));
}

mod bytes {
    use super::*;

    struct Failing;

    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("disk on fire"))
        }
    }

    #[test]
    fn reports_failing_source() {
        let input = b"<Document>\n".chain(Failing);

        let error = Pacs008Reader::new(input, Limits::default()).unwrap_err();

        assert_eq!(error.to_string(), "line 2, column 1: the input cannot be read: disk on fire");
        assert!(error.hint().contains("disk"));
    }

    #[test]
    fn goes_on_after_an_interruption() {
        struct Interrupted(bool);
        impl Read for Interrupted {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                match std::mem::replace(&mut self.0, true) {
                    false => Err(io::ErrorKind::Interrupted.into()),
                    true => Ok(0),
                }
            }
        }
        let xml = payment("");
        let (head, tail) = xml.as_bytes().split_at(40);
        let input = head.chain(Interrupted(false)).chain(tail);

        let records: Result<Vec<_>, _> =
            Pacs008Reader::new(input, Limits::default()).unwrap().collect();

        assert_eq!(records.unwrap().len(), 1);
    }

    #[test]
    fn rejects_utf_16_and_utf_32() {
        let text = "<Document/>";
        let utf_16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf_32: Vec<u8> = text.chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        let with_mark = [&[0xFE, 0xFF][..], b"\0<"].concat();
        let place = "line 1, column 1: the text is encoded as";

        rejects(utf_16, &format!("{place} UTF-16, expected UTF-8"));
        rejects(with_mark, &format!("{place} UTF-16, expected UTF-8"));
        rejects(utf_32, &format!("{place} UTF-32, expected UTF-8"));
        rejects([0x4C, 0x6F, 0xA7, 0x94], &format!("{place} EBCDIC, expected UTF-8"));
    }

    #[test]
    fn rejects_declared_encoding_before_the_bytes_it_explains() {
        let xml = b"<?xml version='1.0' encoding='ISO-8859-1'?>\n<Document>M\xFCller</Document>";

        rejects(xml, "line 1, column 1: the text is encoded as ISO-8859-1, expected UTF-8");
    }

    #[test]
    fn rejects_invalid_utf_8() {
        let mut xml = payment("<Nm>é</Nm>").into_bytes();
        let at = xml.iter().position(|byte| *byte == 0xC3).unwrap();
        xml.splice(at..at, *b"\n\nab");
        xml.remove(at + 4);

        rejects(&xml, "line 3, column 3: the bytes here are not valid UTF-8");
        rejects(b"<Document>\xE2\x82", "line 1, column 11: the bytes here are not valid UTF-8");
    }

    #[test]
    fn rejects_characters_that_xml_forbids() {
        for (character, code) in
            [('\0', "0000"), ('\u{1B}', "001B"), ('\u{FFFE}', "FFFE"), ('\u{FFFF}', "FFFF")]
        {
            let xml = format!("<a>\u{FFFD}é{character}</a>");

            rejects(
                xml,
                &format!("line 1, column 6: the character U+{code} is not allowed in XML"),
            );
        }
    }

    #[test]
    fn rejects_second_byte_order_mark() {
        let place = "line 1, column 1: the input is not well-formed XML: text stands before the \
                     root element";
        assert_eq!(read(format!("\u{FEFF}{}", payment(""))).unwrap().len(), 1);
        let twice = format!("\u{FEFF}\u{FEFF}{}", payment(""));

        rejects(&twice, place);
        for cut in 1..8 {
            let (head, tail) = twice.as_bytes().split_at(cut);
            let error = Pacs008Reader::new(head.chain(tail), Limits::default()).unwrap_err();
            assert_eq!(error.to_string(), place, "cut at {cut}");
        }
    }

    #[test]
    fn rejects_input_that_ends_early() {
        rejects("", "line 1, column 1: the input ends too early, before any element");
        rejects(" \n", "line 2, column 1: the input ends too early, before any element");
        rejects(
            "<a>\n<b/>\n<b>x",
            "line 3, column 5: the input ends too early, with 2 open elements",
        );
        rejects("<a", "line 1, column 3: the input ends too early, before any element");
        rejects(
            format!("{}<!-- x", payment("")),
            &format!(
                "line 1, column {}: the input ends too early, inside a tag or comment",
                payment("").len() + 7
            ),
        );
    }

    #[test]
    fn rejects_every_truncation() {
        let xml = format!(
            "<?xml version='1.0'?><!-- c --><?pi x?><e a='1'><![CDATA[x]]>&lt;{}</e>",
            payment("<Nm a=\"1\">Zoë&#233;<![CDATA[]]></Nm>")
        );
        assert_eq!(read(&xml).unwrap().len(), 1);

        for end in 0..xml.len() {
            assert!(read(&xml.as_bytes()[..end]).is_err(), "{}", &xml[..end.min(xml.len() - 1)]);
        }
    }
}

mod xml {
    use super::*;

    #[test]
    fn rejects_doctype() {
        let place = "line 2, column 1: the input has a document type declaration (DOCTYPE), none \
                     is accepted";
        let bomb = "<!DOCTYPE x [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        let file = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";

        for doctype in [bomb, file, "<!DOCTYPE Document>", "<!DOCTYPE x [", "<!doctype x>"] {
            rejects(format!("<?xml version=\"1.0\"?>\n{doctype}{}", payment("")), place);
        }
        rejects(format!("\n<!DOCTYPE {}", "x".repeat(1_000_000)), place);
    }

    #[test]
    fn rejects_entities_that_xml_does_not_define() {
        let error = read(payment("<Nm>&euro;</Nm>")).unwrap_err();

        assert_eq!(
            error.cause.to_string(),
            "the entity &euro; is not one of lt, gt, amp, apos and quot"
        );
        let error = read(payment("<Nm a=\"&x;\"/>")).unwrap_err();
        assert!(matches!(error.cause, Cause::UnknownEntity { name } if name == "x"));
    }

    #[test]
    fn rejects_references_to_no_character() {
        for number in [
            "#0",
            "#x0",
            "#8",
            "#x1F",
            "#xD800",
            "#xFFFE",
            "#xFFFF",
            "#x110000",
            "#99999999999",
            "#",
            "#x",
            "#-1",
            "#+65",
            "#X41",
            "#xG",
            "# 65",
        ] {
            for content in [format!("<Nm>&{number};</Nm>"), format!("<Nm a='&{number};'/>")] {
                let error = read(payment(&content)).unwrap_err();

                assert_eq!(
                    error.cause.to_string(),
                    format!("the character reference &{number}; names no character of XML")
                );
            }
        }
    }

    #[test]
    fn rejects_other_xml_versions() {
        rejects(
            "<?xml version=\"1.1\"?><a/>",
            "line 1, column 1: the XML version is 1.1, expected 1.0",
        );
    }

    #[test]
    fn rejects_bad_declarations() {
        for declaration in [
            "<?xml?>",
            "<?xml encoding=\"UTF-8\"?>",
            "<?xml encoding=\"UTF-8\" version=\"1.0\"?>",
            "<?xml version=\"1.0\" standalone=\"yes\" encoding=\"UTF-8\"?>",
            "<?xml version=\"1.0\" standalone=\"maybe\"?>",
            "<?xml version=\"1.0\" version=\"1.0\"?>",
            "<?xml version=\"1.0\"encoding=\"UTF-8\"?>",
            "<?xml version=1.0?>",
            "<?xml version=\"1.0\" x=\"1\"?>",
        ] {
            rejects(
                format!("{declaration}{}", payment("")),
                "line 1, column 1: the input is not well-formed XML: the XML declaration is not \
                 <?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            );
        }
        let good = "<?xml version = '1.0' encoding=\"utf-8\"\n standalone=\"no\" ?>";
        assert_eq!(read(format!("{good}{}", payment(""))).unwrap().len(), 1);
    }

    #[test]
    fn rejects_misplaced_declarations() {
        let late = "an XML declaration stands after the start of the input";
        rejects(
            format!(" <?xml version=\"1.0\"?>{}", payment("")),
            &format!("line 1, column 2: the input is not well-formed XML: {late}"),
        );
        malforms("<?xml version=\"1.0\"?>", late);
        malforms("<?XML x?>", late);
    }

    #[test]
    fn rejects_malformed_tags() {
        let no_value = "an attribute has no value, or something else stands in a tag";
        malforms("<a b></a>", no_value);
        malforms("<a / >", no_value);
        malforms("<a b=c></a>", "an attribute's value is not in quotation marks");
        malforms("<a b='1'c='2'/>", "no white space before an attribute");
        malforms("<a b='<'/>", "an attribute's value contains <");
        malforms(
            "<![cdata[x]]>",
            "a tag starts with <! or <? but is neither comment, CDATA nor instruction",
        );
        malforms(
            "<!ELEMENT a>",
            "a tag starts with <! or <? but is neither comment, CDATA nor instruction",
        );
        malforms(
            "<!-x-->",
            "a tag starts with <! or <? but is neither comment, CDATA nor instruction",
        );
    }

    #[test]
    fn rejects_malformed_text() {
        malforms("<Nm>a]]>b</Nm>", "]]> stands in text; write ]]&gt;");
        malforms("<!-- a -- b -->", "a comment contains --");
        malforms("<!-- a --->", "a comment contains --");
        for lone in ["<Nm>a & b</Nm>", "<Nm>a & b; c</Nm>", "<Nm>&;</Nm>", "<Nm>&&amp;</Nm>"] {
            malforms(lone, "an & starts no reference; write &amp;");
        }
        malforms("<Nm a='x & y'/>", "an & starts no reference; write &amp;");
    }

    #[test]
    fn rejects_text_around_the_root() {
        let before = "line 1, column 1: the input is not well-formed XML: text stands before the \
                      root element";
        rejects("hello", before);
        rejects("<![CDATA[]]><a/>", before);
        rejects("&#32;<a/>", before);
        let end = payment("").len() + 1;
        for trailing in ["<a/>", "x", "&#32;", "<![CDATA[]]>"] {
            rejects(
                format!("{}{trailing}", payment("")),
                &format!(
                    "line 1, column {end}: there is content after the end of the root element"
                ),
            );
        }
        assert!(read(format!("{}\n<!-- c --><?pi x?>\n", payment(""))).is_ok());
    }

    #[test]
    fn rejects_a_second_root_but_one_behind_an_application_header() {
        let header =
            "<AppHdr xmlns='urn:iso:std:iso:20022:tech:xsd:head.001.001.02'><Fr/></AppHdr>";
        let message = payment("");
        let trailing = "there is content after the end of the root element";
        for xml in [
            format!("{header}{message}{message}"),
            format!("{header}{message}{header}"),
            format!("{message}{header}"),
            format!("{header}{header}{message}"),
            format!("{header}x{message}"),
            format!("{header}<![CDATA[]]>{message}"),
            format!("{header}{message}x"),
            format!("{header}&#32;{message}"),
            // Headers of other names, other kinds, or none of the standard.
            format!("{}{message}", header.replace("AppHdr", "AppHeader")),
            format!("{}{message}", header.replace("head.001.001.02", "head.001.001.2")),
            format!("{}{message}", header.replace("head.001.001.02", "head.001.001.02.1")),
            format!("{}{message}", header.replace("head.001.001.02", "head.002.001.01")),
            format!("<AppHdr/>{message}"),
            format!("<e>{header}</e>{message}"),
        ] {
            let error = read(&xml).unwrap_err();

            assert_eq!(error.cause.to_string(), trailing, "{xml}");
            assert!(error.hint().contains("own file"));
        }
        rejects(
            header,
            &format!(
                "line 1, column {}: there is no ISO 20022 message in the element AppHdr in the \
                 namespace urn:iso:std:iso:20022:tech:xsd:head.001.001.02",
                header.len() + 1
            ),
        );
    }

    #[test]
    fn rejects_every_truncation_behind_an_application_header() {
        let header = "<AppHdr xmlns='urn:iso:std:iso:20022:tech:xsd:head.001.001.02'/>";
        let xml = format!("{header}\n{}", payment(""));
        assert_eq!(read(&xml).unwrap().len(), 1);

        for end in 0..xml.len() {
            assert!(read(&xml[..end]).is_err(), "{}", &xml[..end]);
        }
    }

    #[test]
    fn rejects_tags_that_do_not_match() {
        rejects("<a>\n<b></a>", "line 2, column 4: the end tag is </a>, expected </b>");
        rejects(
            format!("{}\n</x>", payment("")),
            "line 2, column 1: the end tag </x> has no start tag",
        );
        let two_prefixes = "<p:a xmlns:p='u' xmlns:q='u'></q:a>";
        rejects(two_prefixes, "line 1, column 30: the end tag is </q:a>, expected </p:a>");
        for end in ["</ a>", "</a b='1'>", "</A>", "</>"] {
            let error = read(format!("<a>{end}")).unwrap_err();
            assert!(matches!(error.cause, Cause::MismatchedEndTag { .. }), "{error}");
        }
    }

    #[test]
    fn rejects_invalid_names() {
        for name in ["1a", "a:b:c", ":a", "a:", "a:1", "-a", "a\u{D7}", "a/b", "="] {
            let error = read(format!("<x xmlns:a='u'><{name}/></x>")).unwrap_err();

            assert_eq!(
                error.to_string(),
                format!("line 1, column 16: \"{name}\" is not a valid XML name")
            );
        }
        for instruction in ["<??>", "<?1?>", "<?a:b?>", "<? a?>"] {
            let error = read(format!("{instruction}<a/>")).unwrap_err();
            assert!(matches!(error.cause, Cause::InvalidName { .. }), "{error}");
        }
        for name in ["xmlns:", ":xmlns", "xmlns::a", ":"] {
            let error = read(format!("<a {name}='{NAMESPACE}'/>")).unwrap_err();

            assert!(
                matches!(
                    error.cause,
                    Cause::InvalidName { .. } | Cause::InvalidNamespaceDeclaration { .. }
                ),
                "{error}"
            );
        }
        for tag in ["< a/>", "<>", "</>", "<a 1='x'/>", "<a ='x'/>", "<a b c='1'/>"] {
            let error = read(format!("<x>{tag}</x>")).unwrap_err();
            assert!(
                matches!(
                    error.cause,
                    Cause::InvalidName { .. }
                        | Cause::Malformed { .. }
                        | Cause::MismatchedEndTag { .. }
                ),
                "{error}"
            );
        }
    }

    #[test]
    fn rejects_duplicate_attributes() {
        rejects(
            "<a>\n <b x='1' y='2' x='3'/></a>",
            "line 2, column 2: the attribute x is given twice",
        );
        rejects(
            "<a xmlns:p='u' xmlns:q='u' p:x='1' q:x='2'/>",
            "line 1, column 1: the attribute q:x is given twice",
        );
        rejects(
            "<a xmlns:p='u' xmlns:p='v'/>",
            "line 1, column 1: the attribute xmlns:p is given twice",
        );
        rejects("<a xmlns='u' xmlns='u'/>", "line 1, column 1: the attribute xmlns is given twice");
    }

    #[test]
    fn rejects_undeclared_prefixes() {
        rejects("<p:a/>", "line 1, column 1: the namespace prefix p is not declared");
        rejects("<a p:x='1'/>", "line 1, column 1: the namespace prefix p is not declared");
        rejects(
            "<a><b xmlns:p='u'/><p:c/></a>",
            "line 1, column 20: the namespace prefix p is not declared",
        );
        rejects("<xmlns:a/>", "line 1, column 1: the namespace prefix xmlns is not declared");
    }

    #[test]
    fn rejects_forbidden_namespace_declarations() {
        for (declaration, name) in [
            ("xmlns:p=''", "xmlns:p"),
            ("xmlns:xmlns='u'", "xmlns:xmlns"),
            ("xmlns:xml='u'", "xmlns:xml"),
            ("xmlns:p='http://www.w3.org/XML/1998/namespace'", "xmlns:p"),
            ("xmlns='http://www.w3.org/XML/1998/namespace'", "xmlns"),
            ("xmlns:p='http://www.w3.org/2000/xmlns/'", "xmlns:p"),
            ("xmlns='http://www.w3.org/2000/xmlns/'", "xmlns"),
            ("xmlns:1='u'", "xmlns:1"),
            ("xmlns:a:b='u'", "xmlns:a:b"),
        ] {
            rejects(
                format!("<a {declaration}/>"),
                &format!("line 1, column 1: the namespace declaration {name} is not allowed"),
            );
        }
        let allowed = "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='en'/>";
        assert!(read(payment(allowed)).is_ok());
    }
}

#[test]
fn shows_input_in_one_short_line() {
    let error = read(format!("<a>&{}\u{202E}\n;</a>", "é".repeat(200))).unwrap_err();
    assert!(error.to_string().lines().count() == 1);

    let error = read(format!("<a><{}></b></a>", "é\u{300}".repeat(40))).unwrap_err();
    assert!(error.to_string().chars().count() < 400, "{error}");
}
