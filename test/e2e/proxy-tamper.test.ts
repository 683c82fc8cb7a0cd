import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { as, describeHost, newProject, probed } from "./lab/lab.js";
import { worldAddress } from "./lab/plain.js";

/**
 * A session has no other way out than its proxy, and cannot make one: ICMP, raw packets, IPv6, routes and interfaces, the host's
 * namespace. The control is the same by root, or for IPv6 in the mode `full`.
 */

const port = 18_443;
const six = createServer((socket) => socket.end("hello\n"));
beforeAll(() => new Promise<void>((resolve) => six.listen(port, "::1", resolve)));
afterAll(() => {
  six.close();
});

/** An echo request (RFC 792), and its reply. */
const ping = (address: string) =>
  `perl -MSocket -e '
    socket(my $s, PF_INET, SOCK_RAW, 1) or die $!; my $sum = 65535 - 2048 - 1 - 1;
    send($s, pack("CCnnn", 8, 0, $sum, 1, 1), 0, sockaddr_in(0, inet_aton("${address}"))) or die $!;
    vec(my $r = "", fileno($s), 1) = 1; select($r, undef, undef, 100) > 0 or die "silent"'`;

/** An ioctl of netdevice(7)'s at the loopback. */
const ioctl = (request: string, argument: string) =>
  `perl -MSocket -e '
    sub at { pack_sockaddr_in(0, inet_aton($_[0])) }
    socket(my $s, PF_INET, SOCK_DGRAM, 0) or die $!; my $lo = "lo"; my $argument = ${argument};
    ioctl($s, ${request}, $argument) or die $!'`;

/** What needs a right that no session has; root has it. */
const tampering = (world: string): Readonly<Record<string, string>> => ({
  "ICMP by a raw socket": ping(world),
  "packets as they are": `perl -MSocket -e 'socket(my $s, 17, SOCK_RAW, 0) or die $!'`,
  "the host's network": "nsenter --net=/proc/1/ns/net true",
  "a network of one's own": "unshare --net true",
  "the same as a user's root": "unshare --user --map-root-user --net true",
  "an interface": ioctl("0x8914", 'pack("a16 s x22", $lo, 9)'),
  "an address": ioctl("0x8916", 'pack("a16 a16 x8", $lo, at("10.123.123.1"))'),
  "a route": ioctl(
    "0x890b",
    'pack("Q a16 a16 a16 S s x4 Q Q s x6 p Q Q S x6", 0, at("10.123.124.0"), at("0.0.0.0"), at("255.255.255.0"), 1, 0, 0, 0, 0, $lo, 0, 0, 0)',
  ),
});

/** Each in turn, and whether it works. */
const tried = (ways: Readonly<Record<string, string>>): string =>
  Object.entries(ways)
    .map(
      ([name, script]) =>
        `if ( ${script} ) >/dev/null 2>&1; then echo "${name}: works"; else echo "${name}: no"; fi`,
    )
    .join("\n");
const all = (ways: Readonly<Record<string, string>>, verdict: "works" | "no") =>
  Object.keys(ways).map((name) => `${name}: ${verdict}`);

const overSix = {
  "IPv6 by TCP": `timeout 100 bash -c 'grep -q hello </dev/tcp/::1/${port}'`,
  "IPv6 by another program": `timeout 100 perl -MSocket=:all -e 'socket(my $s, PF_INET6, SOCK_STREAM, 0) or die; connect($s, sockaddr_in6(${port}, inet_pton(AF_INET6, "::1"))) or die; <$s> =~ /hello/ or die'`,
};
const worldBySix = `perl -MSocket=:all -e 'socket(my $s, PF_INET6, SOCK_DGRAM, 0) or die; connect($s, sockaddr_in6(443, inet_pton(AF_INET6, "2606:4700:4700::1111"))) or die $!'`;

describeHost("by proxy", "tampering with the network", () => {
  test("works for root, in a network of its own where it changes something", async () => {
    const ways = tampering(worldAddress());
    const { "ICMP by a raw socket": icmp = "", ...others } = ways;
    expect((await as("root", tried({ "ICMP by a raw socket": icmp }))).split("\n")).toEqual([
      "ICMP by a raw socket: works",
    ]);
    const script = tried(others).replaceAll("'", `'\\''`);
    expect((await as("root", `unshare --net bash -c '${script}'`)).split("\n")).toEqual(all(others, "works"));
  });

  test("does not for a session, which has the programs for it", async () => {
    const ways = tampering(worldAddress());
    const seen = await probed(
      "m3tam3re",
      await newProject("m3tam3re"),
      `type -t perl nsenter unshare\n${tried(ways)}`,
    );
    expect(seen.split("\n")).toEqual(["file", "file", "file", ...all(ways, "no")]);
  });

  test("IPv6 has no way out, and a loopback of its own", async () => {
    const seen = await probed(
      "m3tam3re",
      await newProject("m3tam3re"),
      `${tried({ ...overSix, "the world": worldBySix })}\ngrep -cv ' lo$' /proc/net/ipv6_route || true`,
    );
    expect(seen.split("\n")).toEqual([...all({ ...overSix, "the world": "" }, "no"), "0"]);
  });
});

describeHost("guide", "in the mode `full`, the control", () => {
  test("IPv6 reaches the host's loopback", async () => {
    const seen = await probed("m3tam3re", await newProject("m3tam3re"), tried(overSix));
    expect(seen.split("\n")).toEqual(all(overSix, "works"));
  });
});
