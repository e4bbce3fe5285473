//! Which flows of a file an institution reports, and what of the file it does not.

use crate::{
    cli::OwnSide,
    flows::DataSet,
    output::{Failure, grouped},
};
use critical_chains_flows::{Flow, PseudonymKey};
use critical_chains_lei::Lei;
use critical_chains_records::flows::{
    MessageError, MessageOptions, MessageReader, MissingAccount, PaymentFlow, Side,
};
use critical_chains_watch::MAX_REPORT_AGE_SECONDS;
use std::{collections::BTreeMap, fs::File, io::BufReader, path::Path};

/// Why entries of a camt.054 give no flow yet: they come again when they are booked.
const NOT_BOOKED: &str = "they are entries that are not booked";

/// A flow of a file.
struct FileFlow {
    flow: Flow,
    /// The side that has the account which the file is about, if it is about one.
    account: Option<OwnSide>,
}

impl From<PaymentFlow> for FileFlow {
    fn from(payment: PaymentFlow) -> Self {
        let account = payment.own.map(|side| match side {
            Side::Debtor => OwnSide::Source,
            Side::Creditor => OwnSide::Destination,
        });
        Self { flow: payment.flow, account }
    }
}

/// How many flows are not reported, by why.
#[derive(Debug, Default)]
pub(super) struct LeftOut(pub(super) BTreeMap<&'static str, u64>);

impl LeftOut {
    fn count(&mut self, reason: &'static str) {
        self.add(reason, 1);
    }

    fn add(&mut self, reason: &'static str, count: u64) {
        if count > 0 {
            *self.0.entry(reason).or_default() += count;
        }
    }
}

/// What was read of a file.
#[derive(Default)]
pub(super) struct FlowFile {
    flows: Vec<FileFlow>,
    left_out: LeftOut,
    invalid_ibans: u64,
}

/// What an institution reports of a file.
pub(super) struct OwnFlows {
    /// In the order of time.
    pub(super) flows: Vec<Flow>,
    pub(super) left_out: LeftOut,
    /// Identifiers of the file that are no IBAN where one belongs.
    pub(super) invalid_ibans: u64,
}

impl OwnFlows {
    /// What people should know of the file beside the flows, to go behind a sentence.
    pub(super) fn remarks(&self) -> String {
        let reasons = self.left_out.0.iter();
        let left_out = reasons
            .map(|(reason, count)| format!("; {} left out because {reason}", grouped(*count)));
        let invalid = (self.invalid_ibans > 0).then(|| {
            format!("; {} identifiers are no IBAN where one belongs", grouped(self.invalid_ibans))
        });
        left_out.chain(invalid).collect()
    }
}

impl FlowFile {
    /// Reads a message if the name ends in `.xml`, else comma-separated values.
    pub(super) fn read(
        path: &Path,
        profile: &str,
        missing_account: MissingAccount,
        key: PseudonymKey,
    ) -> Result<Self, Failure> {
        if path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml")) {
            return Self::message(path, missing_account, key);
        }
        let data = DataSet::read_with(profile, path, key)?;
        let flows = data.flows.into_iter().map(|of| FileFlow { flow: of.flow, account: None });
        Ok(Self { flows: flows.collect(), invalid_ibans: data.invalid_ibans, ..Self::default() })
    }

    fn message(
        path: &Path,
        missing_account: MissingAccount,
        key: PseudonymKey,
    ) -> Result<Self, Failure> {
        let shown = path.display();
        let file =
            File::open(path).map_err(|error| Failure::failed(format!("{shown}: {error}")))?;
        let options = MessageOptions { missing_account, ..MessageOptions::default() };
        let mut payments = MessageReader::new(BufReader::new(file), key, options);
        let flows = payments.by_ref().map(|payment| payment.map(FileFlow::from));
        let flows = flows.collect::<Result<_, _>>().map_err(|error: MessageError| {
            Failure::failed(format!("{shown}: {error}")).hint(error.hint())
        })?;
        let mut left_out = LeftOut::default();
        left_out.add(NOT_BOOKED, payments.skipped_entries());
        Ok(Self { flows, left_out, invalid_ibans: payments.invalid_ibans() })
    }

    /// The flows that an institution reports. `otherwise` is its side where the file does not say.
    pub(super) fn select(self, own: Lei, otherwise: OwnSide, now: u64) -> OwnFlows {
        let Self { flows, mut left_out, invalid_ibans } = self;
        let mut selected = Vec::with_capacity(flows.len());
        for FileFlow { mut flow, account } in flows {
            name_own(&mut flow, own, account, otherwise);
            match refusal(&flow, own, now) {
                Some(reason) => left_out.count(reason),
                None => selected.push(flow),
            }
        }
        selected.sort_by_key(|flow| flow.time);
        OwnFlows { flows: selected, left_out, invalid_ibans }
    }
}

/// Names the own institution where the file leaves it out.
fn name_own(flow: &mut Flow, own: Lei, account: Option<OwnSide>, otherwise: OwnSide) {
    let names_nobody = (flow.source_institution, flow.destination_institution) == (None, None);
    let side = match account {
        Some(side) => side,
        None if names_nobody => otherwise,
        // Where one institution is named, the other one is none of the consortium.
        None => return,
    };
    let institution = match side {
        OwnSide::Source => &mut flow.source_institution,
        OwnSide::Destination => &mut flow.destination_institution,
    };
    institution.get_or_insert(own);
}

/// Why an institution does not report a flow.
fn refusal(flow: &Flow, own: Lei, now: u64) -> Option<&'static str> {
    let is_own = match flow.source_institution {
        Some(source) => source == own,
        None => flow.destination_institution == Some(own),
    };
    if !is_own {
        Some("another institution reports them")
    } else if flow.amount == 0 {
        Some("they move nothing")
    } else if flow.time > now {
        Some("they lie in the future")
    } else if now.saturating_sub(flow.time) > MAX_REPORT_AGE_SECONDS {
        Some("they are older than a week")
    } else {
        None
    }
}

#[cfg(test)]
mod tests;
