import { beforeAll, describe, expect, it, vi } from "vitest";
import { tunnel } from "./client.js";
import { egress, raw, upstream } from "./lab.js";

/** CONNECT: each row of the ways around a list of names, beside the control in which the same gets through. */

let server: Awaited<ReturnType<typeof upstream>>;
let here: string;
const local = {
  "api.example.com": ["127.0.0.1"],
  "other.example.com": ["127.0.0.1"],
  "deep.below.example.org": ["127.0.0.1"],
};
/** What lets names of the tests lead to this machine. */
const listed = () => ({ address: "127.0.0.1", port: server.port });

beforeAll(async () => {
  server = await upstream((_, response) => response.end(`upstream for ${response.req.url}`));
  here = String(server.port);
});

const proxy = (allow: readonly object[], names: Readonly<Record<string, readonly string[]>> = local) =>
  egress({ allow: [...allow, listed()], names });

describe("a name that is listed", () => {
  it("is reached, by TLS for that name", async () => {
    const { port, entries } = await proxy([{ host: "api.example.com", port: server.port }]);
    expect(await tunnel(port, `api.example.com:${here}`, "api.example.com", "/control")).toContain(
      "upstream for /control",
    );
    await vi.waitFor(() => expect(entries).toHaveLength(2));
    expect(entries).toEqual([
      expect.objectContaining({
        decision: "allowed",
        kind: "connect",
        host: "api.example.com",
        address: "127.0.0.1",
      }),
      expect.objectContaining({ decision: "ended", bytesDown: expect.any(Number) }),
    ]);
  });

  it("is reached in capitals, which are the same name", async () => {
    const { port } = await proxy([{ host: "api.example.com", port: server.port }]);
    expect(await tunnel(port, `API.Example.com:${here}`, "API.example.COM")).toContain("upstream for /");
  });

  it("with a star stands for all below, and not for itself or its like", async () => {
    const { port } = await proxy([{ host: "*.example.org", port: server.port }]);
    expect(await tunnel(port, `deep.below.example.org:${here}`, "deep.below.example.org")).toContain(
      "upstream for /",
    );
    for (const name of ["example.org", "notexample.org", "example.org.evil.com"])
      expect(await tunnel(port, `${name}:${here}`, name)).toBe(
        `403 ${name}:${here} is not in m3ta.pi-agent.network.allow; the owner of this host can add it there`,
      );
  });

  it("is reached by the port of its entry only", async () => {
    const { port } = await proxy([{ host: "api.example.com", port: 443 }]);
    expect(await tunnel(port, `api.example.com:${here}`, "api.example.com")).toMatch(
      /^403 .*is not in m3ta\.pi-agent\.network\.allow/,
    );
  });
});

describe("a name that is not listed", () => {
  it("is not even resolved", async () => {
    const { port, asked, entries } = await proxy([{ host: "api.example.com", port: server.port }]);
    expect(await tunnel(port, `c2VjcmV0.evil.example:${here}`, "c2VjcmV0.evil.example")).toMatch(/^403 /);
    expect(asked).toEqual([]);
    expect(entries).toEqual([
      expect.objectContaining({ decision: "refused", host: "c2vjcmv0.evil.example", status: 403 }),
    ]);
  });
});

