// Starts the real node for one test file, and ends it whatever becomes of the tests.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { waitFor } from "./wait.js";

/** How long a node told to end may take before it is killed. */
const SHUTDOWN_MILLIS = 10_000;
/** As many lines of the node's log as explain why it ended. */
const LOG_LINES = 40;

const targetDirectory =
  process.env.CARGO_TARGET_DIR ?? join(homedir(), ".cache/critical-chains/target");
const binary =
  process.env.CRITICAL_CHAINS_NODE ?? join(targetDirectory, "debug/critical-chains-node");

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts a development node: Aura and GRANDPA with a block every two seconds, or blocks sealed on
 * demand with `options` such as `["--seal", "instant"]`.
 */
export async function startNode(options = []) {
  if (!existsSync(binary)) throw new Error(`${binary} is missing; run cargo build first`);
  const port = await freePort();
  const child = spawn(
    binary,
    ["--dev", ...options, "--rpc-port", `${port}`, "--port", "0", "--no-prometheus"],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  const exited = once(child, "exit");
  // Not killed outright: a development node deletes its database when it ends.
  const end = () => child.kill("SIGTERM");
  process.once("exit", end);

  const log = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      log.push(...text.split("\n"));
      log.splice(0, log.length - LOG_LINES);
    });
  }
  await waitFor("the node to answer", () => {
    if (child.exitCode !== null) throw new Error(`the node ended:\n${log.join("\n")}`);
    return fetch(`http://127.0.0.1:${port}/health`).then(
      (answer) => answer.ok,
      () => false,
    );
  });

  return {
    url: `ws://127.0.0.1:${port}`,
    async stop() {
      end();
      const patience = new AbortController();
      const late = pause(SHUTDOWN_MILLIS, "late", patience);
      if ((await Promise.race([exited, late])) === "late") child.kill("SIGKILL");
      patience.abort();
      await exited;
      process.off("exit", end);
    },
  };
}

// Without these the default is to end at once, leaving the node behind.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.once(signal, () => process.exit(1));
}
