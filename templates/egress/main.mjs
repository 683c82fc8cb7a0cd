// The network of one session: systemd starts this at the session's first connection, with the socket that listens in the
// session's own network as descriptor 3 (sd_listen_fds(3)), and with the keys that stay outside.

import { readFileSync } from "node:fs";
import { ConfigError, parseConfig, readKeys } from "./config.mjs";
import { resolveByHost } from "./decide.mjs";
import { logToJournal } from "./log.mjs";
import { createEgress } from "./server.mjs";

// Names are resolved by getaddrinfo(3), each in a thread: slow ones are not to hold up all others.
process.env.UV_THREADPOOL_SIZE ??= "16";

/** sysexits(3) */
const badConfiguration = 78;

/**
 * @param {string} file
 * @returns {import("node:http").Server}
 */
function configured(file) {
  try {
    const config = parseConfig(readFileSync(file, "utf8"));
    return createEgress({
      config,
      keys: readKeys(config, process.env.CREDENTIALS_DIRECTORY),
      resolve: resolveByHost,
      log: logToJournal,
    });
  } catch (error) {
    // Of Node's own errors those of the file system have a code.
    if (!(error instanceof ConfigError || (error instanceof Error && "code" in error))) throw error;
    process.stderr.write(`${file}: ${error.message}\n`);
    process.exit(badConfiguration);
  }
}

const [, , file = ""] = process.argv;
const server = configured(file);
// LISTEN_PID is the number that the host knows it by, which a process in a namespace of its own (PrivatePIDs=) does not have.
if (process.env.LISTEN_FDS !== "1") {
  process.stderr.write("expected one socket of systemd, as descriptor 3\n");
  process.exit(badConfiguration);
}
server.listen({ fd: 3 });
// With the session.
process.once("SIGTERM", () => process.exit(0));