describe("what is said inside a tunnel", () => {
  it.each([
    ["another name (fronting)", "other.example.com"],
    ["no name", undefined],
  ])("TLS for %s is closed before the upstream hears of it", async (_, servername) => {
    const { port, entries } = await proxy([{ host: "api.example.com", port: server.port }]);
    const before = server.hellos.length;
    expect(await tunnel(port, `api.example.com:${here}`, servername)).toMatch(/^closed: /);
    expect(server.hellos.length).toBe(before);
    expect(entries.at(-1)).toMatchObject({
      decision: "refused",
      why: `the TLS client asks for ${servername ?? "no name"}`,
    });
  });

  it.each([
    ["ssh", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["HTTP", "GET / HTTP/1.1\r\nHost: api.example.com\r\n\r\n"],
    ["a second CONNECT", `CONNECT other.example.com:443 HTTP/1.1\r\n\r\n`],
    ["SSL of version 2", "\u0080\u002e\u0001\u0003\u0001"],
    ["a handshake that is no hello", "\u0016\u0003\u0001\u0000\u0004\u0002\u0000\u0000\u0000"],
  ])("%s is closed", async (_, words) => {
    const { port, entries } = await proxy([{ host: "api.example.com", port: server.port }]);
    const said = await raw(
      port,
      Buffer.from(`CONNECT api.example.com:${here} HTTP/1.1\r\nHost: x\r\n\r\n${words}`, "latin1"),
    );
    expect(said.replace(/^HTTP\/1\.1 200 .*\r\n\r\n/, "")).toBe("\u0015\u0003\u0003\u0000\u0002\u0002\u0070");
    expect(entries.at(-1)).toMatchObject({ decision: "refused", why: "what follows is no TLS" });
  });
});

describe("where a name leads", () => {
  it.each([
    "10.1.2.3",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:0:1::",
    "ff02::1",
    "fec0::1",
  ])("%s is refused, alone and beside a public one", async (address) => {
    for (const addresses of [[address], ["93.184.216.34", address], [address, "93.184.216.34"]]) {
      const { port } = await egress({
        allow: [{ host: "api.example.com", port: 443 }],
        names: { "api.example.com": addresses },
      });
      expect(await tunnel(port, "api.example.com:443", "api.example.com")).toBe(
        `403 api.example.com leads to ${address}, which is not of the public Internet; m3ta.pi-agent.network.allow has to list the address with the port, too`,
      );
    }
  });

  it("is looked at once, and that address is connected to", async () => {
    let turn = 0;
    const { port, entries } = await egress({
      allow: [{ host: "api.example.com", port: server.port }, listed()],
      names: new Proxy({}, { get: () => [["127.0.0.1"], ["10.0.0.1"]][turn++ % 2] }),
    });
    expect(await tunnel(port, `api.example.com:${here}`, "api.example.com")).toContain("upstream for /");
    expect(entries[0]?.address).toBe("127.0.0.1");
  });
});

describe("an address", () => {
  it("that is listed is reached, without a name", async () => {
    const { port } = await proxy([]);
    expect(await tunnel(port, `127.0.0.1:${here}`, undefined)).toContain("upstream for /");
    expect(await tunnel(port, `127.0.0.1:${here}`, "other.example.com")).toMatch(/^closed: /);
  });

  it("that is not, is not", async () => {
    const { port } = await proxy([{ host: "api.example.com", port: 443 }]);
    expect(await tunnel(port, "127.0.0.2:443", undefined)).toMatch(/^403 127\.0\.0\.2:443 is not in/);
  });

  it.each([
    "2130706433:P",
    "0x7f000001:P",
    "0177.0.0.1:P",
    "127.1:P",
    "127.0.0.01:P",
    "127.0.0.1.:P",
    "[::ffff:127.0.0.1]:P",
    "[::1%25lo]:P",
    "api.example.com.:P",
    "api.example.com%00.evil.com:P",
    "api.example.com\u0000:P",
    "user@api.example.com:P",
    "api.example.com:P:443",
    "api.example.com",
    "api.example.com:0P",
    "api.example.com:+P",
    "api.example.com:",
    ":P",
    "*.example.com:P",
    "xn--a\u00fc.example.com:P",
    "127.0.0.1:P/x",
    "https://api.example.com:P",
    "1:P",
    "api_.:P",
    "api.example.com:65536",
  ])("or name in an odd spelling is refused: %j", async (authority) => {
    const { port, asked } = await proxy([{ host: "api.example.com", port: server.port }]);
    const before = server.hellos.length;
    const said = await raw(
      port,
      Buffer.from(`CONNECT ${authority.replace("P", here)} HTTP/1.1\r\nHost: x\r\n\r\n`, "latin1"),
    );
    expect(said).toMatch(/^HTTP\/1\.1 40[03] /);
    expect([asked, server.hellos.length]).toEqual([[], before]);
  });
});
