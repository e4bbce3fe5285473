// Payments of three banks over three days, in which a laundering ring can be planted: value leaves an
// account, passes one customer of each bank in turn, a little less at each, and comes back.

/** Hours over which the payments are spread. */
export const HOURS = 72;

const HOUR = 3_600;
const CUSTOMERS = 40;
const MERCHANTS = 12;
const PAYMENTS_PER_HOUR = 6;

/** A generator of numbers that are the same on every machine (Mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const customer = (bank, number) => ({ bank, account: `customer-${bank}-${number}` });
const merchant = (bank, number) => ({ bank, account: `merchant-${bank}-${number}` });
const employer = (bank, number) => ({ bank, account: `employer-${bank}-${number}` });

/**
 * What customers of three banks pay until `end` (seconds since the Unix epoch): wages, purchases and
 * gifts, `from` and `to` at some bank each. Nothing of it comes back to where it came from.
 */
export function ordinary(end, seed = 1) {
  const below = random(seed);
  const payments = [];
  for (let hour = HOURS; hour > 0; hour -= 1) {
    for (const bank of [0, 1, 2]) {
      for (let count = 0; count < PAYMENTS_PER_HOUR; count += 1) {
        const time = end - hour * HOUR + below(HOUR);
        const of = () => below(3);
        if (below(5) === 0) {
          const to = customer(of(), below(CUSTOMERS));
          payments.push({ time, from: employer(bank, below(3)), to, cents: 150_000 + below(300_000) });
        } else {
          const to = merchant(of(), below(MERCHANTS));
          payments.push({ time, from: customer(bank, below(CUSTOMERS)), to, cents: 500 + below(20_000) });
        }
      }
    }
  }
  return payments.sort((one, other) => one.time - other.time);
}

/** Five hops of `who` over three banks within six hours before `end`, back to the first account. */
export function ring(end, who = "mule") {
  const hops = [0, 1, 2, 1, 2, 0].map((bank, place) => ({
    bank,
    account: place === 5 ? `${who}-0-0` : `${who}-${bank}-${place}`,
  }));
  return hops.slice(1).map((to, place) => ({
    time: end - 6 * HOUR + place * HOUR + 600,
    from: hops[place],
    to,
    cents: 4_800_000 - place * 96_000,
  }));
}

/** Payments that customers of one bank make, as that bank writes them down. */
export function file(payments, bank, leis) {
  const rows = payments
    .filter(({ from }) => from.bank === bank)
    .map(({ time, from, to, cents }) => {
      const amount = `${Math.floor(cents / 100)}.${`${cents % 100}`.padStart(2, "0")}`;
      const when = new Date(time * 1_000).toISOString().replace(".000Z", "Z");
      return [when, from.account, to.account, amount, "EUR", leis[from.bank], leis[to.bank]].join();
    });
  const header = "time,source,destination,amount,currency,source_institution,destination_institution";
  return [header, ...rows, ""].join("\n");
}
