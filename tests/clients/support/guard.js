// Runs a program for as long as its own standard input is open. The test process holds the other
// end, so the program ends with it, however that ended: tests over, timeout, signal or crash.

import { spawn } from "node:child_process";

/** How long a program told to end may take before it is killed. */
const SHUTDOWN_MILLIS = 10_000;

const [program, ...options] = process.argv.slice(2);
const child = spawn(program, options, { stdio: ["ignore", "inherit", "inherit"] });
child.once("exit", (code) => process.exit(code ?? 1));

function end() {
  // Not killed outright: a development node deletes its database when it ends.
  child.kill("SIGTERM");
  setTimeout(() => child.kill("SIGKILL"), SHUTDOWN_MILLIS);
}

process.stdin.once("close", end).resume();
// As a power cut would: the program is given no time to write anything.
process.stdin.on("data", (order) => {
  if (`${order}` === "kill") child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, end);
