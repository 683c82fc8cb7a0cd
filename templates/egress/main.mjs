// The network of one session: systemd starts this at the session's first connection, with the socket that listens in the
// session's own network as descriptor 3 (sd_listen_fds(3)), and with the keys that stay outside.

import { readFileSync } from "node:fs";
import { ConfigError, parseConfig } from "./config.mjs";
import { resolveByHost } from "./decide.mjs";
import { readKeys } from "./keys.mjs";
import { logToJournal } from "./log.mjs";
import { createEgress } from "./server.mjs";

// Names are resolved by getaddrinfo(3), each in a thread: slow ones are not to hold up all others.
process.env.UV_THREADPOOL_SIZE ??= "16";

/** sysexits(3) */
const badConfiguration = 78;
/** Milliseconds until the program ends whatever holds it: a resolver may. systemd would wait for two seconds. */
const stopTime = 1_000;

let isStopped = false;

/**
 * What is read of the configuration, or the end of the program with what is wrong with it.
 * @template T
 * @param {string} file
 * @param {() => T} read
 */
function orEnd(file, read) {
  try {
    return read();
  } catch (error) {
    // Of Node's own errors those of the file system have a code.
    if (!(error instanceof ConfigError || (error instanceof Error && "code" in error))) throw error;
    process.stderr.write(`${file}: ${error.message}\n`);
    process.exit(badConfiguration);
  }
}

/**
 * Ends what is open, so that each has its last line in the log, and the program with it.
 * @param {import("node:http").Server} server
 * @param {ReadonlySet<import("node:net").Socket>} open
 */
function stop(server, open) {
  isStopped = true;
  setTimeout(() => process.exit(0), stopTime).unref();
  server.close();
  for (const socket of open) socket.destroy();
}

const words = process.argv.slice(2);
const file = words.at(-1) ?? "";
const config = orEnd(file, () => parseConfig(readFileSync(file, "utf8")));
if (words[0] === "--check") process.exit(0);
const server = createEgress({
  config,
  keys: orEnd(file, () => readKeys(config, process.env.CREDENTIALS_DIRECTORY)),
  resolve: resolveByHost,
  log: (entry) => logToJournal(isStopped ? { ...entry, why: "stopped" } : entry),
});
if (process.env.LISTEN_FDS !== "1" || process.env.LISTEN_PID !== String(process.pid)) {
  process.stderr.write("expected one socket of systemd, as descriptor 3\n");
  process.exit(badConfiguration);
}
/** @type {Set<import("node:net").Socket>} */
const open = new Set();
server.on("connection", (socket) => {
  open.add(socket);
  socket.once("close", () => open.delete(socket));
});
server.listen({ fd: 3 });
// With the session.
process.once("SIGTERM", () => stop(server, open));
