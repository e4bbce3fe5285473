// Four real nodes find a laundering ring over three banks that none of them can see alone, and say so
// together. Nothing is found in the same payments without the ring, and nobody is believed alone. What
// others warn of in STIX 2.1 is met by its pseudonym. A node that was cut off goes back to what it knew
// before, and watches what the others went on with.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { WsProvider } from "@polkadot/api";
import { request } from "./support/network.js";
import { BANKS, startBanks } from "./support/laundering.js";
import { ordinary, ring } from "./support/ring.js";
import { waitFor } from "./support/wait.js";

const BOUNDED = { timeout: 400_000 };
const NOW = Math.floor(Date.now() / 1_000) - 60;
const PLAIN = ordinary(NOW);
const RING = ring(NOW);

let banks;

before(async () => {
  banks = await startBanks();
}, BOUNDED);

after(async () => {
  await banks?.stop();
}, BOUNDED);

test("a node without an attestation key watches nothing and takes no flows", BOUNDED, async () => {
  const status = await banks.status("Alice");

  assert.deepEqual(
    [status.watches, status.account, status.institution, status.worker],
    [false, null, null, null],
  );
  const submission = [1, "0x00", { account: banks.keys.Alice.address, expires: 0, signature: "0x" }];
  const refused = request(banks.nodes.Alice.url, "flows_submit", submission);
  await assert.rejects(refused, /no attestation key/);
});

test("the same payments without the ring raise nothing", BOUNDED, async () => {
  await banks.appointWatchers();
  await banks.agree();
  await banks.tryChallenger();

  await banks.report(PLAIN);
  await banks.seen(PLAIN.length);

  assert.deepEqual(await banks.attestations(), []);
  for (const { by, lei } of BANKS) {
    const { institution, waiting, leftOut, worker } = await banks.status(by);
    assert.deepEqual([institution, waiting, leftOut], [lei, 0, 0]);
    const { challenger } = worker;
    assert.deepEqual([worker.model, worker.findings.made], ["rings@1", 0]);
    assert.deepEqual([challenger.model, challenger.findings.made], ["rings@2", 0]);
    assert.deepEqual([worker.restarts, worker.missedBlocks], [0, 0]);
  }
});

test("three workers find the ring, and corroborate each other", BOUNDED, async () => {
  const told = [];
  await new Promise((resolve, reject) => {
    const tell = (error, change) => (error ? reject(error) : told.push(change));
    const provider = new WsProvider(banks.nodes.Alice.url);
    provider.isReady
      .then(() => provider.subscribe("attestations_changed", "attestations_subscribe", [{ shadow: false }], tell))
      .then(resolve, reject);
    after(() => provider.disconnect());
  });
  await banks.report(RING);
  // While the reports gather, one node loses power.
  await banks.nodes.Bob.kill();
  await banks.nodes.Bob.restart();
  await banks.seen(PLAIN.length + RING.length);
  await waitFor("the ring to be corroborated by all", async () => {
    const [found] = await banks.attestations({ state: "corroborated" });
    if (!found) return false;
    return found.record.open.life.corroborated.length === 2;
  });

  const all = await banks.attestations({ shadow: false });

  assert.equal(all.length, 1);
  const { statement, life, shadow } = all[0].record.open;
  assert.deepEqual([statement.typology, shadow], ["cycle", false]);
  const voices = [life.raised, ...life.corroborated].map(({ institution }) => institution);
  assert.equal(new Set(voices).size, 3);
  assert.ok(told.length > 0, "nobody was told");
  assert.ok(told.every(({ attestation }) => attestation.id === all[0].id));
  const states = told.map(({ attestation }) => attestation.record.open.life.state);
  assert.equal(states.at(-1), "corroborated");
  const { worker } = await banks.status("Bob");
  assert.deepEqual([worker.flows, worker.restarts], [PLAIN.length + RING.length, 0]);
});

test("the model that is tried finds it too, and counts for nothing", BOUNDED, async () => {
  const found = await waitFor("three institutions to try it", async () => {
    const { attestations } = await banks.command(
      ...["attestation", "list", "--shadow", "true", "--since", "2026-01-01", ...banks.at("Bob")],
    );
    return attestations.length === 3 && attestations.map(({ record }) => record.open);
  });

  const institutions = found.map(({ life }) => life.raised.institution);
  assert.deepEqual(institutions.toSorted(), BANKS.map(({ lei }) => lei).toSorted());
  for (const { life, statement } of found) {
    assert.deepEqual([statement.model, life.corroborated], ["rings@2", []]);
  }
});

