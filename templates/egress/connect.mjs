// Connections to the outside: to addresses that were looked at, and to no others.

import { isIP } from "node:net";

/** Milliseconds until an upstream has to be there; what a model thinks takes as long as it takes. */
export const connectTime = 30_000;
/** Milliseconds that one address of several has. */
const attemptTime = 2_000;

/**
 * What Node is to connect by. A name is not resolved again: it has the addresses that were looked at, of which each is tried.
 * @param {string} name
 * @param {number} port
 * @param {readonly string[]} addresses
 */
export const socketTo = (name, port, addresses) => ({
  host: name,
  port,
  noDelay: true,
  keepAlive: true,
  keepAliveInitialDelay: 60_000,
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: attemptTime,
  /** @type {import("node:net").LookupFunction} */
  lookup(_, { all }, done) {
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    const [first = { address: "", family: 0 }] = found;
    if (all) done(null, found);
    else done(null, first.address, first.family);
  },
});
