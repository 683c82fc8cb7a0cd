import { type AddressInfo, createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { agent, as, bash, describeHost, newProject, probed, unattended } from "./lab/lab.js";
import { worldAddress } from "./lab/plain.js";
import { subject } from "./lab/subject.js";
import type { VariantName } from "./lab/variants.js";

/** What a session reaches; the machine shares its network, loopback included, with the tests. */
const server = createServer((socket) => socket.end("hello\n"));

beforeAll(() => new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve)));
afterAll(() => {
  server.close();
});

/**
 * Seconds until a connection counts as closed, for what the host's filter drops never ends: what is to be open may take as long
 * as it takes.
 */
const limitOf = (isOpen: boolean) => (isOpen ? 100 : 5);

const policies: readonly [VariantName, Readonly<Record<string, boolean>>][] = [
  ["guide", { "127.0.0.1": true, "127.0.0.2": true, world: true }],
  ["loopback only", { "127.0.0.1": true, "127.0.0.2": true, world: false }],
  ["by proxy", { "127.0.0.1": false, "127.0.0.2": false, world: false }],
  ["no network", { "127.0.0.1": false, "127.0.0.2": false, world: false }],
  ["address lists", { "127.0.0.1": true, "127.0.0.2": false, world: true }],
  // An address of the machine is on the host's loopback as well, and no list of the loopback's addresses has it.
  ["closed loopback", { "127.0.0.1": false, "127.0.0.53": true, world: true }],
];

for (const [variant, reachable] of policies) {
  describeHost(variant, "network", () => {
    test.each(Object.entries(reachable))("%s: %s", async (name, want) => {
      const { port } = server.address() as AddressInfo;
      const address = name === "world" ? worldAddress() : name;
      const connect = (isOpen: boolean) =>
        `timeout ${limitOf(isOpen)} bash -c 'cat </dev/tcp/${address}/${port}' 2>/dev/null`;
      expect(await as("m3tam3re", connect(true))).toBe("hello");
      const seen = await probed("m3tam3re", await newProject("m3tam3re"), `${connect(want)} || echo no`);
      expect(seen).toBe(want ? "hello" : "no");
    });
  });
}

/** A server of the session's own on each address, and whether the session itself reaches it there; `open` says where it is to. */
const ownServers = (open: Readonly<Record<string, boolean>>) => `/opt/node/bin/node -e '
  const net = require("net");
  const one = ([address, limit]) => new Promise((done) => {
    const server = net.createServer((socket) => socket.end("own")).listen(0, address, () => {
      const end = (seen) => { client.destroy(); server.close(() => done(seen)); };
      const client = net.connect(server.address().port, address);
      client.setTimeout(limit * 1000, () => end("no")).on("data", (text) => end(String(text))).on("error", () => end("no"));
    });
  });
  (async () => {
    const seen = [];
    for (const place of JSON.parse(process.argv[1])) seen.push(await one(place));
    console.log(seen.join(" "));
  })();' '${JSON.stringify(Object.entries(open).map(([address, isOpen]) => [address, limitOf(isOpen)]))}'`;

describeHost("guide", "network", () => {
  test("what a session serves on the loopback is there for the session", async () => {
    const script = ownServers({ "127.0.0.1": true, "::1": true, [worldAddress()]: true });
    expect(await probed("m3tam3re", await newProject("m3tam3re"), script)).toBe("own own own");
  });
});

// The price of the list, which docs/threat-model.md names: one filter for both ways, and one loopback for both sides.
describeHost("closed loopback", "network", () => {
  test("what a session serves on the loopback is closed to the session, too", async () => {
    const script = ownServers({ "127.0.0.1": false, "::1": false, [worldAddress()]: true });
    expect(await probed("m3tam3re", await newProject("m3tam3re"), script)).toBe("no no own");
  });
});

describeHost("no network", "network", () => {
  test("an abstract socket of the host's is out of reach, and the own loopback works", async () => {
    const project = await newProject("m3tam3re");
    const own = `/opt/node/bin/node -e '
      const net = require("net");
      const server = net.createServer((s) => s.end("own\\n")).listen(0, "127.0.0.1", () =>
        net.connect(server.address().port, "127.0.0.1").on("data", (d) => { process.stdout.write(d); server.close(); }));'`;
    expect(await probed("m3tam3re", project, own)).toBe("own");
  });

  test("the real agent without a network says so and ends", async () => {
    const project = await newProject("m3tam3re");
    const { code, stdout } = await unattended("m3tam3re", project, [bash("id")]);
    expect(code).not.toBe(0);
    expect(stdout).not.toContain(`${subject.account}`);
  });
});

describeHost("loopback only", "network", () => {
  test("the real agent works with a model on the loopback", async () => {
    const project = await newProject("m3tam3re");
    expect(await agent("m3tam3re", project, [bash("id -un")])).toEqual([subject.account]);
  });
});