test("each of them holds evidence that anybody can verify", BOUNDED, async () => {
  const [{ id, record }] = await banks.attestations({ shadow: false });
  const { life } = record.open;
  for (const { by, lei } of BANKS) {
    const voice = [life.raised, ...life.corroborated].find(({ institution }) => institution === lei);
    const evidence = banks.path(`evidence-${by}`);

    const options = ["--root", voice.evidenceRoot, "--evidence", evidence];
    const explained = await banks.explain(by, id, ...options);

    assert.deepEqual([explained.result, explained.typology], ["OK", "cycle"]);
    const hops = explained.flows.filter(({ amount }) => amount > 4_000_000);
    assert.deepEqual(hops.map(({ amount }) => amount), RING.map(({ cents }) => cents));
    assert.equal(new Set(hops.map(({ sourceInstitution }) => sourceInstitution)).size, 3);
    const offline = await banks.command(
      ...["attestation", "verify-evidence", evidence, "--root", voice.evidenceRoot],
      ...["--parameters", banks.path("parameters.toml")],
    );
    assert.equal(offline.result, "OK");
  }
});

test("evidence is for those only who may see it", BOUNDED, async () => {
  const [{ id }] = await banks.attestations({ shadow: false });
  const stranger = ["attestation", "explain", `${id}`, "--node", banks.nodes.Alice.url];

  const refused = banks.command(...stranger, "--signer", "//Mallory");

  await assert.rejects(refused, ({ stderr }) => /may not do this here/.test(stderr));
});

test("a node with another model is not believed", BOUNDED, async () => {
  const [known] = await banks.attestations({ shadow: false });
  const innocent = "0x" + "5a".repeat(16);
  const { statement } = known.record.open;
  const lie = {
    engineVersion: statement.engineVersion,
    model: { name: "rings", version: 1 },
    typology: "Cycle",
    score: 999_999,
    window: statement.window,
    subject: { Pseudonym: innocent },
    reasons: [{ code: 86, value: 5, contribution: 131_072 }],
    fired: 16,
    evidenceRoot: "0x" + "01".repeat(32),
    evidenceLeaves: 5,
    amountBucket: 24,
    marking: "Amber",
  };

  await banks.submit(banks.api.tx.attestations.raise(lie), banks.watchers.Bob);
  const raised = await waitFor("the statement", async () => {
    return (await banks.attestations({ state: "raised", shadow: false }))[0];
  });
  // Longer than the others took to agree.
  const from = (await banks.api.rpc.chain.getHeader()).number.toNumber();
  await waitFor("ten blocks", async () => {
    return (await banks.api.rpc.chain.getHeader()).number.toNumber() >= from + 10;
  });

  const { life } = (await banks.attestation(raised.id)).record.open;
  assert.deepEqual(life.corroborated, []);
  const confirm = banks.api.tx.attestations.confirm(raised.id);
  await assert.rejects(banks.submit(confirm, banks.keys.Dave), /NotCorroborated/);
  await banks.submit(banks.api.tx.attestations.clear(raised.id), banks.keys.Dave);
  const cleared = await waitFor("it to be cleared", async () => {
    return (await banks.attestations({ state: "cleared" }))[0];
  });
  assert.equal(cleared.id, raised.id);
});

test("the Authority confirms what all found, and all learn from it", BOUNDED, async () => {
  const [{ id }] = await banks.attestations({ state: "corroborated" });

  const events = await banks.submit(banks.api.tx.attestations.confirm(id), banks.keys.Dave);

  const confirmed = events.find(banks.api.events.attestations.AttestationConfirmed.is);
  assert.equal(confirmed.data.id.toNumber(), id);
  const judged = events.filter(banks.api.events.attestations.ShadowJudged.is);
  assert.equal(judged.length, 3);
  for (const { by } of BANKS) {
    await waitFor(`the worker of ${by} to learn of it`, async () => {
      const { worker } = await banks.status(by);
      return worker.learnt === 1 && worker.challenger.learnt === 1;
    });
  }
  const { subject } = await waitFor("it to be final", async () => {
    return (await banks.attestation(id)).record.ended;
  });
  const { risk } = await request(banks.nodes.Alice.url, "attestations_risk", [subject]);
  assert.equal(risk, "confirmed");
  const { models } = await banks.command("model", "list", ...banks.at("Charlie"));
  const records = models.map(({ id, model, outcomes }) => [id, model.status, outcomes.confirmed]);
  assert.deepEqual(records.toSorted(), [["rings@1", "champion", 1], ["rings@2", "shadow", 3]]);
});

/** The account that a feed warns of; payments name it by its pseudonym alone. */
const SUSPECT = "DE89370400440532013000";

