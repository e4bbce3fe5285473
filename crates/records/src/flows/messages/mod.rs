//! Flows from messages: pacs.008, pain.001 and camt.054 of ISO 20022.

mod assemble;
mod notification;
mod shape;
mod walker;

use super::{MissingAccount, Naming, PaymentError, Side};
use crate::{Limits, ReadError};
use critical_chains_flows::{Flow, PseudonymKey};
use shape::Kind;
use std::{collections::VecDeque, io::Read};
use walker::{Step, Walker};

/// A payment of a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PaymentFlow {
    /// The flow.
    pub flow: Flow,
    /// What people call the payment: its UETR, else the identification that it has from end to end,
    /// else that of whoever sent it.
    pub identifier: String,
    /// What the pseudonym of the source stands for.
    pub source: Naming,
    /// What the pseudonym of the destination stands for.
    pub destination: Naming,
    /// Whether it undoes an earlier payment. The flow goes the way that the money goes.
    pub is_reversal: bool,
    /// Whose account the message is about, if it is about one: of camt.054, who is paid if money came
    /// in, and who pays if it went.
    pub own: Option<Side>,
}

/// Why a message, or one of its payments, gives no flow.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// It cannot be read on.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It is another message.
    #[error(
        "the message is {found}, expected pacs.008.001.02 to 13, pain.001.001.02 to 12 or \
         camt.054.001.02 to 12"
    )]
    Unsupported {
        /// What was found.
        found: String,
    },
    /// A payment cannot be made a flow; the ones behind it can be read.
    #[error(transparent)]
    Payment(#[from] PaymentError),
}

impl MessageError {
    /// What to do about it, as one sentence.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Read(error) => error.hint(),
            Self::Unsupported { .. } => {
                "give a message in the namespace urn:iso:std:iso:20022:tech:xsd: of one of these"
            }
            Self::Payment(error) => error.hint(),
        }
    }
}

/// How a message is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct MessageOptions {
    /// How much of a message is held at once.
    pub limits: Limits,
    /// What is done with payments in which a party has no account.
    pub missing_account: MissingAccount,
}

/// An iterator over the flows of a message.
///
/// Which message it is shows in its namespace; whatever stands around it is skipped, and several
/// messages in one envelope are read one after the other. An error of one payment
/// ([`MessageError::Payment`]) does not end the reading, any other error does.
pub struct MessageReader<R> {
    walker: Walker<R>,
    key: PseudonymKey,
    missing: MissingAccount,
    ready: VecDeque<Result<PaymentFlow, PaymentError>>,
    /// The only payment so far of an entry, as long as it has no amount of its own.
    without_amount: Option<notification::Unpriced>,
    invalid_ibans: u64,
    skipped_entries: u64,
    is_finished: bool,
}

impl<R: Read> MessageReader<R> {
    /// A reader of uncompressed content.
    pub fn new(source: R, key: PseudonymKey, options: MessageOptions) -> Self {
        Self {
            walker: Walker::new(source, options.limits),
            key,
            missing: options.missing_account,
            ready: VecDeque::new(),
            without_amount: None,
            invalid_ibans: 0,
            skipped_entries: 0,
            is_finished: false,
        }
    }

    /// How many parties had something that is no IBAN where an IBAN belongs.
    pub fn invalid_ibans(&self) -> u64 {
        self.invalid_ibans
    }

    /// How many entries were left out because they are announced or for information, not booked.
    pub fn skipped_entries(&self) -> u64 {
        self.skipped_entries
    }

    fn read(&mut self) -> Result<Option<PaymentFlow>, MessageError> {
        loop {
            if let Some(result) = self.ready.pop_front() {
                let payment = result?;
                let is_invalid = |naming: Naming| u64::from(naming == Naming::InvalidIban);
                self.invalid_ibans += is_invalid(payment.source) + is_invalid(payment.destination);
                return Ok(Some(payment));
            }
            let Step::Closed(level) = self.walker.next()? else { return Ok(None) };
            let Some(shape) = self.walker.shape() else { continue };
            match shape.kind {
                Kind::Pacs008 | Kind::Pain001 if level == shape.levels.len() => {
                    let transfer = self.transfer(shape.kind);
                    self.ready.push_back(transfer);
                }
                Kind::Pacs008 | Kind::Pain001 => {}
                Kind::Camt054 => self.notification(level),
            }
        }
    }
}

impl<R> core::fmt::Debug for MessageReader<R> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("MessageReader").field("key", &self.key).finish_non_exhaustive()
    }
}

impl<R: Read> Iterator for MessageReader<R> {
    type Item = Result<PaymentFlow, MessageError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_finished {
            return None;
        }
        let result = self.read().transpose();
        self.is_finished = !matches!(result, Some(Ok(_) | Err(MessageError::Payment(_))));
        result
    }
}

impl<R: Read> core::iter::FusedIterator for MessageReader<R> {}
