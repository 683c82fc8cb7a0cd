// Keys that systemd hands over (systemd.exec(5), LoadCredential=).

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError, visible } from "./config.mjs";

/**
 * The keys that the routes and repositories name, without the line break that an editor leaves. A key that is not there is
 * left out: its route then says so, and nothing takes its place.
 * @param {import("./config.mjs").Config} config
 * @param {string | undefined} directory $CREDENTIALS_DIRECTORY
 * @returns {ReadonlyMap<string, string>}
 * @throws {ConfigError} for a key that no header can hold
 */
export function readKeys({ routes, git }, directory) {
  const names = [...Object.values(routes), ...Object.values(git)].map(({ credential }) => credential);
  /** @type {Map<string, string>} */
  const keys = new Map();
  for (const credential of new Set(names)) {
    const key = credential === null || directory === undefined ? "" : read(join(directory, credential));
    if (!visible.test(key)) throw new ConfigError(`the credential ${credential}: expected a key on one line`);
    if (credential !== null && key !== "") keys.set(credential, key);
  }
  return keys;
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return "";
  }
}
