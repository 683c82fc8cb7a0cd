/** What an entry of `network.allow` means to the egress program, which decides by name. The emitted module reads entries alike. */

/** Where the program listens in each session, in the session's own network. */
export const egressPort = 3128;

/** A name of DNS with a dot in it, whose last label cannot be a number's; `*.` stands for one label or more. */
export const namePattern = "([*][.])?([a-z0-9]([a-z0-9-]*[a-z0-9])?[.])+[a-z]([a-z0-9-]*[a-z0-9])?";
const ip4Pattern = "[0-9]+[.][0-9]+[.][0-9]+[.][0-9]+(/[0-9]+)?";
/** An IPv6 address in brackets, since its colons would hide a port's. */
const ip6Pattern = "[[][0-9A-Fa-f:.]+(/[0-9]+)?]";
const portPattern = "(:[0-9]+)";

/** Entries that systemd's own filter cannot take: a name, or an address with a port. */
export const egressPattern = `${namePattern}${portPattern}?|${ip4Pattern}${portPattern}|${ip6Pattern}${portPattern}?`;

/** The port of an entry that names none: that of HTTPS. */
export const defaultPort = 443;

/** What systemd's words for addresses stand for: systemd.resource-control(5), IPAddressAllow=. */
export const symbolicAddresses: Readonly<Record<string, readonly string[]>> = {
  any: ["0.0.0.0/0", "::/0"],
  localhost: ["127.0.0.0/8", "::1/128"],
  "link-local": ["169.254.0.0/16", "fe80::/64"],
  multicast: ["224.0.0.0/4", "ff00::/8"],
};

/** A rule of the egress program. */
export type EgressRule =
  | { readonly host: string; readonly port: number }
  | { readonly address: string; readonly port: number };

/** Whether an entry says more than systemd's own filter can. */
export const isForEgress = (entry: string): boolean => new RegExp(`^(${egressPattern})$`).test(entry);

const isName = (target: string): boolean => new RegExp(`^${namePattern}$`).test(target);

/** The rules that an entry of `network.allow` stands for. */
export function rulesOf(entry: string): readonly EgressRule[] {
  const [, target = entry, written] =
    /^\[(.*)](?::(\d+))?$/.exec(entry) ?? /^([^:]*)(?::(\d+))?$/.exec(entry) ?? [];
  const port = written === undefined ? defaultPort : Number(written);
  if (isName(target)) return [{ host: target, port }];
  return (symbolicAddresses[target] ?? [target]).map((address) => ({ address, port }));
}
