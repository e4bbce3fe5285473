// Three banks watch the flows that they report to each other, and an Authority decides about what
// they find: who states something does not decide alone about it, so its node has no attestation key.

import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import { u8aToHex } from "@polkadot/util";
import { PERMANENT, consortium } from "./consortium.js";
import { leiFromPrefix } from "./lei.js";
import { request, startNetwork } from "./network.js";
import { commandLine } from "./node.js";
import { file } from "./ring.js";
import { waitFor } from "./wait.js";

const run = promisify(execFile);

/** The banks, in the places of three members of the local network, with who acts for them. */
export const BANKS = [
  { replaces: "CCDEV0ALPHABANK00022", prefix: "CCDEV0ALPHABANK000", name: "Alpha Bank", by: "Alice" },
  { replaces: "CCDEV0BETACLEARING22", prefix: "CCDEV0BETABANK0000", name: "Beta Bank", by: "Bob" },
  { replaces: "CCDEV0GAMMAINSURE080", prefix: "CCDEV0GAMMABANK000", name: "Gamma Bank", by: "Charlie" },
].map((bank) => ({ ...bank, lei: leiFromPrefix(bank.prefix), kind: "bank" }));

const LEIS = BANKS.map(({ lei }) => lei);
const MODEL = "rings@1";
const CHALLENGER = "rings@2";

/** Whose account runs a node: the banks', and the Authority's. */
const OPERATORS = [...BANKS.map(({ by }) => by), "Dave"];

/** Starts the four nodes; `say` is told what is done. */
export async function startBanks(say = () => {}) {
  const network = startNetwork(Object.fromEntries(BANKS.map((bank) => [bank.replaces, bank])));
  const nodes = {};
  for (const by of OPERATORS) {
    nodes[by] = await network.add(by.toLowerCase());
    say(`the node of ${by} runs`);
  }
  const keyring = new Keyring({ type: "sr25519" });
  const keys = Object.fromEntries(OPERATORS.map((by) => [by, keyring.addFromUri(`//${by}`)]));
  const watcherRing = new Keyring({ type: "ed25519" });
  const watchers = Object.fromEntries(
    BANKS.map(({ by }) => [by, watcherRing.addFromUri(`//${by}//watcher`)]),
  );
  const provider = new WsProvider(nodes.Alice.url);
  const api = await ApiPromise.create({ provider, noInitWarn: true });
  const { executed, submit, together } = consortium(api, keys);
  const secret = join(network.folder, "secret");
  const path = (name) => join(network.folder, name);

  /** Runs the command line and gives back what it says as JSON. */
  const command = async (...words) => {
    const { stdout } = await run(commandLine, ["--json", ...words], { maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(stdout);
  };

  /** The node of somebody, and with whose key is signed there. */
  const at = (by) => ["--node", nodes[by].url];
  const as = (by) => [...at(by), "--signer", `//${by}`];

  /** Gives each bank's node an attestation key, whose account may report and state for its institution. */
  const appointWatchers = async () => {
    for (const { by, lei } of BANKS) {
      const { address, publicKey } = watchers[by];
      const own = { Institution: lei };
      await request(nodes[by].url, "author_insertKey", ["atst", `//${by}//watcher`, u8aToHex(publicKey)]);
      const enrol = api.tx.institutions.enrolAccount(lei, address);
      const grant = api.tx.authorisation.grantRole(address, "watcher", own, PERMANENT, 0);
      await submit(api.tx.utility.batchAll([enrol, grant]), keys[by]);
    }
  };

  /** Alice proposes by the command line, and the others approve. */
  const propose = async (...words) => {
    const { proposal } = await command(...words, ...as("Alice"));
    for (const by of OPERATORS.slice(1)) await command("approval", "approve", `${proposal}`, ...as(by));
    await executed(proposal);
  };

  /** The consortium registers a model, as a shadow. */
  const register = async (model) => {
    const files = ["--parameters", path("parameters.toml")];
    await propose(
      ...["model", "register", model, "--sector", "banking", "--role", "watcher", "--days", "1"],
      // Value that comes back, whatever its score; nothing else.
      ...["--threshold", "1000000", "--threshold-of", "cycle=0", ...files],
    );
    await command("model", "supply", model, ...files, ...as("Alice"));
  };

  /** The consortium agrees on the secret of pseudonyms, by its check value, and on a model. */
  const agree = async () => {
    const { checkValue } = await command("flows", "secret", secret, "--epoch", "1", "--new");
    writeFileSync(path("parameters.toml"), "[budget]\nalerts_per_day = 20\n");
    await together(api.tx.flows.beginEpoch({ number: 1, check: checkValue }));
    await register(MODEL);
    await propose("model", "promote", MODEL);
  };

  /** A later version of the model is tried beside it. */
  const tryChallenger = () => register(CHALLENGER);

  /** Each bank gives its own node the payments of its own customers. */
  const report = async (payments) => {
    for (const [place, { by }] of BANKS.entries()) {
      if (!payments.some(({ from }) => from.bank === place)) continue;
      const own = path(`payments-${place}.csv`);
      writeFileSync(own, file(payments, place, LEIS));
      await command("flows", "submit", own, ...as(by), "--secret-file", secret);
    }
  };

  const status = (by) => request(nodes[by].url, "flows_status");

  /** All workers have seen so many flows. */
  const seen = async (flows) => {
    for (const { by } of BANKS) {
      await waitFor(`the worker of ${by} to see ${flows} flows`, async () => {
        const { worker } = await status(by);
        return worker?.flows >= flows && worker.lagBlocks === 0;
      });
    }
  };

  const attestations = async (filter = {}) =>
    (await request(nodes.Alice.url, "attestations_list", [filter])).attestations;

  const attestation = async (id) =>
    (await request(nodes.Alice.url, "attestations_get", [id])).attestation;

  /** What a node's evidence of an attestation shows, to an account of the institution. */
  const explain = (by, id, ...options) =>
    command("attestation", "explain", `${id}`, ...as(by), ...options);

  const indicator = (...words) => command("indicator", ...words);

  const stop = async () => {
    await api.disconnect();
    await network.stop();
  };

  return {
    ...{ agree, api, appointWatchers, as, at, attestation, attestations, command, explain, indicator },
    ...{ keys, nodes, path, report, seen, status, stop, submit, together, tryChallenger },
    watchers,
  };
}
