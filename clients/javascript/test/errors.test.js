// Proves that what libraries throw is recognised. The errors are as those libraries make them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { explainError, explainModuleError, explainRefusal } from "../index.js";

const NOT_PERMITTED = explainRefusal(6);
const OWN_PROPOSAL = explainModuleError({ section: "approvals", name: "OwnProposal" });

test("explanations are sentences that fit into others", () => {
  assert.equal(NOT_PERMITTED.name, "NotPermitted");
  assert.match(NOT_PERMITTED.sentence, /^[a-z].*[^.]$/);
  assert.match(NOT_PERMITTED.hint, /^[a-z].*[^.]$/);
});

test("a refusal at the pool, thrown by @polkadot/api", () => {
  const error = new Error("1010: Invalid Transaction: Custom error: 6");
  error.code = 1010;
  error.data = "Custom error: 6";

  assert.deepEqual(explainError(error), NOT_PERMITTED);
  assert.deepEqual(explainError(error.message), NOT_PERMITTED);
});

test("a refusal at the pool, thrown by Dedot and polkadot-api", () => {
  const validity = { type: "Invalid", value: { type: "Custom", value: 6 } };
  const dedot = Object.assign(new Error("Invalid Tx: Invalid - Custom"), {
    data: { isOk: false, isErr: true, err: validity },
  });
  const papi = Object.assign(new Error("{}"), { name: "InvalidTxError", error: validity });

  assert.deepEqual(explainError(dedot), NOT_PERMITTED);
  assert.deepEqual(explainError(papi), NOT_PERMITTED);
});

test("other words of the pool", () => {
  for (const [text, name] of [
    ["1010: Invalid Transaction: Transaction is outdated", "Stale"],
    ["1010: Invalid Transaction: Transaction has an ancient birth block", "Expired"],
    ["1010: Invalid Transaction: Transaction has a bad signature", "BadSignature"],
    ["1010: Invalid Transaction: Transaction would exhaust the block limits", "ExhaustsResources"],
    ["1010: Invalid Transaction: Transaction call is not expected", "NotExpected"],
    ["1012: Transaction is temporarily banned", "Banned"],
    ["1013: Transaction Already Imported", "AlreadyImported"],
    ["1014: Priority is too low: (20 vs 20)", "Outranked"],
    ["1016: Immediately Dropped", "PoolFull"],
  ]) {
    assert.equal(explainError(new Error(text)).name, name, text);
  }
  const stale = { type: "Invalid", value: { type: "Stale" } };
  assert.equal(explainError({ error: stale }).name, "Stale");
});

test("an error of a pallet, as each library has it", () => {
  const registry = { findMetaError: () => ({ section: "approvals", name: "OwnProposal" }) };
  const polkadot = { isModule: true, asModule: {}, registry };
  const papi = { type: "Module", value: { type: "Approvals", value: { type: "OwnProposal" } } };

  for (const error of [
    polkadot,
    papi,
    { section: "approvals", name: "OwnProposal" },
    { pallet: "Approvals", name: "OwnProposal", docs: [] },
    new Error("approvals.OwnProposal: Who proposed something does not vote on it."),
  ]) {
    assert.deepEqual(explainError(error), OWN_PROPOSAL);
  }
});

test("errors that belong to no pallet", () => {
  const registry = { findMetaError: () => assert.fail("no module") };

  assert.equal(explainError({ type: "BadOrigin" }).name, "BadOrigin");
  assert.equal(explainError({ isModule: false, type: "BadOrigin", registry }).name, "BadOrigin");
});

test("what this chain has no words for is left to the caller", () => {
  const loop = new Error("loop");
  loop.cause = loop;
  for (const error of [
    undefined,
    null,
    6,
    "",
    "Custom error: 250",
    new Error("disconnected from ws://127.0.0.1:9944: 1006:: Abnormal Closure"),
    { type: "Module", value: { index: 3, error: "0x06000000" } },
    { section: "balances", name: "toString" },
    { section: "approvals", name: "constructor" },
    { type: "constructor" },
    loop,
  ]) {
    assert.equal(explainError(error), undefined);
  }
});
