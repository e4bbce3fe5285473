// Starts a network of validators on loopback, with sessions short enough to wait for.

import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bnToU8a, u8aToHex } from "@polkadot/util";
import { xxhashAsHex } from "@polkadot/util-crypto";
import { binary, startNode } from "./node.js";

/** Blocks in a session. */
const SESSION_BLOCKS = 5;

function exported(...options) {
  return execFileSync(binary, ["export-chain-spec", "--chain", "local", ...options], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/**
 * The local network with other members: `members` maps the identifiers of its institutions to
 * `{ lei, name, kind }`.
 */
function specificationOf(folder, members) {
  let text = exported();
  for (const [lei, member] of Object.entries(members)) text = text.replaceAll(lei, member.lei);
  const spec = JSON.parse(text);
  for (const institution of spec.genesis.runtimeGenesis.patch.institutions.institutions) {
    const member = Object.values(members).find(({ lei }) => lei === institution.lei);
    if (member) Object.assign(institution, { name: member.name, kind: member.kind });
  }
  const file = join(folder, "spec.json");
  writeFileSync(file, JSON.stringify(spec));
  return file;
}

function specification(folder) {
  const spec = JSON.parse(exported("--raw"));
  const length = u8aToHex(bnToU8a(SESSION_BLOCKS, { bitLength: 32, isLe: true }));
  spec.genesis.raw.top[xxhashAsHex(":SessionPeriod:", 128)] = length;
  const file = join(folder, "spec.json");
  writeFileSync(file, JSON.stringify(spec));
  return file;
}

/**
 * An empty network, of the members of the local network or of others (see `specificationOf`).
 * `add("alice")` starts the next node, with the session keys of that development account, or with
 * none for `add(null)`, or with a copy of the keys that another node has in its files for
 * `add(null, other)`; it knows the first node. `stop()` ends them all.
 */
export function startNetwork(members = null) {
  const folder = mkdtempSync(join(tmpdir(), "critical-chains-"));
  const spec = members ? specificationOf(folder, members) : specification(folder);
  const { id } = JSON.parse(readFileSync(spec, "utf8"));
  const keystore = (base) => join(base, "chains", id, "keystore");
  const nodes = [];
  return {
    folder,
    async add(name, other = null) {
      const number = nodes.length + 1;
      const base = join(folder, `${number}`);
      if (other) cpSync(keystore(other.base), keystore(base), { recursive: true });
      const options = ["--chain", spec, "--base-path", base, "--validator"];
      options.push("--node-key", `${number}`.padStart(64, "0"), "--no-mdns");
      options.push("--rpc-methods", "unsafe", "--name", name ?? `node ${number}`);
      if (name) options.push(`--${name}`);
      if (nodes.length > 0) options.push("--bootnodes", nodes[0].address);
      const node = await startNode(options, { development: false });
      node.base = base;
      node.address = await addressOf(node.url);
      /** Starts it again as it was, under another address, with `more` options. */
      node.restart = async (...more) => {
        Object.assign(node, await startNode([...options, ...more], { development: false }));
      };
      nodes.push(node);
      return node;
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.stop()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function addressOf(url) {
  const addresses = await request(url, "system_localListenAddresses");
  return addresses.find((address) => address.startsWith("/ip4/127.0.0.1/tcp/"));
}

/** Asks a node over HTTP. */
export async function request(url, method, params = []) {
  const answer = await fetch(url.replace("ws:", "http:"), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  });
  const { result, error } = await answer.json();
  if (error) throw new Error(`${method}: ${error.message}`);
  return result;
}
