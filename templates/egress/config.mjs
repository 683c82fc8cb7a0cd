// The configuration: a file that the NixOS module makes.

import { isIP } from "node:net";
import { Refusal } from "./refusal.mjs";
import { parseTarget } from "./target.mjs";

/**
 * A place that may be reached: a name (`*.x` for all below x), or addresses (one, or a prefix).
 * @typedef {{ readonly host: string, readonly port: number } | { readonly address: string, readonly port: number }} Rule
 */

/**
 * Where requests to `/<route>/…` go, with which key in which header. `paths` are what a path behind `base` begins with, by whole segments.
 * @typedef {{
 *   readonly base: string, readonly header: string, readonly prefix: string, readonly credential: string,
 *   readonly paths: readonly string[], readonly methods: readonly string[],
 * }} Route
 */

/**
 * A repository `host/owner/name`, or `host:port/owner/name`, that git may fetch from, and push to; without a credential as anybody may.
 * @typedef {{ readonly push: boolean, readonly credential: string | null }} Repository
 */

/**
 * `option` is the agent's option path, for messages.
 * @typedef {{
 *   readonly option: string, readonly allow: readonly Rule[],
 *   readonly routes: Readonly<Record<string, Route>>, readonly git: Readonly<Record<string, Repository>>,
 * }} Config
 */

/** The configuration is not one: what, where, what was expected. */
export class ConfigError extends Error {}

/**
 * @param {string} where
 * @param {string} expected
 * @param {unknown} value
 * @returns {never}
 */
function refuse(where, expected, value) {
  throw new ConfigError(`${where}: expected ${expected}, not ${JSON.stringify(value) ?? typeof value}`);
}

/**
 * @param {unknown} value
 * @param {string} where
 * @returns {Readonly<Record<string, unknown>>}
 */
function object(value, where) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(where, "an object", value);
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * An object that has no keys but these: a word that nobody reads could be a rule that somebody counts on.
 * @param {unknown} value
 * @param {string} where
 * @param {readonly string[]} keys
 */
function exactly(value, where, keys) {
  const found = object(value, where);
  for (const key of Object.keys(found))
    if (!keys.includes(key)) refuse(where, `keys out of ${keys.join(", ")}`, key);
  return found;
}

/**
 * @param {unknown} value
 * @param {string} where
 * @returns {readonly unknown[]}
 */
function list(value, where) {
  return Array.isArray(value) ? value : refuse(where, "a list", value);
}

/**
 * @param {unknown} value
 * @param {string} where
 * @param {RegExp} pattern
 * @param {string} expected
 */
function text(value, where, pattern, expected) {
  return typeof value === "string" && pattern.test(value) ? value : refuse(where, expected, value);
}

const hostPattern = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?$/;
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/; // RFC 9110, 5.6.2
const name = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
export const visible = /^[\x20-\x7e]*$/;

/**
 * @param {unknown} value
 * @param {string} where
 * @returns {Rule}
 */
function readRule(value, where) {
  const { host, address, port } = exactly(value, where, ["host", "address", "port"]);
  if (host !== undefined && address !== undefined) refuse(where, "a host or an address", value);
  if (typeof port !== "number" || !Number.isInteger(port) || port < 1 || port > 65535)
    return refuse(`${where}.port`, "a port", port);
  if (address === undefined)
    return { host: text(host, `${where}.host`, hostPattern, "a name in lower case"), port };
  const [ip = "", length = ""] = String(address).split("/");
  const bits = isIP(ip) === 6 ? 128 : 32;
  if (isIP(ip) === 0 || !/^\d*$/.test(length) || Number(length) > bits)
    refuse(`${where}.address`, "an address or a prefix", address);
  return { address: String(address), port };
}

/**
 * @param {unknown} value
 * @param {string} where
 * @returns {Route}
 */
function readRoute(value, where) {
  const {
    base,
    header,
    prefix = "",
    credential,
    paths,
    methods = ["GET", "POST"],
  } = exactly(value, where, ["base", "header", "prefix", "credential", "paths", "methods"]);
  const url = typeof base === "string" && URL.canParse(base) ? new URL(base) : null;
  // With a key, never in cleartext.
  if (url?.protocol !== "https:" || url.username !== "" || url.search !== "" || url.hash !== "")
    refuse(`${where}.base`, "an https URL without query", base);
  plainHost(url.host, `${where}.base`);
  return {
    base: String(base).replace(/\/+$/, ""),
    header: text(header, `${where}.header`, token, "the name of a header").toLowerCase(),
    prefix: text(prefix, `${where}.prefix`, visible, "text on one line"),
    credential: text(credential, `${where}.credential`, name, "the name of a credential"),
    paths: list(paths, `${where}.paths`).map((path, index) =>
      text(path, `${where}.paths[${index}]`, /^\/[\x21-\x7e]*$/, "a path"),
    ),
    methods: list(methods, `${where}.methods`).map((method, index) =>
      text(method, `${where}.methods[${index}]`, /^[A-Z]+$/, "a method in capitals"),
    ),
  };
}

/**
 * @param {unknown} value
 * @param {string} where
 * @returns {Repository}
 */
function readRepository(value, where) {
  const { push = false, credential = null } = exactly(value, where, ["push", "credential"]);
  if (typeof push !== "boolean") refuse(`${where}.push`, "true or false", push);
  return {
    push: push === true,
    credential:
      credential === null ? null : text(credential, `${where}.credential`, name, "the name of a credential"),
  };
}

/**
 * A host and port that a request may be sent to.
 * @param {string} authority
 * @param {string} where
 */
function plainHost(authority, where) {
  try {
    parseTarget(authority, 443);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    refuse(where, "a plain host", authority);
  }
}

/**
 * @template T
 * @param {unknown} value
 * @param {string} where
 * @param {RegExp} pattern
 * @param {(inner: unknown, where: string, key: string) => T} read
 * @returns {Readonly<Record<string, T>>}
 */
function record(value, where, pattern, read) {
  const entries = Object.entries(object(value, where)).map(([key, inner]) => {
    if (!pattern.test(key)) refuse(where, `names like ${pattern.source}`, key);
    return /** @type {const} */ ([key, read(inner, `${where}.${key}`, key)]);
  });
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

/**
 * @param {string} content JSON
 * @returns {Config}
 * @throws {ConfigError}
 */
export function parseConfig(content) {
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new ConfigError(`it is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const {
    option,
    allow,
    routes = {},
    git = {},
  } = exactly(value, "the configuration", ["option", "allow", "routes", "git"]);
  return {
    option: text(option, "option", /^[A-Za-z0-9_.-]+$/, "an option's path"),
    allow: list(allow, "allow").map((rule, index) => readRule(rule, `allow[${index}]`)),
    // `git` is the broker's own first word.
    routes: record(routes, "routes", /^(?!git$)[A-Za-z0-9][A-Za-z0-9_-]*$/, readRoute),
    git: record(git, "git", /^[a-z0-9.-]+(:[0-9]+)?(\/[A-Za-z0-9_.-]+)+$/, (inner, where, key) => {
      plainHost(key.split("/")[0] ?? "", where);
      return readRepository(inner, where);
    }),
  };
}
