// Bounds on waiting: nothing in these tests waits for ever.

import { setTimeout as pause } from "node:timers/promises";

/** For every test and hook: a cold start of an unoptimised node on a busy machine fits in. */
export const BOUNDED = { timeout: 120_000 };

const DEADLINE_MILLIS = 100_000;
const INTERVAL_MILLIS = 100;

/** Asks until there is an answer, and says what was waited for if it never comes. */
export async function waitFor(what, ask) {
  const end = Date.now() + DEADLINE_MILLIS;
  while (Date.now() < end) {
    const answer = await ask();
    if (answer) return answer;
    await pause(INTERVAL_MILLIS);
  }
  throw new Error(`waited ${DEADLINE_MILLIS} ms in vain for ${what}`);
}