const feed = () => ({
  type: "bundle",
  id: "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
  objects: [
    {
      type: "indicator",
      spec_version: "2.1",
      id: "indicator--26ffb872-1dd9-446e-b6f5-d58527e5b5d2",
      created: new Date(NOW * 1_000).toISOString(),
      modified: new Date(NOW * 1_000).toISOString(),
      pattern: `[bank-account:iban = '${SUSPECT}']`,
      pattern_type: "stix",
      valid_from: new Date(NOW * 1_000).toISOString(),
      confidence: 75,
      object_marking_refs: ["marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"],
    },
  ],
});

test("clear numbers of a feed need the secret of the present epoch", BOUNDED, async () => {
  writeFileSync(banks.path("feed.json"), JSON.stringify(feed()));
  await banks.command("flows", "secret", banks.path("other"), "--epoch", "1", "--new");
  const share = (secret, epoch) => {
    const key = ["--secret-file", banks.path(secret), "--epoch", epoch, "--at-most-days", "30"];
    const output = ["--output", banks.path("shared.json")];
    const words = [banks.path("feed.json"), ...key, "--share", ...output];
    return banks.indicator("import", ...words, ...banks.as("Alice"));
  };

  const refused = (message) => ({ stderr }) => message.test(stderr);
  await assert.rejects(share("other", "1"), refused(/not the one of epoch 1/));
  await assert.rejects(share("secret", "2"), refused(/not reported in epoch 2/));
  const none = await banks.indicator("list", ...banks.at("Alice"));
  assert.deepEqual(none.indicators, []);
  const { shared, failed } = await share("secret", "1");
  assert.deepEqual([shared.length, failed], [1, null]);
  assert.ok(!JSON.stringify(await banks.indicator("list", ...banks.at("Bob"))).includes(SUSPECT));
});

test("all workers meet the account that a feed warns of", BOUNDED, async () => {
  const to = { bank: 1, account: "merchant-1-0" };
  const payment = { time: NOW, from: { bank: 0, account: SUSPECT }, to, cents: 12_300 };

  await banks.report([payment]);

  const met = await waitFor("three institutions to meet it", async () => {
    const { indicators } = await banks.indicator("list", ...banks.at("Alice"));
    return indicators[0].indicator.sightings.length === 3 && indicators[0];
  });
  assert.deepEqual(met.indicator.sightings.map(({ count }) => count), [1, 1, 1]);
  const bundle = await banks.indicator("export", "--up-to", "green", ...banks.at("Bob"));
  const kinds = bundle.objects.map(({ type }) => type);
  assert.equal(kinds.filter((type) => type === "sighting").length, 3);
  await banks.indicator("revoke", `${met.id}`, ...banks.as("Alice"));
  const valid = await banks.indicator("list", "--valid-at", "now", ...banks.at("Alice"));
  assert.deepEqual(valid.indicators, []);
});

test("a node that was cut off goes back and watches the chain of the others", BOUNDED, async () => {
  const { Alice, Bob } = banks.nodes;
  const couriers = ring(NOW, "courier");
  const ofBob = couriers.filter(({ from }) => from.bank === 1);
  const { worker: before } = await banks.status("Bob");
  await Bob.kill();
  // Alone, it goes on with a branch that nobody else knows.
  await Bob.restart("--reserved-only", "--force-authoring");
  const aloneFrom = (await banks.status("Bob")).worker.bestBlock;

  await banks.report(ofBob);
  // Its turn is one slot in four: about eighty seconds until reports were given time to gather.
  await waitFor("five blocks of the branch", async () => {
    return (await banks.status("Bob")).worker.bestBlock >= aloneFrom + 5;
  });
  await waitFor("the flows to be watched on the branch", async () => {
    return (await banks.status("Bob")).worker.flows === before.flows + ofBob.length;
  });
  const [branch, chain] = await hashesAt(aloneFrom + 5, Bob, Alice);
  assert.notEqual(branch, chain);
  assert.equal((await banks.status("Alice")).worker.flows, before.flows);

  await request(Bob.url, "system_addReservedPeer", [Alice.address]);
  await waitFor("the branch to be left", async () => {
    const [own, others] = await hashesAt(aloneFrom + 5, Bob, Alice);
    return own === others;
  });
  await banks.report(couriers.filter(({ from }) => from.bank !== 1));
  await banks.seen(before.flows + couriers.length);
  await waitFor("the ring to be corroborated by all", async () => {
    const [found] = await banks.attestations({ state: "corroborated" });
    return found?.record.open.life.corroborated.length === 2;
  });

  const { worker } = await banks.status("Bob");
  assert.equal(worker.flows, before.flows + couriers.length);
  assert.deepEqual([worker.rewinds, worker.restarts], [before.rewinds + 1, before.restarts]);
});

const hashesAt = (number, ...nodes) =>
  Promise.all(nodes.map(({ url }) => request(url, "chain_getBlockHash", [number])));
