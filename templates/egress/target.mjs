// The one parser of where a request wants to go. What is not plain is refused, so that nobody reads it in another way.

import { isIP } from "node:net";
import { malformed } from "./refusal.mjs";

/**
 * `isAddress` tells a literal; an IPv6 one has no brackets here.
 * @typedef {{ readonly host: string, readonly port: number, readonly isAddress: boolean }} Target
 */

const label = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
// The last label begins with a letter: inet_aton(3) takes numbers, in three bases and four lengths, for addresses.
const namePattern = new RegExp(`^(${label}\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?$`);
const octet = "(0|[1-9][0-9]{0,2})";
const ip4Pattern = new RegExp(`^${octet}(\\.${octet}){3}$`);

/**
 * An authority, as CONNECT, absolute-form and Host have it (RFC 9112, 3.2).
 * @param {string} authority
 * @param {number | undefined} defaultPort undefined where one has to be named
 * @returns {Target}
 */
export function parseTarget(authority, defaultPort) {
  const [, bracketed, plain = "", written] =
    /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([0-9]{1,5}))?$/.exec(authority) ?? [];
  const port = written === undefined ? defaultPort : Number(written);
  const host = bracketed ?? plain.toLowerCase();
  if (port === undefined || port < 1 || port > 65535 || (written !== undefined && /^0/.test(written)))
    throw malformed("the target has no plain port");
  if (bracketed !== undefined) {
    if (isIP(bracketed) !== 6 || !/^[0-9a-fA-F:.]+$/.test(bracketed))
      throw malformed("the target is no plain address");
    return { host: bracketed.toLowerCase(), port, isAddress: true };
  }
  if (ip4Pattern.test(host) && isIP(host) === 4) return { host, port, isAddress: true };
  if (host.length > 253 || !namePattern.test(host))
    throw malformed("the target is neither a plain name nor a plain address");
  return { host, port, isAddress: false };
}

/** @param {Target} target */
export const showTarget = ({ host, port }) => (isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`);
