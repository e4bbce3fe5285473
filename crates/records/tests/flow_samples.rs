//! Flows from the sample messages of banks.

#![allow(clippy::unwrap_used)]

use critical_chains_flows::{Pseudonym, PseudonymKey};
use critical_chains_records::{
    Cause,
    flows::{MessageError, MessageOptions, MessageReader, MissingAccount, PaymentFlow},
};
use std::{fs, path::Path};

fn key() -> PseudonymKey {
    PseudonymKey::new([7; 32], 1)
}

type Results = Vec<Result<PaymentFlow, MessageError>>;

fn read_with(text: &[u8], missing_account: MissingAccount) -> Results {
    let options = MessageOptions { missing_account, ..MessageOptions::default() };
    MessageReader::new(text, key(), options).collect()
}

fn flows(results: &Results) -> Vec<&PaymentFlow> {
    results.iter().filter_map(|result| result.as_ref().ok()).collect()
}

fn iban(number: &str) -> Pseudonym {
    key().pseudonym("iban", number.as_bytes())
}

/// A sample message of the public test data.
fn sample(name: &str) -> Option<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let data = std::env::var_os("CRITICAL_CHAINS_DATA").unwrap_or("../shared/data".into());
    let path = root.join(data).join("iso20022").join(name);
    if path.exists() {
        return Some(fs::read(path).unwrap());
    }
    println!("skipped: iso20022/{name} not found, set CRITICAL_CHAINS_DATA");
    None
}

/// Name, flows if accounts are asked for, and flows if anything may stand for an account.
const SAMPLES: [(&str, usize, usize); 19] = [
    ("200519_camt.054-Credit_P_CH2909000000250094239_1110092691_0_2019042421291293.xml", 0, 1),
    ("200519_camt.054-Debit_P_CH2909000000250094239_1110092692_0_2019042401501580.xml", 0, 1),
    ("200519_camt.054_P_CH2909000000250094239_1111091335_0_2020061900081727.xml", 0, 2),
    ("200519_camt054-ESR-ASR_P_CH2909000000250094239_1110092704_0_2019042500372179.xml", 5, 6),
    ("200519_camt054-chdd_p_ch2909000000250094239_1110097484_0_20190520700381159.xml", 2, 2),
    ("200519_camt054-epo_p_ch5109000000250092291_1110097605_0_2019052003522556.xml", 0, 3),
    ("200519_camt054-epo_p_ch5109000000250092291_1110097605_0_2019052103322231.xml", 1, 3),
    ("200519_camt054-returns_p_ch2909000000250094239_1109800798_0_2019052023472022.xml", 1, 1),
    ("200924_camt.054_P_CH2909000000250094239_1110092703_0_2019042423412214.xml", 6, 6),
    ("200924_camt.054_P_CH2909000000250094239_1111091335_0_2020061900081727.xml", 0, 2),
    ("FI_camt_054_sample.xml.xml", 2, 11),
    ("International_payment_RUB_naujas_1.xml", 1, 1),
    ("International_payment_USD_naujas_1.xml", 1, 1),
    ("camt054-returns_p_ch5109000000250092291_1110097606_0_2020112500512470.xml", 1, 1),
    ("gistfile1.xml", 3, 3),
    ("musterfile_pain.001_Nov2020.xml", 6, 8),
    ("prowide_pacs.008.001.07.xml", 0, 1),
    ("sepa_payment_naujas_1.xml", 1, 1),
    ("valid_camt_v09.xml", 0, 0),
];

#[test]
fn give_a_flow_for_every_payment_that_names_both_accounts() {
    for (name, refused, single_use) in SAMPLES {
        let Some(text) = sample(name) else { return };

        let with = |missing| flows(&read_with(&text, missing)).len();

        assert_eq!(with(MissingAccount::Refuse), refused, "{name}");
        assert_eq!(with(MissingAccount::SingleUse), single_use, "{name}");
    }
}

#[test]
fn of_a_swiss_batch_have_one_payment_more_than_it_says() {
    let Some(text) = sample("musterfile_pain.001_Nov2020.xml") else { return };

    let results = read_with(&text, MissingAccount::SingleUse);

    let last = results.last().unwrap().as_ref().unwrap_err();
    let MessageError::Read(error) = last else { panic!("{last}") };
    assert!(matches!(error.cause, Cause::CountMismatch { stated: 7, counted: 8 }), "{error}");
    let debtors: Vec<_> = flows(&results).iter().map(|payment| payment.flow.source).collect();
    assert_eq!(debtors[0], iban("CH0309000000250090342"));
    assert_eq!(debtors[7], iban("CH5109000000250092291"));
}

#[test]
fn of_a_finnish_bank_leave_out_what_is_not_booked() {
    let Some(text) = sample("FI_camt_054_sample.xml.xml") else { return };
    let mut reader = MessageReader::new(text.as_slice(), key(), MessageOptions::default());

    let amounts: Vec<_> = reader
        .by_ref()
        .filter_map(Result::ok)
        .map(|payment| (payment.flow.amount, payment.flow.currency.as_str().to_owned()))
        .collect();

    // What was instructed in dollars and yen is booked in euros.
    assert_eq!(amounts, [(50_000, "EUR".to_owned()), (50_000, "EUR".to_owned())]);
    assert_eq!(reader.skipped_entries(), 1);
}

#[test]
fn of_a_returned_payment_go_the_way_of_the_money() {
    let name = "camt054-returns_p_ch5109000000250092291_1110097606_0_2020112500512470.xml";
    let Some(text) = sample(name) else { return };

    let results = read_with(&text, MissingAccount::Refuse);

    let payment = flows(&results)[0];
    assert!(payment.is_reversal);
    assert_eq!(payment.flow.source, iban("CH8709000000929471495"));
    assert_eq!(payment.flow.destination, iban("CH5109000000250092291"));
    assert_eq!((payment.flow.amount, payment.flow.time), (50_000, 1_606_248_000));
}
