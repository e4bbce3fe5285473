//! Invented banks, and the people and companies that bank with them.

use super::identifiers::{iban, lei};
use super::random::Random;

/// A bank and what an account with it looks like.
#[derive(Clone, Copy)]
pub(super) struct Bank {
    pub(super) bic: &'static str,
    country: &'static str,
    pub(super) currency: &'static Currency,
    /// The part of the BBAN behind country and check digits, as a pattern of [`Random::fill`].
    bban: &'static str,
    towns: Towns,
    legal_form: &'static str,
}

/// A currency (ISO 4217).
pub(super) struct Currency {
    pub(super) code: &'static str,
    pub(super) minor_digits: u32,
    /// Its units in one euro, roughly: only to keep amounts plausible.
    pub(super) per_euro: u64,
}

const fn currency(code: &'static str, minor_digits: u32, per_euro: u64) -> Currency {
    Currency { code, minor_digits, per_euro }
}

pub(super) static EUR: Currency = currency("EUR", 2, 1);
static GBP: Currency = currency("GBP", 2, 1);
static CHF: Currency = currency("CHF", 2, 1);
static SEK: Currency = currency("SEK", 2, 11);
static DKK: Currency = currency("DKK", 2, 7);
static NOK: Currency = currency("NOK", 2, 11);
static PLN: Currency = currency("PLN", 2, 4);
static CZK: Currency = currency("CZK", 2, 25);
static HUF: Currency = currency("HUF", 2, 390);
static ISK: Currency = currency("ISK", 0, 145);
/// What traders also invoice in: no minor unit, and three digits of it.
pub(super) static JPY: Currency = currency("JPY", 0, 165);
pub(super) static KWD: Currency = currency("KWD", 3, 1);

/// The largest bank: it stands for itself and wherever a choice would otherwise be empty.
pub(super) const FIRST_BANK: Bank = Bank {
    bic: "HVLMDEF0",
    country: "DE",
    currency: &EUR,
    bban: "99010010##########",
    towns: [
        ("Brandenburg", "14###", "Hauptstraße"),
        ("Köln", "50###", "Aachener Weg"),
        ("Nürnberg", "90###", "Am Stadtgraben"),
    ],
    legal_form: "GmbH",
};

pub(super) static OTHER_BANKS: [Bank; 19] = [
    bank("BQRVFRP0", "FR", &EUR, "9901000010#########??##", FRANCE, "SARL"),
    bank("SXWKDEL0", "DE", &EUR, "99020020##########", FIRST_BANK.towns, "KG"),
    bank("DNMRNL20", "NL", &EUR, "DNMR0#########", NETHERLANDS, "B.V."),
    bank("SCHXBEB0", "BE", &EUR, "990#########", BELGIUM, "NV"),
    bank("BSCRESM0", "ES", &EUR, "99010010############", SPAIN, "S.L."),
    bank("BVSNITM0", "IT", &EUR, "X9901000010????########", ITALY, "S.r.l."),
    bank("ALQBATW0", "AT", &EUR, "99010###########", AUSTRIA, "GmbH"),
    bank("MSLCLUL0", "LU", &EUR, "990???##########", LUXEMBOURG, "S.à r.l."),
    bank("SHNSIE20", "IE", &EUR, "SHNS990101########", IRELAND, "Ltd"),
    bank("JRVSFIH0", "FI", &EUR, "990010########", FINLAND, "Oy"),
    bank("NRLJSES0", "SE", &SEK, "9900################", SWEDEN, "AB"),
    bank("BLTHDKK0", "DK", &DKK, "9901##########", DENMARK, "ApS"),
    bank("FJLYNOK0", "NO", &NOK, "9901#######", NORWAY, "AS"),
    bank("WSLBPLP0", "PL", &PLN, "99010010################", POLAND, "Sp. z o.o."),
    bank("VLZACZP0", "CZ", &CZK, "9901################", CZECHIA, "s.r.o."),
    bank("TSZMHUB0", "HU", &HUF, "9900001#################", HUNGARY, "Kft."),
    bank("LDTBCHZ0", "CH", &CHF, "99010??##########", SWITZERLAND, "AG"),
    bank("HRBNISR0", "IS", &ISK, "990126################", ICELAND, "ehf."),
    bank("SVTYGB20", "GB", &GBP, "SVTY990101########", BRITAIN, "Ltd"),
];

