//! Checkpoints as notes, with what may follow them and what may not.

#![cfg(feature = "verify")]
#![allow(clippy::unwrap_used)]

use critical_chains_integrity::checkpoint::{Checkpoint, CheckpointError, Note, origin};
use proptest::prelude::*;

const TEXT: &str = "\
critical-chains/1111111111111111111111111111111111111111111111111111111111111111
4711
REREREREREREREREREREREREREREREREREREREREREQ=
";
const SIGNATURE: &str = "\u{2014} example.com/witness RlXdu+FCQIg7S6kSmUnRPhWqvQ+XcFB8TIXRqIFrVw==";

fn checkpoint() -> Checkpoint {
    Checkpoint::new(&[0x11; 32], 4711, [0x44; 32])
}

#[test]
fn is_three_lines() {
    assert_eq!(checkpoint().to_text(), TEXT);
    assert_eq!(TEXT.parse(), Ok(checkpoint()));
    assert!(checkpoint().is_of(&[0x11; 32]));
    assert!(!checkpoint().is_of(&[0x12; 32]));
    assert_eq!(checkpoint().origin, origin(&[0x11; 32]));
}

/// The example of the specification.
#[test]
fn may_be_of_another_log() {
    let text = "\
example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

\u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
";

    let parsed = Checkpoint::parse(text).unwrap();

    assert_eq!((parsed.origin.as_str(), parsed.size), ("example.com/behind-the-sofa", 20_852_163));
    assert!(text.starts_with(&parsed.to_text()));
}

#[test]
fn leaves_extensions_and_signatures_aside() {
    let text = format!("{TEXT}first\nsecond\n");
    let note = format!("{text}\n{SIGNATURE}\n{SIGNATURE}\n");

    let parsed = Note::parse(&note).unwrap();

    assert_eq!(parsed.checkpoint, checkpoint());
    assert_eq!(parsed.extensions, ["first", "second"]);
    assert_eq!(parsed.text, text);
    assert_eq!(parsed.signatures, [SIGNATURE, SIGNATURE]);
    assert_eq!(Checkpoint::parse(&note), Ok(checkpoint()));
    assert_eq!(Checkpoint::parse(&text), Ok(checkpoint()));
}

mod parse {
    use super::*;

    fn refused(text: &str) -> CheckpointError {
        Checkpoint::parse(text).unwrap_err()
    }

    #[test]
    fn rejects_every_beginning() {
        for end in 0..TEXT.len() {
            assert_eq!(refused(&TEXT[..end]), CheckpointError::Truncated, "{end}");
        }
    }

    #[test]
    fn rejects_control_characters() {
        for text in [TEXT.replace('\n', "\r\n"), TEXT.replace("71", "\t"), TEXT.replace("71", "\0")]
        {
            assert_eq!(refused(&text), CheckpointError::ControlCharacter);
        }
    }

    #[test]
    fn rejects_a_missing_origin() {
        assert_eq!(
            refused("\n1\nREREREREREREREREREREREREREREREREREREREREREQ=\n"),
            CheckpointError::MissingOrigin
        );
    }

    #[test]
    fn rejects_other_spellings_of_the_size() {
        for size in ["04711", "+4711", "-1", "00", " 1", "1 ", "0x1", "18446744073709551616"] {
            assert_eq!(
                refused(&TEXT.replace("4711", size)),
                CheckpointError::InvalidSize,
                "{size}"
            );
        }
        for size in [0, u64::MAX] {
            let parsed = Checkpoint::parse(&TEXT.replace("4711", &size.to_string()));
            assert_eq!(parsed.map(|parsed| parsed.size), Ok(size));
        }
    }

    #[test]
    fn rejects_other_roots() {
        let root = TEXT.lines().nth(2).unwrap();

        // Not padded, with bits set that do not count, too short, too long, of the other alphabet.
        for other in [
            &root[..43],
            &root.replace("Q=", "R="),
            "REQ=",
            &[root, root].concat(),
            &"-".repeat(44),
        ] {
            assert_eq!(
                refused(&TEXT.replace(root, other)),
                CheckpointError::InvalidRoot,
                "{other}"
            );
        }
    }

    #[test]
    fn rejects_what_are_no_signatures() {
        for line in
            ["", "text", "- name YQ==", "\u{2014} YQ==", "\u{2014}  YQ==", "\u{2014} name Y"]
        {
            let refused = refused(&format!("{TEXT}\n{SIGNATURE}\n{line}\n"));
            assert_eq!(refused, CheckpointError::InvalidSignatureLine, "{line}");
        }
        assert_eq!(refused(&format!("{TEXT}\n")), CheckpointError::Truncated);
        assert_eq!(refused(&format!("{TEXT}\n{SIGNATURE}")), CheckpointError::Truncated);
    }

    proptest! {
        #[test]
        fn gives_back_what_was_written(genesis: [u8; 32], size: u64, root: [u8; 32]) {
            let checkpoint = Checkpoint::new(&genesis, size, root);

            prop_assert_eq!(Checkpoint::parse(&checkpoint.to_text()), Ok(checkpoint));
        }

        #[test]
        fn reads_a_text_in_one_way_only(text in "([a-z—\\PC]{0,3}\n?){0,8}", place in 0..TEXT.len()) {
            let mut spoilt = TEXT.to_string();
            spoilt.insert_str(place, &text);

            for text in [text, spoilt] {
                if let Ok(note) = Note::parse(&text) {
                    prop_assert!(text.starts_with(&note.checkpoint.to_text()));
                    prop_assert!(note.text.starts_with(&note.checkpoint.to_text()));
                }
            }
        }
    }
}
