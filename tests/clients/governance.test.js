// A consortium governs itself on four real nodes, by a developer with plain @polkadot/api: a fifth
// institution is admitted, validates, is suspended, and loses its seat when it votes twice; a role
// ends; a new runtime is applied.

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import { hexToU8a } from "@polkadot/util";
import { blake2AsHex, sha256AsU8a } from "@polkadot/util-crypto";
import { PERMANENT, consortium } from "./support/consortium.js";
import { leiFromPrefix } from "./support/lei.js";
import { request, startNetwork } from "./support/network.js";
import { binary } from "./support/node.js";
import { waitFor } from "./support/wait.js";

const BOUNDED = { timeout: 400_000 };
const NEWCOMER = leiFromPrefix("CCDEV0EPSILONTOLL0");

let network, api, keys, url, fifth, submit, together;

before(async () => {
  network = startNetwork();
  ({ url } = await network.add("alice"));
  for (const name of ["bob", "charlie", "dave"]) await network.add(name);
  const keyring = new Keyring({ type: "sr25519" });
  const named = (uri) => [uri, keyring.addFromUri(`//${uri}`)];
  keys = Object.fromEntries(["Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie"].map(named));
  api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });
  ({ submit, together } = consortium(api, keys));
}, BOUNDED);

after(async () => {
  await api?.disconnect();
  await network?.stop();
}, BOUNDED);

async function validators() {
  return (await api.query.session.validators()).map(String);
}

async function finalised() {
  return (await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())).number.toNumber();
}

/** Finality goes on: so many more blocks. */
async function goesOn(blocks) {
  const from = await finalised();
  await waitFor("finality to go on", async () => (await finalised()) >= from + blocks);
}

function authorOf(header, list) {
  const { logs } = header.digest;
  const seal = logs.find((log) => log.isPreRuntime && log.asPreRuntime[0].isAura);
  const slot = seal.asPreRuntime[1].subarray(0, 8).reverse();
  return list[Number(BigInt(`0x${Buffer.from(slot).toString("hex")}`) % BigInt(list.length))];
}

test("three others admit a fifth institution, which then seals blocks", BOUNDED, async () => {
  const eve = keys.Eve.address;
  const own = { Institution: NEWCOMER };
  await together(
    api.tx.utility.batchAll([
      api.tx.institutions.admitInstitution(NEWCOMER, "Epsilon Tolls", "TollOperator"),
      api.tx.institutions.enrolAccount(NEWCOMER, eve),
      api.tx.authorisation.grantRole(eve, "validator", own, PERMANENT, 0),
      api.tx.authorisation.grantRole(eve, "operator", own, PERMANENT, 0),
      api.tx.institutions.grantSeat(NEWCOMER, eve),
    ]),
  );
  assert.ok((await api.query.institutions.institutions(NEWCOMER)).isSome);
  await submit(api.tx.anchoring.openStream(), keys.Eve);

  fifth = await network.add(null);
  const owner = api.createType("AccountId", eve).toHex();
  const made = await request(fifth.url, "author_rotateKeysWithOwner", [owner]);
  await submit(api.tx.session.setKeys(made.keys, made.proof), keys.Eve);

  await waitFor("the fifth to validate", async () => (await validators()).includes(eve));
  await waitFor("the fifth to seal a block", async () => {
    const list = await validators();
    return list.length === 5 && authorOf(await api.rpc.chain.getHeader(), list) === eve;
  });
  await goesOn(3);
});

test("a role that ends stops one operator and nothing else", BOUNDED, async () => {
  const ferdie = keys.Ferdie.address;
  const bank = "CCDEV0ALPHABANK00022";
  const expires = (await api.query.timestamp.now()).toNumber() + 15_000;
  await submit(api.tx.institutions.enrolAccount(bank, ferdie), keys.Alice);
  const validity = { starts: null, expires };
  const grant = api.tx.authorisation.grantRole(ferdie, "operator", { Institution: bank }, validity, 0);
  await submit(grant, keys.Alice);
  await submit(api.tx.anchoring.openStream(), keys.Ferdie);

  await waitFor("the role to end", async () => (await api.query.timestamp.now()).toNumber() > expires);
  await assert.rejects(submit(api.tx.anchoring.openStream(), keys.Ferdie), /Custom error: 6/);

  await submit(api.tx.anchoring.openStream(), keys.Alice);
  await goesOn(2);
});

test("other systems ask the chain who may do what", BOUNDED, async () => {
  const ask = (permission) =>
    request(url, "authorisation_check", [keys.Ferdie.address, permission]);

  const refused = await ask("anchoring.open");
  assert.equal(refused.permitted, false);
  assert.deepEqual(refused.decision, { refused: { by: "nothingPermits" } });
  assert.equal(refused.finalised, true);
  assert.equal((await api.rpc.chain.getBlockHash(refused.blockNumber)).toHex(), refused.blockHash);
  const alice = await request(url, "authorisation_check", [keys.Alice.address, "anchoring.open"]);
  assert.deepEqual(alice.decision, { permitted: { by: { role: "operator" } } });
});

