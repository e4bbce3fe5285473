// Tells the story of a laundering ring over three banks, on four real nodes: `scripts/demo-flows`.

import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { BANKS, startBanks } from "./support/laundering.js";
import { ordinary, ring } from "./support/ring.js";
import { waitFor } from "./support/wait.js";

const [folder] = process.argv.slice(2);
const now = Math.floor(Date.now() / 1_000) - 60;
const payments = ordinary(now);
const hidden = ring(now);
const began = Date.now();

/** A line of the story, with the time since it began. */
function tell(text) {
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  console.log(`${text.padEnd(96)} ${seconds.padStart(6)} s`);
}

mkdirSync(folder, { recursive: true });
const banks = await startBanks((text) => tell(`… ${text}`));
try {
  await banks.appointWatchers();
  tell("Each of three banks has an attestation key in its node, and the role to watch with it");
  await banks.agree();
  tell("They agreed on a secret for pseudonyms, by its check value, and on a model for rings");

  await banks.report(payments);
  await banks.seen(payments.length);
  const before = await banks.attestations();
  tell(`${payments.length} ordinary payments of three days were reported and watched: ${before.length} findings`);

  await banks.report(hidden);
  tell(`${hidden.length} payments more, each bank its own: a ring that none of them can see alone`);
  const found = await waitFor("the banks to agree", async () => {
    const [one] = await banks.attestations({ state: "corroborated" });
    return one?.record.open.life.corroborated.length === 2 && one;
  });
  const { statement, life } = found.record.open;
  tell(`The node of ${life.raised.institution} states: ${statement.typology} of ${statement.subject}`);
  for (const { institution } of life.corroborated) tell(`The node of ${institution} says the same`);

  const picture = join(folder, "ring.svg");
  const evidence = banks.path("evidence");
  const by = BANKS.find(({ lei }) => lei === life.raised.institution).by;
  const options = ["--picture", picture, "--evidence", evidence];
  const explained = await banks.explain(by, found.id, ...options);
  copyFileSync(evidence, join(folder, "evidence"));
  copyFileSync(banks.path("parameters.toml"), join(folder, "parameters.toml"));
  tell(`The evidence, worked out again: ${explained.result}; ${explained.flows.length} flows were looked at`);

  await banks.submit(banks.api.tx.attestations.confirm(found.id), banks.keys.Dave);
  tell("The Authority looked at it and confirms");
  await waitFor("all to learn of it", async () => {
    const all = await Promise.all(BANKS.map(({ by: whose }) => banks.status(whose)));
    return all.every(({ worker }) => worker.learnt === 1);
  });
  tell("All three engines have learnt from it");
  console.log(`\nThe picture of the ring:  ${picture}`);
  console.log("Verify it without a node, with what is in the same folder:");
  const root = explained.root.slice(2);
  console.log(`  critical-chains attestation verify-evidence evidence --parameters parameters.toml --root ${root}`);
} finally {
  await banks.stop();
}
