// Which headers are passed on. What concerns one connection only is not (RFC 9110, 7.6.1), nor what carries a key.

const hopByHop = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-authentication-info",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** In which keys travel, what says on whose behalf somebody asks, and what makes another request of this one. */
const identities = new Set([
  "authorization",
  "api-key",
  "x-api-key",
  "x-goog-api-key",
  "x-auth-token",
  "x-access-token",
  "private-token",
  "job-token",
  "deploy-token",
  "x-amz-security-token",
  "x-goog-iam-authorization-token",
  "cookie",
  "cookie2",
  "forwarded",
  "via",
  "x-http-method",
  "x-http-method-override",
  "x-method-override",
  "x-original-url",
  "x-rewrite-url",
]);

/** @typedef {readonly (readonly [string, string])[]} Headers */

/**
 * As they came, in pairs.
 * @param {readonly string[]} raw
 * @returns {Headers}
 */
export const pairs = (raw) =>
  Array.from(
    { length: raw.length / 2 },
    (_, index) => /** @type {const} */ ([raw[2 * index] ?? "", raw[2 * index + 1] ?? ""]),
  );

/**
 * @param {Headers} headers
 * @param {string} name in lower case
 */
export const valuesOf = (headers, name) =>
  headers.flatMap(([key, value]) => (key.toLowerCase() === name ? [value] : []));

/**
 * Without those of this connection, and those that `drops` names.
 * @param {Headers} headers
 * @param {(name: string) => boolean} drops
 * @returns {Record<string, string[]>}
 */
export function endToEnd(headers, drops) {
  const named = new Set(
    valuesOf(headers, "connection").flatMap((value) => value.toLowerCase().split(/[\s,]+/)),
  );
  // The length is the body's, whatever `Connection` says: without it the next reader would find another end.
  named.delete("content-length");
  /** @type {Record<string, string[]>} */
  const kept = Object.create(null);
  for (const [key, value] of headers) {
    const name = key.toLowerCase();
    if (hopByHop.has(name) || named.has(name) || drops(name)) continue;
    kept[name] = [...(kept[name] ?? []), value];
  }
  return kept;
}

/** @param {string} name in lower case */
export const isIdentity = (name) =>
  identities.has(name) || name.startsWith("x-forwarded-") || name.startsWith("proxy-");

/** What a request says whose body is sent when it is asked for (RFC 9110, 10.1.1). */
export const waits = "100-continue";

/** Of an answer: what a program inside has no use for, or what would lead it past this proxy. @param {string} name */
export const isOfUpstream = (name) => name === "set-cookie" || name === "set-cookie2" || name === "alt-svc";
