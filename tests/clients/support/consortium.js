// What a consortium does together, by a developer with plain @polkadot/api.

import assert from "node:assert/strict";
import { blake2AsHex } from "@polkadot/util-crypto";
import { waitFor } from "./wait.js";

/** Validity of a role without an end. */
export const PERMANENT = { starts: null, expires: null };

/** The four institutions of the local network, with the accounts `keys` that act for them. */
export function consortium(api, keys) {
  const named = (error) => {
    if (!error.isModule) return error.toString();
    const { section, name } = api.registry.findMetaError(error.asModule);
    return `${section}.${name}`;
  };

  /** Signs and waits for the block; rejects if the call fails there. */
  const submit = (call, signer) =>
    new Promise((resolve, reject) => {
      call
        .signAndSend(signer, ({ status, dispatchError, events }) => {
          if (!status.isInBlock) return;
          if (dispatchError) reject(new Error(named(dispatchError)));
          else resolve(events.map(({ event }) => event));
        })
        .catch(reject);
    });

  const executed = (proposal) =>
    waitFor(`proposal ${proposal} to be executed`, async () => {
      return (await api.query.approvals.proposals(proposal)).isNone;
    });

  /** Proposes as the first; the three others approve what they see. */
  const together = async (call) => {
    const events = await submit(api.tx.approvals.propose(call), keys.Alice);
    const [proposal, hash] = events.find(api.events.approvals.Proposed.is).data;
    assert.equal(hash.toHex(), blake2AsHex(call.method.toU8a()));
    for (const voter of ["Bob", "Charlie", "Dave"]) {
      await submit(api.tx.approvals.approve(proposal, hash), keys[voter]);
    }
    await executed(proposal);
  };

  return { executed, submit, together };
}
