// The one decision: may this be reached, and which addresses may it have?

import { lookup as systemLookup } from "node:dns/promises";
import { addressList, holds, isOwn, isPublic } from "./address.mjs";
import { forbidden, unreachable } from "./refusal.mjs";
import { showTarget } from "./target.mjs";

/** @typedef {import("./target.mjs").Target} Target */
/** @typedef {(host: string) => Promise<readonly string[]>} Resolve all addresses of a name */
/** @typedef {ReturnType<typeof decisions>} Decide */

/** Milliseconds that the host's resolver has. */
const resolveTime = 15_000;

/** @type {Resolve} By the host's own resolver: the session has none. */
export const resolveByHost = async (host) =>
  (await systemLookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/**
 * @param {import("./config.mjs").Config} config
 * @param {Resolve} resolve
 * @param {(address: string) => Promise<boolean>} isOfHost whether an address is one of the host's own
 */
export function decisions({ allow, option }, resolve, isOfHost = isOwn) {
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
     * The addresses to connect to. A name with an address that it may not have has none that can be trusted.
     * @param {Target} target
     * @returns {Promise<readonly string[]>}
     * @throws {Refusal}
     */
    async addressesOf(target) {
      if (target.isAddress) return [target.host];
      const addresses = await inTime(resolve(target.host));
      if (addresses.length === 0) throw unreachable(`${target.host} has no address`);
      for (const address of addresses) {
        if (isListed(address, target.port)) continue;
        if (isPublic(address) && !(await isOfHost(address))) continue;
        throw forbidden(
          `${target.host} leads to ${address}, which is not of the public Internet; ${option}.network.allow has to list the address with the port, too`,
        );
      }
      return addresses;
    },
  };
}

/**
 * What a resolver says within its time: nothing, where it fails.
 * @param {Promise<readonly string[]>} answer
 * @returns {Promise<readonly string[]>}
 */
function inTime(answer) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, resolveTime, []);
    answer.then(resolve, () => resolve([])).finally(() => clearTimeout(timer));
  });
}
