import { BlockList } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { z } from "zod";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { fromJson, printNix } from "../../src/compiler/nix/print.js";
import { packageRoot } from "../../src/root.js";
import { size } from "../support/long.js";

// The address that a session tries to see whether systemd filters: one that is let through would refuse every session of
// a host that is as it should be. The judge is Node's own list of networks.

interface Network {
  readonly mode: string;
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

const file = join(packageRoot, "modules/nixos/pi-agent/denied-address.nix");
const library = join(packageRoot, "test/nixlib/lib");

async function deniedAddresses(networks: readonly Network[]): Promise<readonly string[]> {
  const given = printNix(fromJson(networks.map((network) => ({ ...network }))));
  const asked = `map (import ${file} {lib = import ${library};}) ${given}`;
  return z.array(z.string()).parse(await evaluateNix(asked));
}

/** What systemd takes the words for (systemd.resource-control(5)). */
const words: Readonly<Record<string, string>> = {
  any: "0.0.0.0/0",
  localhost: "127.0.0.0/8",
  "link-local": "169.254.0.0/16",
  multicast: "224.0.0.0/4",
};

function holds(entries: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const entry of entries) {
    const [ip = "", length = "32"] = (words[entry] ?? entry).split("/");
    if (!ip.includes(":")) list.addSubnet(ip, Number(length), "ipv4");
  }
  return list.check(address);
}

const isClosed = ({ mode, deny }: Network) =>
  mode !== "full" || deny.includes("any") || deny.includes("0.0.0.0/0");

const first = fc.constantFrom(0, 1, 10, 11, 126, 127, 169, 192, 193, 198, 199, 203, 205, 224);
const byte = fc.constantFrom(0, 1, 2, 51, 53, 113, 254);
const length = fc.constantFrom(0, 1, 3, 4, 5, 6, 7, 8, 9, 16, 24, 31, 32);
const address = fc.tuple(first, byte, byte, byte).map((bytes) => bytes.join("."));
const entry = fc.oneof(
  address,
  fc.tuple(address, length).map((parts) => parts.join("/")),
  fc.constantFrom(...Object.keys(words), "127.0.0.0/8", "10.0.0.0/8", "192.0.2.0/24", "::1", "fd00::/8"),
);
const network: fc.Arbitrary<Network> = fc.record({
  mode: fc.constantFrom("full", "full", "loopback", "none", "proxy"),
  allow: fc.array(entry, { maxLength: 3 }),
  deny: fc.array(entry, { maxLength: 3 }),
});

it("is one that the policy denies, and that nothing lets through", async () => {
  const networks = fc.sample(network, size({ part: 1_000, whole: 20_000 }));
  const found = await deniedAddresses(networks);
  const wrong = networks.flatMap((given, index) => {
    const chosen = found[index] ?? "";
    if (chosen === "") return [];
    const isDenied = isClosed(given) || holds(given.deny, chosen);
    const isAllowed = given.mode !== "proxy" && holds(given.allow, chosen);
    return isDenied && !isAllowed ? [] : [{ ...given, chosen }];
  });
  expect(wrong).toEqual([]);
  expect(found.filter((chosen) => chosen !== "").length).toBeGreaterThan(networks.length / 4);
});

it.each([
  ["nothing is closed", { mode: "full", allow: [], deny: [] }, ""],
  ["another mode", { mode: "loopback", allow: [], deny: [] }, "192.0.2.1"],
  [
    "a network that nobody has is allowed",
    { mode: "none", allow: ["192.0.2.0/24"], deny: [] },
    "198.51.100.1",
  ],
  ["only a proxy is allowed more", { mode: "proxy", allow: ["any"], deny: [] }, "192.0.2.1"],
  ["one address is denied", { mode: "full", allow: [], deny: ["169.254.169.254"] }, "169.254.169.254"],
  [
    "the host's loopback, but for a resolver",
    { mode: "full", allow: ["127.0.0.53"], deny: ["localhost"] },
    "127.0.0.1",
  ],
  [
    "a network, but for a host of it",
    { mode: "full", allow: ["10.0.0.7"], deny: ["10.0.0.0/8"] },
    "10.0.0.1",
  ],
  ["one address that looks like a network", { mode: "full", allow: [], deny: ["10.0.0.0/32"] }, "10.0.0.0"],
  ["what is denied is allowed", { mode: "full", allow: ["127.0.0.1"], deny: ["127.0.0.0/8"] }, ""],
  ["none of IPv4", { mode: "full", allow: [], deny: ["::1", "fd00::/8"] }, ""],
])("where %s", async (_, given, want) => {
  expect(await deniedAddresses([given])).toEqual([want]);
});
