// A fresh chain that seals on demand serves a client that sends nothing before it has seen a final
// block whose parent it knows: Dedot over the newer JSON-RPC.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
// Dedot signs with keys of other libraries.
import { Keyring } from "@polkadot/api";
import { DedotClient, WsProvider } from "dedot";
import { startNode } from "./support/node.js";
import { BOUNDED } from "./support/wait.js";

let node;
let provider;
let client;

before(async () => {
  node = await startNode(["--seal", "instant"]);
  provider = new WsProvider(node.url);
  client = await DedotClient.new({ provider, stalingDetectionTimeout: 0 });
}, BOUNDED);

after(async () => {
  // A provider without its client, after a failed start, would connect again and again.
  await (client ?? provider)?.disconnect();
  await node?.stop();
}, BOUNDED);

test("the first extrinsic of a fresh chain is sealed and final", BOUNDED, async () => {
  const bob = new Keyring({ type: "sr25519" }).addFromUri("//Bob");

  const { status, dispatchError } = await client.tx.anchoring
    .openStream()
    .signAndSend(bob)
    .untilFinalized();

  assert.equal(dispatchError, undefined);
  assert.equal(status.value.blockNumber, 2);
});
