// How long the worker takes, in the runtime of a real node: one bank reports as fast as it may, and
// three nodes watch. Prints each run of the first bank's worker, which has a model or, with `tried`,
// a challenger besides: `node measure-worker.js [FLOWS [tried]]`.

import { BANKS, startBanks } from "./support/laundering.js";
import { ordinary } from "./support/ring.js";
import { waitFor } from "./support/wait.js";

const count = Number(process.argv[2] ?? 60_000);
const now = Math.floor(Date.now() / 1_000) - 60;
const [bank] = BANKS;
const payments = [];
for (let seed = 1; payments.length < count; seed += 1) {
  payments.push(...ordinary(now, seed).filter(({ from }) => from.bank === 0));
}
payments.length = count;
payments.sort((one, other) => one.time - other.time);

const banks = await startBanks((text) => console.error(text));
try {
  await banks.appointWatchers();
  await banks.agree();
  if (process.argv[3] === "tried") await banks.tryChallenger();
  const quota = { refTime: 10n ** 15n, proofSize: 10n ** 12n, bytes: 2 ** 30 };
  await banks.together(banks.api.tx.institutions.setQuota(bank.lei, quota));
  await banks.report(payments);
  console.log("flows  milliseconds  milliseconds for 2,000 flows  snapshot bytes");
  let last = 0;
  // Each run takes in what ten blocks have gathered, which takes twenty seconds.
  for (let seen = 0; seen < count; ) {
    const { worker } = await waitFor("another run", async () => {
      const status = await banks.status(bank.by);
      return status.worker?.lastRun.at > last && status;
    });
    const { at, flows, milliseconds } = worker.lastRun;
    const each = ((milliseconds * 2_000) / flows).toFixed(1);
    console.log(`${flows}  ${milliseconds}  ${each}  ${worker.snapshotBytes}`);
    if (worker.lastError) console.error(worker.lastError.message);
    last = at;
    seen = worker.flows;
  }
} finally {
  await banks.stop();
}
