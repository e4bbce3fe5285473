//! Why something does not happen to an attestation.

use core::fmt;

/// Why a transition is refused. The attestation stays as it was.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// It was confirmed, cleared, or has expired: nothing happens to it any more.
    Ended,
    /// Its time is over.
    Expired,
    /// Its time is not over yet.
    NotDue,
    /// The institution has said this already. It counts once.
    AlreadyCounted,
    /// Too few institutions have said the same for it to be confirmed.
    NotCorroborated,
    /// The subject belongs to another institution, which alone can contest.
    NotTheSubject,
    /// The institution is on the other side: whoever raised or corroborated does not contest, and
    /// whoever contested neither corroborates nor decides. To whom the subject belongs does not
    /// decide either.
    Party,
    /// As many institutions have spoken as can.
    TooManyVoices,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ended => "it has ended: look at its outcome",
            Self::Expired => "its time is over: raise it again if it is still so",
            Self::NotDue => "its time is not over yet",
            Self::AlreadyCounted => "the institution has said this already, and counts once",
            Self::NotCorroborated => {
                "too few institutions have said the same: have others corroborate it first"
            }
            Self::NotTheSubject => "the subject belongs to another institution",
            Self::Party => "the institution is on the other side: another one has to do this",
            Self::TooManyVoices => "as many institutions have spoken as can",
        })
    }
}

impl core::error::Error for Fault {}
