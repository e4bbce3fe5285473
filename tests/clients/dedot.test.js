// What a developer with plain Dedot sees, a client that shares no code with @polkadot/api and uses
// the newer JSON-RPC (`chainHead`, `transaction`). Blocks are made by Aura and final by GRANDPA.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
// Dedot signs with keys of other libraries.
import { Keyring } from "@polkadot/api";
import { DedotClient, WsProvider } from "dedot";
import { hexToU8a, stringCamelCase, stringToHex } from "dedot/utils";
import {
  BETA_CLEARING,
  NO_ANCHOR,
  OUR_PALLETS,
  calendarRoot,
  someBatch,
} from "./support/anchoring.js";
import { startNode } from "./support/node.js";
import { BOUNDED, waitFor } from "./support/wait.js";

let node;
let provider;
let client;
let bob;
let mallory;

before(async () => {
  node = await startNode();
  provider = new WsProvider(node.url);
  client = await DedotClient.new(provider);
  const keyring = new Keyring({ type: "sr25519" });
  bob = keyring.addFromUri("//Bob");
  mallory = keyring.addFromUri("//Mallory");
}, BOUNDED);

after(async () => {
  // A provider without its client, after a failed start, would connect again and again.
  await (client ?? provider)?.disconnect();
  await node?.stop();
}, BOUNDED);

/** Signs and submits as Bob, and gives the outcome once it is final. */
function submit(call) {
  return call.signAndSend(bob).untilFinalized();
}

async function openStream() {
  const { events } = await submit(client.tx.anchoring.openStream());
  return client.events.anchoring.StreamOpened.find(events).palletEvent.data.number;
}

/** Whether the runtime called an extrinsic invalid for the reason with this number. */
function custom(reason) {
  return ({ name, data }) => {
    assert.equal(name, "InvalidTxError");
    assert.deepEqual(data.err, { type: "Invalid", value: { type: "Custom", value: reason } });
    return true;
  };
}

test("the metadata documents every call, event and error of our pallets", BOUNDED, () => {
  const { pallets } = client.metadata.latest;
  for (const name of OUR_PALLETS) {
    const pallet = pallets.find((candidate) => stringCamelCase(candidate.name) === name);
    for (const kind of ["calls", "event", "error"]) {
      const { members } = client.registry.findType(pallet[kind].typeId).typeDef.value;
      assert.ok(members.length > 0, `${name} has no ${kind}`);
      for (const member of members) {
        assert.ok(member.docs.join("").trim(), `${name}.${member.name} has no documentation`);
      }
    }
  }
});

test("anchors a batch, decodes the event and reads the stream", BOUNDED, async () => {
  const stream = await openStream();

  const { events, dispatchError } = await submit(
    client.tx.anchoring.anchorBatches(stream, 1n, NO_ANCHOR, [someBatch(3)]),
  );

  assert.equal(dispatchError, undefined);
  const { data } = client.events.anchoring.BatchAnchored.find(events).palletEvent;
  assert.equal(data.sequence, 1n);
  assert.equal(data.root, someBatch(3).root);
  const institution = stringToHex(BETA_CLEARING);
  assert.equal(data.institution, institution);
  const state = await client.view.anchoring.stream(institution, stream);
  assert.equal(state.sequence, 1n);
  assert.equal(state.anchor, data.anchor);
  assert.deepEqual(await client.call.anchoringApi.stream(institution, stream), state);
});

test("decodes what the chain refuses", BOUNDED, async () => {
  const stream = await openStream();
  await submit(client.tx.anchoring.anchorBatches(stream, 1n, NO_ANCHOR, [someBatch(1)]));
  const refusal = async (number, sequence, batch) => {
    const call = client.tx.anchoring.anchorBatches(number, sequence, NO_ANCHOR, [batch]);
    const { dispatchError } = await call.signAndSend(bob).untilBestChainBlockIncluded();
    const { pallet, name } = client.registry.findErrorMeta(dispatchError);
    return `${pallet}.${name}`;
  };

  assert.equal(await refusal(stream, 1n, someBatch(1)), "Anchoring.AlreadyAnchored");
  assert.equal(await refusal(stream, 9n, someBatch(2)), "Anchoring.SequenceGap");
  assert.equal(await refusal(999, 1n, someBatch(1)), "Anchoring.StreamNotFound");
});

test("learns before it sends that an account belongs to no institution", BOUNDED, async () => {
  await assert.rejects(client.tx.anchoring.openStream().signAndSend(mallory), custom(1));
});

test("learns before it sends that an extrinsic is immortal", BOUNDED, async () => {
  const immortal = { mortality: { type: "Immortal" } };
  await assert.rejects(client.tx.anchoring.openStream().signAndSend(bob, immortal), custom(4));
});

test("the checkpoint of the node is the calendar root in the block's header", BOUNDED, async () => {
  // In the first block the root of the calendar is its only leaf.
  const checkpoint = await waitFor("a final block", async () => {
    const latest = await client.rpc.integrity_checkpoint();
    return latest.size > 1 && latest;
  });

  const { digest } = await client.rpc.chain_getHeader(checkpoint.blockHash);
  const items = digest.logs
    .filter(({ type, value }) => type === "Consensus" && `${value[0]}` === "CCAL")
    .map(({ value }) => hexToU8a(value[1]));
  assert.equal(items.length, 1);
  assert.equal(checkpoint.root, calendarRoot(items[0]));
});
