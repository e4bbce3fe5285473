// Starts the real node for one test file.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { waitFor } from "./wait.js";

/** As much of the end of the node's log as explains why it ended. */
const LOG_CHARACTERS = 4_000;

const guard = fileURLToPath(new URL("guard.js", import.meta.url));
const targetDirectory =
  process.env.CARGO_TARGET_DIR ?? join(homedir(), ".cache/critical-chains/target");
/** The node's program. */
export const binary =
  process.env.CRITICAL_CHAINS_NODE ?? join(targetDirectory, "debug/critical-chains-node");

/** The command line, beside it. */
export const commandLine = join(dirname(binary), "critical-chains");

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/**
 * Starts a node. A development node has Aura and GRANDPA with a block every two seconds, or seals
 * blocks on demand with `options` such as `["--seal", "instant"]`.
 */
export async function startNode(options = [], { development = true } = {}) {
  if (!existsSync(binary)) throw new Error(`${binary} is missing; run cargo build first`);
  const port = `${await freePort()}`;
  // Others have to know where to find a node of a network.
  const p2p = development ? "0" : `${await freePort()}`;
  const kind = development ? ["--dev"] : [];
  const child = spawn(
    process.execPath,
    [guard, binary, ...kind, ...options, "--rpc-port", port, "--port", p2p, "--no-prometheus"],
    { stdio: "pipe" },
  );
  const exited = once(child, "exit");

  const stop = async () => {
    child.stdin.end();
    await exited;
  };
  const kill = async () => {
    child.stdin.write("kill");
    await exited;
  };

  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      log = (log + text).slice(-LOG_CHARACTERS);
    });
  }
  try {
    await waitFor("the node to answer", () => {
      if (child.exitCode !== null) throw new Error("the node ended");
      return fetch(`http://127.0.0.1:${port}/health`).then(
        (answer) => answer.ok,
        () => false,
      );
    });
  } catch ({ message }) {
    await stop();
    throw new Error(`${message}:\n${log}`);
  }
  return { url: `ws://127.0.0.1:${port}`, kill, stop };
}
