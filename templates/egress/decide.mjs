// The one decision: may this be reached, and which addresses may it have?

import { lookup as systemLookup } from "node:dns/promises";
import { addressList, holds, isPublic } from "./address.mjs";
import { forbidden, unreachable } from "./refusal.mjs";
import { showTarget } from "./target.mjs";

/** @typedef {import("./target.mjs").Target} Target */
/** @typedef {(host: string) => Promise<readonly string[]>} Resolve all addresses of a name */

/** @type {Resolve} By the host's own resolver: the session has none. */
export const resolveByHost = async (host) =>
  (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * @param {import("./config.mjs").Config} config
 * @param {Resolve} resolve
 */
export function decisions({ allow, option }, resolve) {
  const names = allow.flatMap((rule) => ("host" in rule ? [rule] : []));
  const listed = allow.flatMap((rule) =>
    "address" in rule ? [{ port: rule.port, addresses: addressList([rule.address]) }] : [],
  );

  /** @param {Target} target */
  const isNamed = ({ host, port }) =>
    names.some(
      (rule) =>
        rule.port === port &&
        (rule.host.startsWith("*.") ? host.endsWith(rule.host.slice(1)) : rule.host === host),
    );
  /** @param {string} address @param {number} port */
  const isListed = (address, port) =>
    listed.some((rule) => rule.port === port && holds(rule.addresses, address));

  return {
    /**
     * By what was asked for alone, before anything is resolved.
     * @param {Target} target
     * @throws {Refusal}
     */
    allows(target) {
      if (target.isAddress ? isListed(target.host, target.port) : isNamed(target)) return;
      throw forbidden(
        `${showTarget(target)} is not in ${option}.network.allow; the owner of this host can add it there`,
      );
    },

    /**
     * The address to connect to. A name with an address that it may not have has none that can be trusted.
     * @param {Target} target
     * @throws {Refusal}
     */
    async addressOf(target) {
      if (target.isAddress) return target.host;
      const addresses = await resolve(target.host).catch(() => []);
      if (addresses.length === 0) throw unreachable(`${target.host} has no address`);
      const bad = addresses.find((address) => !isPublic(address) && !isListed(address, target.port));
      if (bad !== undefined)
        throw forbidden(
          `${target.host} leads to ${bad}, which is not of the public Internet; ${option}.network.allow has to list the address with the port, too`,
        );
      return /** @type {string} */ (addresses[0]);
    },
  };
}