test("three institutions say together what none could say alone", BOUNDED, async () => {
  const parameters = "0x" + "5a".repeat(64);
  const model = { name: "layering", version: 1 };
  const spec = {
    sector: "banking",
    engineVersion: 1,
    parametersDigest: sha256AsU8a(hexToU8a(parameters)),
    parametersBytes: 64,
    thresholds: { usual: 500_000, of: [] },
    terms: { corroborations: 3, decisions: 3, lifetime: 3_600_000 },
    // All kinds of institutions.
    attesters: { kinds: 0b11111, role: null },
  };
  await together(api.tx.attestations.registerModel(model, spec));
  await submit(api.tx.attestations.supplyParameters(model, parameters), keys.Alice);
  await together(api.tx.attestations.setChampion(model));
  const now = Math.floor((await api.query.timestamp.now()).toNumber() / 1_000);
  const subject = "ab".repeat(16);
  const statement = (root) => ({
    engineVersion: 1,
    model,
    typology: "Cycle",
    score: 900_000,
    window: { from: now - 3_600, to: now - 60 },
    subject: { Pseudonym: "0x" + subject },
    reasons: [{ code: 87, value: 5, contribution: 131_072 }],
    fired: 16,
    evidenceRoot: "0x" + root.repeat(32),
    evidenceLeaves: 6,
    amountBucket: 24,
    marking: "Amber",
  });
  const risk = () => request(url, "attestations_risk", [subject]);

  // Two workers that found the same say it without knowing of each other.
  await submit(api.tx.attestations.raise(statement("01")), keys.Alice);
  await assert.rejects(
    submit(api.tx.attestations.raise(statement("01")), keys.Alice),
    /attestations.AlreadyRaised/,
  );
  await submit(api.tx.attestations.raise(statement("02")), keys.Bob);
  await assert.rejects(submit(api.tx.attestations.confirm(0), keys.Dave), /NotCorroborated/);
  await submit(api.tx.attestations.corroborate(0, 800_000, "0x" + "03".repeat(32)), keys.Charlie);
  await submit(api.tx.attestations.confirm(0), keys.Dave);

  await waitFor("the confirmation to be final", async () => (await risk()).risk === "confirmed");
  const page = await request(url, "attestations_list", [{ typology: "cycle", state: "confirmed" }]);
  assert.equal(page.attestations.length, 1);
  assert.equal(page.attestations[0].record.ended.subject, subject);
  assert.equal(page.finalised, true);
  const { models } = await request(url, "attestations_models", []);
  assert.deepEqual([models[0].id, models[0].outcomes.confirmed], ["layering@1", 1]);
  assert.equal((await request(url, "attestations_get", [0])).attestation.id, 0);
  assert.equal((await request(url, "attestations_indicators", [])).indicators.length, 0);
  await assert.rejects(request(url, "attestations_list", [{ colour: "red" }]), /colour/);
});

test("the fifth is suspended by the others, and the chain goes on", BOUNDED, async () => {
  const eve = keys.Eve.address;
  await together(api.tx.institutions.setStatus(NEWCOMER, "Suspended"));

  await assert.rejects(submit(api.tx.anchoring.openStream(), keys.Eve), /Custom error: 2/);
  await waitFor("the fifth to leave", async () => !(await validators()).includes(eve));
  await goesOn(5);
  const suspend = api.tx.institutions.setStatus("CCDEV0BETACLEARING22", "Suspended");
  await together(suspend);
  assert.equal((await validators()).length, 4, "four do not become three");
});

test("the fifth is readmitted, votes with one key on two nodes, and loses its seat", BOUNDED, async () => {
  const eve = keys.Eve.address;
  await together(api.tx.institutions.setStatus(NEWCOMER, "Active"));
  await waitFor("the fifth to validate again", async () => (await validators()).includes(eve));
  assert.ok((await api.query.institutions.seats(NEWCOMER)).isSome);

  await network.add(null, fifth);

  await waitFor("the double vote to be punished", async () => {
    return (await api.query.institutions.seats(NEWCOMER)).isNone;
  });
  await waitFor("the fifth to leave", async () => !(await validators()).includes(eve));
  await goesOn(5);
  assert.ok((await api.query.institutions.institutions(NEWCOMER)).isSome, "it stays a member");
});

/** The runtime as it was built, saying that it is the next version. */
function nextRuntime() {
  const folder = join(dirname(binary), "wbuild/critical-chains-runtime");
  const file = join(folder, "critical_chains_runtime.wasm");
  if (!existsSync(file)) return null;
  const code = readFileSync(file);
  // The section with the version: two names, each after its length, and the authoring version.
  const name = `${String.fromCharCode("critical-chains".length << 2)}critical-chains`;
  const section = `runtime_version${name}${name}`;
  const version = code.indexOf(section) + section.length + 4;
  assert.equal(code.readUInt32LE(version), 1, "the version of the runtime is where it was");
  code.writeUInt32LE(2, version);
  return code;
}

// The last one: the code of this runtime still takes itself for the first version, so that nobody can
// sign for it.
test("a new runtime is approved by its hash and applied while nodes run", BOUNDED, async (t) => {
  const code = nextRuntime();
  if (!code) return t.skip("no runtime beside the node");
  const events = await submit(
    api.tx.approvals.propose(api.tx.system.authorizeUpgrade(blake2AsHex(code))),
    keys.Alice,
  );
  const [proposal, hash] = events.find(api.events.approvals.Proposed.is).data;
  for (const voter of ["Bob", "Charlie", "Dave"]) {
    await submit(api.tx.approvals.approve(proposal, hash), keys[voter]);
  }
  assert.ok((await api.query.approvals.proposals(proposal)).isSome, "it waits");
  await waitFor("the waiting period to end", async () => {
    return (await api.query.system.authorizedUpgrade()).isSome;
  });

  await api.tx.system.applyAuthorizedUpgrade(`0x${code.toString("hex")}`).send();

  await waitFor("the new runtime", async () => {
    return (await api.rpc.state.getRuntimeVersion()).specVersion.toNumber() === 2;
  });
  await goesOn(5);
});
