//! Entries of camt.054: what a bank has booked on an account, and for whom.

use super::{
    MessageReader, PaymentFlow,
    assemble::{amount, first_time, identifier, ordinal, party},
    walker::Level,
};
use crate::flows::{
    MissingAccount, PaymentError, Side,
    party::{Fields, Party},
    payment::money,
};
use critical_chains_flows::{Channel, Flow};
use std::io::Read;

/// Levels of a notification.
const ACCOUNT: usize = 1;
const ENTRY: usize = 2;
const PAYMENT: usize = 4;

/// The status of entries that are final.
const BOOKED: &str = "BOOK";

/// A payment with its entry's amount, which is right if it is the only one of the entry.
pub(super) struct Unpriced(PaymentFlow);

/// What an entry or a payment in it says of itself.
struct Booking {
    identifier: String,
    is_credit: Option<bool>,
    is_reversal: bool,
    amount: Option<(String, String)>,
    channel: Channel,
}

impl<R: Read> MessageReader<R> {
    /// What follows from the element that has ended.
    pub(super) fn notification(&mut self, level: usize) {
        let nothing = Level::default();
        let entry = self.walker.level(ENTRY).unwrap_or(&nothing);
        let is_booked = is_booked(entry);
        match level {
            PAYMENT if is_booked => {
                // The entry's amount is that of several payments.
                if let Some(Unpriced(earlier)) = self.without_amount.take() {
                    let payment = earlier.identifier;
                    self.ready.push_back(Err(PaymentError::NoAmount { payment }));
                }
                let result = self.booked(entry, self.walker.level(PAYMENT).unwrap_or(&nothing));
                match result {
                    Ok((payment, true)) => self.ready.push_back(Ok(payment)),
                    Ok((payment, false)) if entry.payments == 1 => {
                        self.without_amount = Some(Unpriced(payment));
                    }
                    Ok((payment, false)) => {
                        let payment = payment.identifier;
                        self.ready.push_back(Err(PaymentError::NoAmount { payment }));
                    }
                    Err(error) => self.ready.push_back(Err(error)),
                }
            }
            ENTRY if !is_booked => self.skipped_entries += 1,
            ENTRY => {
                let result = match self.without_amount.take() {
                    Some(Unpriced(payment)) => Some(Ok(payment)),
                    None if entry.payments == 0 => Some(self.without_details(entry)),
                    None => None,
                };
                self.ready.extend(result);
            }
            _ => {}
        }
    }

    /// A payment of an entry, and whether it has an amount of its own.
    fn booked(&self, entry: &Level, payment: &Level) -> Result<(PaymentFlow, bool), PaymentError> {
        let identifier = identifier(
            payment,
            &["Refs/UETR", "Refs/EndToEndId", "Refs/TxId", "Refs/InstrId", "Refs/AcctSvcrRef"],
            || ordinal(&self.walker),
        );
        let is_credit = direction(payment).or_else(|| direction(entry));
        let is_reversal = is_true(entry, "RvslInd") || is_return(payment);
        let own_amount = amount(payment, &["Amt", "AmtDtls/TxAmt/Amt"]);
        let has_amount = own_amount.is_some();
        let booking = Booking {
            identifier,
            is_credit,
            is_reversal,
            amount: own_amount.or_else(|| amount(entry, &["Amt"])),
            channel: channel(payment).or_else(|| channel(entry)).unwrap_or_default(),
        };
        Ok((self.payment(booking, entry, payment)?, has_amount))
    }

    /// An entry of which only the sum is known.
    fn without_details(&self, entry: &Level) -> Result<PaymentFlow, PaymentError> {
        let identifier = identifier(entry, &["AcctSvcrRef", "NtryRef"], || ordinal(&self.walker));
        let refusal = |payment: String| PaymentError::NoDetails { payment };
        if self.missing != MissingAccount::SingleUse {
            return Err(refusal(identifier));
        }
        let booking = Booking {
            identifier,
            is_credit: direction(entry),
            is_reversal: is_true(entry, "RvslInd"),
            amount: amount(entry, &["Amt"]),
            channel: channel(entry).unwrap_or_default(),
        };
        self.payment(booking, entry, &Level::default())
    }

