// What a developer with plain @polkadot/api sees, without any option: metadata with docs, signed
// calls, decoded events and errors. Blocks are sealed on demand, and JSON-RPC is the older one.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import {
  ALPHA_BANK,
  NO_ANCHOR,
  OUR_PALLETS,
  calendarRoot,
  someBatch,
} from "./support/anchoring.js";
import { startNode } from "./support/node.js";
import { BOUNDED, waitFor } from "./support/wait.js";

let node;
let provider;
let api;
let alice;
let mallory;

before(async () => {
  node = await startNode(["--seal", "instant"]);
  provider = new WsProvider(node.url);
  api = await ApiPromise.create({ provider });
  const keyring = new Keyring({ type: "sr25519" });
  alice = keyring.addFromUri("//Alice");
  mallory = keyring.addFromUri("//Mallory");
}, BOUNDED);

after(async () => {
  // A provider without its api, after a failed start, would connect again and again.
  await (api ?? provider)?.disconnect();
  await node?.stop();
}, BOUNDED);

/** Signs and submits as Alice, and gives the outcome once it is final. */
function submit(call) {
  return new Promise((resolve, reject) => {
    call
      .signAndSend(alice, ({ status, events: records, dispatchError }) => {
        if (!status.isFinalized) return;
        const events = records.map(({ event }) => event);
        resolve({ block: status.asFinalized, events, dispatchError });
      })
      .catch(reject);
  });
}

function find(events, kind) {
  const event = events.find((candidate) => kind.is(candidate));
  assert.ok(event, `no ${kind.meta.name}`);
  return event.data;
}

async function openStream() {
  const { events } = await submit(api.tx.anchoring.openStream());
  return find(events, api.events.anchoring.StreamOpened).number;
}

/** Anchors what the chain refuses, and gives the error's name. */
async function refusal(stream, sequence, batch) {
  const call = api.tx.anchoring.anchorBatches(stream, sequence, NO_ANCHOR, [batch]);
  const { dispatchError } = await submit(call);
  const { section, name } = api.registry.findMetaError(dispatchError.asModule);
  return `${section}.${name}`;
}

test("the metadata documents every call, event and error of our pallets", BOUNDED, () => {
  for (const pallet of OUR_PALLETS) {
    for (const kind of ["tx", "events", "errors"]) {
      const items = Object.entries(api[kind][pallet]);
      assert.ok(items.length > 0, `${kind}.${pallet} is empty`);
      for (const [item, { meta }] of items) {
        assert.ok(meta.docs.join("").trim(), `${kind}.${pallet}.${item} has no documentation`);
      }
    }
  }
});

test("anchors a batch and decodes the event", BOUNDED, async () => {
  const batch = someBatch(7);
  const stream = await openStream();

  const call = api.tx.anchoring.anchorBatches(stream, 1, NO_ANCHOR, [batch]);
  const { events, dispatchError } = await submit(call);

  assert.equal(dispatchError, undefined);
  const anchored = find(events, api.events.anchoring.BatchAnchored);
  assert.equal(anchored.institution.toUtf8(), ALPHA_BANK);
  assert.equal(anchored.stream.toNumber(), stream.toNumber());
  assert.equal(anchored.sequence.toNumber(), 1);
  assert.equal(anchored.root.toHex(), batch.root);
});

test("decodes what the chain refuses", BOUNDED, async () => {
  const stream = await openStream();
  await submit(api.tx.anchoring.anchorBatches(stream, 1, NO_ANCHOR, [someBatch(1)]));

  assert.equal(await refusal(stream, 1, someBatch(1)), "anchoring.AlreadyAnchored");
  assert.equal(await refusal(stream, 9, someBatch(2)), "anchoring.SequenceGap");
  assert.equal(await refusal(999, 1, someBatch(1)), "anchoring.StreamNotFound");
});

test("the pool refuses an account of no institution", BOUNDED, async () => {
  const call = api.tx.anchoring.openStream();
  await assert.rejects(call.signAndSend(mallory), /Custom error: 1\b/);
});

test("the pool refuses an immortal extrinsic", BOUNDED, async () => {
  const call = api.tx.anchoring.openStream();
  await assert.rejects(call.signAndSend(alice, { era: 0 }), /Custom error: 4\b/);
});

test("the runtime API reads a stream", BOUNDED, async () => {
  const stream = await openStream();
  await submit(api.tx.anchoring.anchorBatches(stream, 1, NO_ANCHOR, [someBatch(4)]));

  const state = (await api.call.anchoringApi.stream(ALPHA_BANK, stream)).unwrap();

  assert.ok(state.status.isOpen);
  assert.equal(state.sequence.toNumber(), 1);
  assert.notEqual(state.anchor.toHex(), NO_ANCHOR);
});

test("the checkpoint of the node is the calendar root in the block's header", BOUNDED, async () => {
  const { block } = await submit(api.tx.anchoring.openStream());
  const header = await api.rpc.chain.getHeader(block);
  const size = header.number.toNumber();
  const items = header.digest.logs
    .filter((log) => log.isConsensus && log.asConsensus[0].toUtf8() === "CCAL")
    .map((log) => log.asConsensus[1]);
  assert.equal(items.length, 1);

  // The archive follows finality, so it may be a moment behind.
  const checkpoint = await waitFor("the archive", async () => {
    const latest = await provider.send("integrity_checkpoint", []);
    return latest.size >= size && provider.send("integrity_checkpoint", [size]);
  });

  assert.equal(checkpoint.size, size);
  assert.equal(checkpoint.root, calendarRoot(items[0].toU8a(true)));
});
