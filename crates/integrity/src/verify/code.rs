//! The stable codes of a verdict.

use super::Outcome;
use core::fmt;

macro_rules! codes {
    ($($variant:ident = $code:literal, $outcome:ident, $sentence:literal, $hint:literal;)*) => {
        /// What a verification found. The text of a code never changes its meaning.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Code {
            $(#[doc = concat!("`", $code, "` ", $sentence)] $variant,)*
        }

        impl Code {
            /// Every code, in the order of the table in `docs/reference/receipt.md`.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The code itself, such as `OK-01`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What it means, in one sentence.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* }
            }

            /// What to do about it.
            pub const fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint,)* }
            }

            /// The result a verdict with this code has.
            pub const fn outcome(self) -> Outcome {
                match self { $(Self::$variant => Outcome::$outcome,)* }
            }
        }
    };
}

codes! {
    OkFinality = "OK-01", Ok,
        "The record is intact, proven by the signatures of the chain's authorities.",
        "Nothing to do.";
    OkCheckpoint = "OK-02", Ok,
        "The record is intact, proven by a published checkpoint.",
        "Nothing to do.";

    SetUnknown = "INC-01", Inconclusive,
        "The trust file does not know the authority set that signed.",
        "Get a newer trust file, or extend yours by the hand-offs of authority sets since.";
    NothingToTrust = "INC-02", Inconclusive,
        "Nothing was given that this receipt could be checked against.",
        "Give a trust file if the receipt carries signatures, or a checkpoint if it carries a path to one.";
    OtherCheckpointSize = "INC-03", Inconclusive,
        "The receipt leads to a checkpoint of another size than those given.",
        "Get the checkpoint of the size the receipt names, or a receipt for the checkpoint you have.";

    MalformedCbor = "FMT-01", Failed,
        "This is not a receipt: a value has the wrong type or length.",
        "Check that the file is the receipt itself in CBOR, neither text nor another document.";
    NotDeterministic = "FMT-02", Failed,
        "The receipt is not in its one deterministic encoding.",
        "Some tool has rewritten the file: get the original, or the receipt again from the node.";
    LimitExceeded = "FMT-03", Failed,
        "A part of the receipt is larger than any receipt needs.",
        "The file was not made by this software: get the receipt again.";
    UnsupportedVersion = "FMT-04", Failed,
        "The receipt has a version this verifier does not know.",
        "Use a newer verifier.";
    WrongFields = "FMT-05", Failed,
        "The receipt lacks a field, or has one that this version does not define.",
        "Get the receipt again; use a newer verifier if it was made by newer software.";
    Truncated = "FMT-06", Failed,
        "The receipt ends too early.",
        "The file was cut short: copy or download it again.";

    RecordDiffers = "REC-01", Failed,
        "The record is not the one this receipt was made for.",
        "The record has been altered, or the receipt belongs to another record.";

    BatchRootDiffers = "BAT-01", Failed,
        "The record is not in the batch that was anchored.",
        "Salt, digest or path have been altered, or belong to another receipt.";
    BatchIndexOutside = "BAT-02", Failed,
        "The record's place is outside the batch.",
        "The index has been altered, or belongs to another receipt.";
    BatchPathLength = "BAT-03", Failed,
        "The path in the batch has the wrong length for the record's place.",
        "Index or path have been altered, or belong to another receipt.";

    AnchorMalformed = "ANC-01", Failed,
        "The anchor statement is malformed.",
        "The statement has been altered: get the receipt again from the node.";

    BlockRootDiffers = "BLK-01", Failed,
        "The anchor is not among those of the block.",
        "Anchor, path or calendar leaf have been altered, or belong to different receipts.";
    BlockIndexOutside = "BLK-02", Failed,
        "The anchor's place is outside the block's list of anchors.",
        "Index or calendar leaf have been altered, or belong to different receipts.";
    BlockPathLength = "BLK-03", Failed,
        "The path in the block has the wrong length for the anchor's place.",
        "Index, path or calendar leaf have been altered, or belong to different receipts.";

    CalendarLeafMalformed = "CAL-01", Failed,
        "The calendar leaf is malformed.",
        "The leaf has been altered: get the receipt again from the node.";
    CalendarPathLength = "CAL-02", Failed,
        "The path in the calendar has the wrong length for the block's place.",
        "Path or calendar leaf have been altered, or belong to different receipts.";
    GenesisDiffers = "CAL-03", Failed,
        "The calendar leaf is of another chain than the receipt.",
        "Parts of receipts from different chains were put together: get the receipt again.";

    HeaderMalformed = "HDR-01", Failed,
        "The block header is malformed.",
        "The header has been altered: get the receipt again from the node.";
    CalendarDigestCount = "HDR-02", Failed,
        "The block header does not state exactly one calendar root.",
        "The header has been altered, or is of a chain without a calendar.";
    CalendarRootDiffers = "HDR-03", Failed,
        "The block is not in the calendar that the header states.",
        "Calendar leaf, path or header have been altered, or belong to different receipts.";
    HeaderTooEarly = "HDR-04", Failed,
        "The header is of an earlier block than the anchor's.",
        "Calendar leaf and header belong to different receipts: get the receipt again.";

    TooFewSignatures = "FIN-01", Failed,
        "Fewer authorities have signed than finality needs.",
        "The header is not proven final: get the receipt again from the node.";
    InvalidSignature = "FIN-02", Failed,
        "A signature of an authority is not valid.",
        "Header, round, set id or signature have been altered, or the trust file lists other authorities under this set id.";
    DuplicateVote = "FIN-03", Failed,
        "An authority is counted more than once.",
        "The votes have been altered: get the receipt again from the node.";
    UnknownVoter = "FIN-04", Failed,
        "A vote is of nobody in the authority set.",
        "The votes have been altered, or the trust file lists other authorities under this set id.";
    ForeignVote = "FIN-05", Failed,
        "A vote is for a block that does not descend from the header.",
        "The votes have been altered: get the receipt again from the node.";
    UnusedAncestry = "FIN-06", Failed,
        "The votes carry a header that no vote needs.",
        "The votes have been altered: get the receipt again from the node.";
    BitmapMalformed = "FIN-07", Failed,
        "The list of signers does not fit the authority set or the signatures.",
        "The votes have been altered, or the trust file lists other authorities under this set id.";
    VotesNotCanonical = "FIN-08", Failed,
        "The votes are not in their one canonical form.",
        "The votes have been rewritten: get the receipt again from the node.";

    TrustGenesisDiffers = "TRU-01", Failed,
        "The receipt is of another chain than the trust file.",
        "Use the trust file of the chain that the receipt names by its genesis hash.";

    CheckpointRootDiffers = "CKP-01", Failed,
        "The block is not in the calendar that the checkpoint states.",
        "Calendar leaf or path have been altered, the checkpoint is not genuine, or the authorities have signed two histories.";
    CheckpointOriginDiffers = "CKP-02", Failed,
        "The checkpoint is of another chain than the receipt.",
        "Use a checkpoint whose origin names the receipt's genesis hash.";
    CheckpointTooEarly = "CKP-03", Failed,
        "The checkpoint is of an earlier block than the anchor's.",
        "Calendar leaf and path belong to different receipts: get the receipt again.";
}

impl Code {
    /// The code written like this, if there is one.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
