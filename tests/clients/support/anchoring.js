// What the tests anchor, written as a developer with only the metadata and the references would.

import assert from "node:assert/strict";

/** Pallets whose metadata is ours to document. */
export const OUR_PALLETS = ["anchoring", "approvals", "authorisation", "institutions", "supervision"];

/** Development accounts //Alice and //Bob act for Alpha Bank and the clearing house. */
export const ALPHA_BANK = "CCDEV0ALPHABANK00022";
export const BETA_CLEARING = "CCDEV0BETACLEARING22";

/** Previous anchor of a stream's first batch. */
export const NO_ANCHOR = `0x${"00".repeat(32)}`;

/** A batch of one record. */
export function someBatch(seed) {
  return {
    root: `0x${seed.toString(16).padStart(64, "0")}`,
    leafCount: 1n,
    notBefore: 1_700_000_000_000n,
    notAfter: 1_700_000_060_000n,
    profile: "iso20022:pacs.008.001.08",
  };
}

/** Calendar root in the payload of a header's calendar item: version, leaf hash, root. */
export function calendarRoot(payload) {
  assert.equal(payload.length, 1 + 32 + 32);
  assert.equal(payload[0], 1);
  return `0x${Buffer.from(payload.subarray(33)).toString("hex")}`;
}