/// Towns, patterns of their postcodes, and a street in each.
type Towns = [(&'static str, &'static str, &'static str); 3];

const FRANCE: Towns = [
    ("Lyon", "6900#", "Rue de la Gare"),
    ("Besançon", "25000", "Grande Rue"),
    ("Nîmes", "30###", "Quai des Tanneurs"),
];
const NETHERLANDS: Towns = [
    ("Utrecht", "35## AB", "Kerkstraat"),
    ("Zwolle", "80## CD", "Melkmarkt"),
    ("Delft", "26## EF", "Oude Gracht"),
];
const BELGIUM: Towns = [
    ("Gent", "90##", "Korenlei"),
    ("Liège", "40##", "Rue du Pont"),
    ("Brugge", "80##", "Langestraat"),
];
const SPAIN: Towns = [
    ("Málaga", "290##", "Calle Mayor"),
    ("Zaragoza", "500##", "Paseo del Río"),
    ("A Coruña", "150##", "Rúa Nova"),
];
const ITALY: Towns = [
    ("Torino", "101##", "Via Garibaldi"),
    ("Forlì", "4712#", "Corso Umberto"),
    ("Bari", "701##", "Via dell'Orto"),
];
const AUSTRIA: Towns = [
    ("Graz", "80##", "Herrengasse"),
    ("Sankt Pölten", "31##", "Wiener Straße"),
    ("Linz", "40##", "Am Damm"),
];
const LUXEMBOURG: Towns = [
    ("Esch-sur-Alzette", "L-4###", "Rue de l'Alzette"),
    ("Differdange", "L-45##", "Grand-Rue"),
    ("Diekirch", "L-92##", "Rue du Moulin"),
];
const IRELAND: Towns = [
    ("Galway", "H91 X###", "Shop Street"),
    ("Cork", "T12 Y###", "Harbour Row"),
    ("Limerick", "V94 Z###", "Castle Lane"),
];
const FINLAND: Towns = [
    ("Jyväskylä", "40##0", "Kauppakatu"),
    ("Turku", "20##0", "Linnankatu"),
    ("Oulu", "90##0", "Torikatu"),
];
const SWEDEN: Towns = [
    ("Göteborg", "41# ##", "Storgatan"),
    ("Umeå", "90# ##", "Kungsgatan"),
    ("Malmö", "21# ##", "Östra Hamngatan"),
];
const DENMARK: Towns = [
    ("Aarhus", "80##", "Nørregade"),
    ("Ringkøbing", "69##", "Havnegade"),
    ("Næstved", "47##", "Algade"),
];
const NORWAY: Towns = [
    ("Tromsø", "90##", "Storgata"),
    ("Bergen", "50##", "Strandgaten"),
    ("Ålesund", "60##", "Kirkegata"),
];
const POLAND: Towns = [
    ("Łódź", "90-###", "ul. Długa"),
    ("Gdańsk", "80-###", "ul. Świętojańska"),
    ("Kraków", "30-###", "ul. Młyńska"),
];
const CZECHIA: Towns = [
    ("Plzeň", "30# ##", "Mlýnská"),
    ("Brno", "60# ##", "Náměstí Míru"),
    ("Liberec", "46# ##", "Dlouhá"),
];
const HUNGARY: Towns = [
    ("Győr", "90##", "Kossuth Lajos utca"),
    ("Debrecen", "40##", "Petőfi tér"),
    ("Pécs", "76##", "Fő út"),
];
const SWITZERLAND: Towns = [
    ("Winterthur", "84##", "Marktgasse"),
    ("Genève", "12##", "Rue du Lac"),
    ("Chur", "70##", "Obere Gasse"),
];
const ICELAND: Towns = [
    ("Akureyri", "60#", "Hafnarstræti"),
    ("Hafnarfjörður", "22#", "Strandgata"),
    ("Ísafjörður", "40#", "Aðalstræti"),
];
const BRITAIN: Towns = [
    ("Leeds", "LS# #AB", "Station Road"),
    ("Cardiff", "CF1# #CD", "High Street"),
    ("Dundee", "DD# #EF", "Mill Lane"),
];

const fn bank(
    bic: &'static str,
    country: &'static str,
    currency: &'static Currency,
    bban: &'static str,
    towns: Towns,
    legal_form: &'static str,
) -> Bank {
    Bank { bic, country, currency, bban, towns, legal_form }
}

/// A customer of a bank.
pub(super) struct Party {
    pub(super) name: String,
    pub(super) lei: Option<String>,
    pub(super) address: Option<Address>,
    pub(super) iban: String,
    pub(super) bank: Bank,
}

pub(super) struct Address {
    pub(super) street: &'static str,
    pub(super) number: String,
    pub(super) postcode: String,
    pub(super) town: &'static str,
    pub(super) country: &'static str,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum PartyKind {
    Person,
    Company,
}

impl Party {
    pub(super) fn draw(random: &mut Random, kind: PartyKind, bank: Bank) -> Self {
        let name = match kind {
            PartyKind::Person => person(random),
            PartyKind::Company => company(random, bank.legal_form),
        };
        let has_lei = kind == PartyKind::Company && random.percent(60);
        Self {
            name,
            lei: has_lei.then(|| lei(random)),
            address: random.percent(70).then(|| address(random, &bank)),
            iban: iban(bank.country, &random.fill(bank.bban)),
            bank,
        }
    }
}

pub(super) fn draw_bank(random: &mut Random) -> Bank {
    random.pick(FIRST_BANK, &OTHER_BANKS)
}

fn person(random: &mut Random) -> String {
    let first = random.pick(
        "Anna",
        &[
            "Björn",
            "Chloé",
            "Dávid",
            "Elif",
            "Fionn",
            "Greta",
            "Håkon",
            "Inês",
            "Jörg",
            "Katarzyna",
            "Łukasz",
            "Małgorzata",
            "Núria",
            "Orla",
            "Pavel",
            "Renée",
            "Søren",
            "Þóra",
            "Zoltán",
        ],
    );
    let last = random.pick(
        "Aaltonen",
        &[
            "Bächler",
            "Černý",
            "d'Arcy",
            "Eriksen",
            "Fernández Gil",
            "Grünwald",
            "Horváth",
            "Iannucci",
            "Jónsdóttir",
            "Kowalczyk",
            "Lefèvre",
            "Müller-Weiß",
            "Nowak",
            "O'Sullivan",
            "Pereira",
            "Quist",
            "Rossi",
            "Sjögren",
            "van den Berg",
        ],
    );
    format!("{first} {last}")
}

fn company(random: &mut Random, legal_form: &str) -> String {
    let founder = random.pick(
        "Albrecht",
        &[
            "Bergström",
            "Cosentino",
            "Dunmore",
            "Esteves",
            "Fabre",
            "Glöckner",
            "Hałas",
            "Ivarsen",
            "Jensen",
            "Kříž",
            "Lindqvist",
            "Moreau",
            "Nagy",
            "Oosterhuis",
            "Palmieri",
            "Rautio",
        ],
    );
    let trade = random.pick(
        "Logistik",
        &[
            "& Söhne Maschinenbau",
            "Textiles",
            "Foods",
            "Elektro",
            "& Partners Consulting",
            "Pharma",
            "Timber",
            "Optik",
            "Energy",
            "Marine & Offshore",
            "Print",
            "Robotics",
        ],
    );
    format!("{founder} {trade} {legal_form}")
}

fn address(random: &mut Random, bank: &Bank) -> Address {
    let [first, others @ ..] = bank.towns;
    let (town, postcode, street) = random.pick(first, &others);
    let suffix = random.pick("", &["", "", "a", "b"]);
    Address {
        street,
        number: format!("{}{suffix}", random.below(180).saturating_add(1)),
        postcode: random.fill(postcode),
        town,
        country: bank.country,
    }
}