    fn payment(
        &self,
        booking: Booking,
        entry: &Level,
        payment: &Level,
    ) -> Result<PaymentFlow, PaymentError> {
        let Booking { identifier, is_credit, is_reversal, amount, channel } = booking;
        let called = || identifier.clone();
        let is_credit = is_credit.ok_or_else(|| PaymentError::NoDirection { payment: called() })?;
        let (amount, currency) =
            amount.ok_or_else(|| PaymentError::NoAmount { payment: called() })?;
        let (amount, currency) = money(&identifier, &amount, &currency)?;
        let time = self.time(entry, payment);
        let time = time.ok_or_else(|| PaymentError::NoTime { payment: called() })?;

        let nothing = Level::default();
        let own = Party {
            side: if is_credit { Side::Creditor } else { Side::Debtor },
            fields: self.walker.level(ACCOUNT).unwrap_or(&nothing),
            account: "Acct".to_owned(),
            agent: "Acct/Svcr/FinInstnId".to_owned(),
            party: "Acct/Ownr".to_owned(),
        };
        // The account is what a notification is about; nothing can stand for it.
        let own_named = own
            .pseudonym(&identifier, MissingAccount::Refuse, &self.key, String::new)
            .map_err(|_| PaymentError::NoOwnAccount { payment: called() })?;
        let other = self.other_party(payment, is_credit, is_reversal);
        let everything = || self.walker.everything();
        let other_named = other.pseudonym(&identifier, self.missing, &self.key, everything)?;

        let own_side = own.side;
        let own = (own_named, own.institution());
        let other = (other_named, other.institution());
        let (from, to) = if is_credit { (other, own) } else { (own, other) };
        let ((source, source_naming), source_institution) = from;
        let ((destination, destination_naming), destination_institution) = to;
        let flow = Flow {
            channel,
            source_institution,
            destination_institution,
            ..Flow::between(time, source, destination, amount, currency)
        };
        Ok(PaymentFlow {
            flow,
            identifier,
            source: source_naming,
            destination: destination_naming,
            is_reversal,
            own: Some(own_side),
        })
    }

    /// Who is at the other end. If a payment is undone, banks name the parties either as they were
    /// in the payment or as the money goes now.
    fn other_party<'a>(
        &self,
        payment: &'a Level,
        is_credit: bool,
        is_reversal: bool,
    ) -> Party<'a, Level> {
        let at = |side| party(payment, side, "RltdPties/", "RltdAgts/");
        let (expected, opposite) = if is_credit {
            (at(Side::Debtor), at(Side::Creditor))
        } else {
            (at(Side::Creditor), at(Side::Debtor))
        };
        let is_other = |party: &Party<'_, Level>| {
            let account =
                self.walker.level(ACCOUNT).and_then(|account| account.get("Acct/Id/IBAN"));
            let named = payment.get(&format!("{}/Id/IBAN", party.account));
            party.has_account() && (named.is_none() || compact(named) != compact(account))
        };
        if is_reversal && !is_other(&expected) && is_other(&opposite) {
            return opposite;
        }
        expected
    }

    fn time(&self, entry: &Level, payment: &Level) -> Option<u64> {
        let date = |name: &str| {
            entry.get(&format!("{name}/DtTm")).or_else(|| entry.get(&format!("{name}/Dt")))
        };
        let account = self.walker.level(ACCOUNT);
        first_time([
            payment.get("RltdDts/AccptncDtTm"),
            date("BookgDt"),
            date("ValDt"),
            payment.get("RltdDts/IntrBkSttlmDt"),
            account.and_then(|account| account.get("CreDtTm")),
        ])
    }
}

fn compact(written: Option<String>) -> Option<String> {
    written.map(|text| text.split_whitespace().collect::<String>().to_ascii_uppercase())
}

/// Whether an entry is final; others are told again when they are.
fn is_booked(entry: &Level) -> bool {
    let status = entry.get("Sts/Cd").or_else(|| entry.get("Sts"));
    status.is_some_and(|status| status.trim() == BOOKED)
}

/// Whether money came in.
fn direction(fields: &Level) -> Option<bool> {
    match fields.get("CdtDbtInd")?.trim() {
        "CRDT" => Some(true),
        "DBIT" => Some(false),
        _ => None,
    }
}

fn is_true(fields: &Level, path: &str) -> bool {
    fields.get(path).is_some_and(|text| matches!(text.trim(), "true" | "1"))
}

/// Whether a bank gave a payment back.
fn is_return(payment: &Level) -> bool {
    ["RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/AddtlInf", "RtrInf/OrgnlBkTxCd/Domn/Cd"]
        .iter()
        .any(|path| payment.get(path).is_some())
}

/// How the money moved, by the family of the bank's transaction code.
fn channel(fields: &Level) -> Option<Channel> {
    let family = fields.get("BkTxCd/Domn/Fmly/Cd")?;
    Some(match family.trim() {
        "RCDT" | "ICDT" => Channel::CreditTransfer,
        "RRCT" | "IRCT" => Channel::InstantTransfer,
        "RDDT" | "IDDT" => Channel::DirectDebit,
        "CCRD" | "MCRD" => Channel::Card,
        "CNTR" => Channel::Cash,
        _ => Channel::Other,
    })
}
