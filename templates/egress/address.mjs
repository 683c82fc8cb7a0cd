// Which addresses a name may have: those of the public Internet. A name that leads to the host, to its networks or to a
// cloud's metadata is no way around the rules.

import { createSocket } from "node:dgram";
import { BlockList, isIP } from "node:net";

/** IANA's registries of special-purpose addresses (RFC 6890 and what followed), whatever they are for, and Azure's metadata. */
const special4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
/** Outside of what is given out as global unicast, and what in it stands for something else: Teredo, 6to4, documentation, ORCHID. */
const special6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

/**
 * A list for each family: Node finds IPv4 in IPv6 as well, and here each spelling stands for itself.
 * @typedef {{ readonly ipv4: BlockList, readonly ipv6: BlockList }} Addresses
 */

/**
 * @param {readonly string[]} entries addresses and prefixes
 * @returns {Addresses}
 */
export function addressList(entries) {
  const found = { ipv4: new BlockList(), ipv6: new BlockList() };
  for (const entry of entries) {
    const [ip = "", length] = entry.split("/");
    const family = isIP(ip) === 6 ? "ipv6" : "ipv4";
    const whole = family === "ipv6" ? 128 : 32;
    found[family].addSubnet(ip, length === undefined ? whole : Number(length), family);
  }
  return found;
}

const specials = addressList([...special4, ...special6]);
const unicast = addressList(["2000::/3"]);

/**
 * Whether an address is one of the public Internet. IPv4 in IPv6 is outside of 2000::/3 or in 6to4 and Teredo, in all of its forms
 * but one: a host without IPv4 reaches the public one by NAT64.
 * @param {string} address
 */
export function isPublic(address) {
  const ip4 = isIP(address) === 4 ? address : translated(address);
  return ip4 === undefined ? holds(unicast, address) && !holds(specials, address) : !holds(specials, ip4);
}

/**
 * The IPv4 address in one of NAT64's well-known prefix (RFC 6052, 2.1).
 * @param {string} address
 * @returns {string | undefined}
 */
function translated(address) {
  if (isIP(address) !== 6 || address.includes("%")) return undefined;
  const [, digits] = /^\[64:ff9b::([0-9a-f:]*)\]$/.exec(new URL(`http://[${address}]`).hostname) ?? [];
  const groups = digits?.split(":").filter((group) => group !== "");
  if (groups === undefined || groups.length > 2) return undefined;
  const [low = 0, high = 0] = groups.toReversed().map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/**
 * Whether an address is one of this host, whose own services are open to itself as to nobody else. The kernel says so: it binds to
 * no other (bind(2), EADDRNOTAVAIL), and whatever else keeps it from that is taken for a yes.
 * @param {string} address
 * @returns {Promise<boolean>}
 */
export const isOwn = (address) =>
  new Promise((resolve) => {
    const socket = createSocket(isIP(address) === 6 ? "udp6" : "udp4");
    const end = (/** @type {boolean} */ own) => socket.close(() => resolve(own));
    socket.once("error", (error) => end(!("code" in error && error.code === "EADDRNOTAVAIL")));
    socket.bind({ address, port: 0, exclusive: true }, () => end(true));
  });

/**
 * @param {Addresses} addresses
 * @param {string} address
 */
export function holds(addresses, address) {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  return isIP(address) !== 0 && addresses[family].check(address, family);
}
