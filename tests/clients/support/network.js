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

function specification(folder) {
  const output = execFileSync(binary, ["export-chain-spec", "--raw", "--chain", "local"], {
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const spec = JSON.parse(output);
  const length = u8aToHex(bnToU8a(SESSION_BLOCKS, { bitLength: 32, isLe: true }));
  spec.genesis.raw.top[xxhashAsHex(":SessionPeriod:", 128)] = length;
  const file = join(folder, "spec.json");
  writeFileSync(file, JSON.stringify(spec));
  return file;
}

/**
 * An empty network. `add("alice")` starts the next node, with the session keys of that development
 * account, or with none for `add(null)`, or with a copy of the keys that another node has in its
 * files for `add(null, other)`; it knows the first node. `stop()` ends them all.
 */
export function startNetwork() {
  const folder = mkdtempSync(join(tmpdir(), "critical-chains-"));
  const spec = specification(folder);
  const { id } = JSON.parse(readFileSync(spec, "utf8"));
  const keystore = (base) => join(base, "chains", id, "keystore");
  const nodes = [];
  return {
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
