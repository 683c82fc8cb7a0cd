import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, createServer as createTcp } from "node:net";
import { networkInterfaces } from "node:os";
import { connect as connectTls } from "node:tls";
import { beforeAll, describe, expect, it } from "vitest";
import { isOwn, isPublic } from "../../templates/egress/address.mjs";
import { parseConfig } from "../../templates/egress/config.mjs";
import { decisions } from "../../templates/egress/decide.mjs";
import { ask } from "./client.js";
import { egress, listening, raw, upstream } from "./lab.js";

/** What goes wrong at either end, and what one end could make of the other. */

const key = "sk-canary-0123456789";
let server: Awaited<ReturnType<typeof upstream>>;
beforeAll(async () => {
  server = await upstream(undefined, { isTls: false });
});

const proxy = (port = server.port) =>
  egress({
    allow: [
      { host: "api.example.com", port },
      { address: "127.0.0.1", port },
    ],
    names: { "api.example.com": ["127.0.0.1"] },
  });

describe("a body", () => {
  const smuggled = "GET /smuggled HTTP/1.1\r\nHost: evil.example\r\n\r\n";

  it.each([
    ["GET", "Transfer-Encoding: chunked", `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`],
    ["DELETE", "Transfer-Encoding: chunked", `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`],
    ["GET", `Content-Length: ${smuggled.length}\r\nConnection: content-length`, smuggled],
    ["GET", `Content-Length: ${smuggled.length}`, smuggled],
  ])("of %s with %s is one for the upstream, too, and no second request", async (method, framing, body) => {
    const octets: Buffer[] = [];
    const tcp = createTcp((socket) => {
      socket.on("error", () => {});
      socket.on("data", (chunk) => {
        octets.push(chunk);
        if (Buffer.concat(octets).includes("evil.example"))
          socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      });
    });
    const port = await listening(tcp);
    const { port: at } = await proxy(port);
    const host = `api.example.com:${port}`;
    await raw(at, `${method} http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n${framing}\r\n\r\n${body}`);
    // What the upstream got, read as a server reads it.
    const seen: string[] = [];
    const reader = createServer((request, response) => {
      seen.push(request.url ?? "");
      request.resume().on("end", () => response.end());
    });
    // A server that takes no notice of the wish to close, as some do.
    await raw(
      await listening(reader),
      Buffer.from(
        Buffer.concat(octets)
          .toString("latin1")
          .replace(/connection: close/i, "x: y"),
        "latin1",
      ),
    );
    expect(seen).toEqual(["/"]);
  });
});

describe("a program", () => {
  it("that hangs up before the answer ends its request at the upstream", async () => {
    const happened = new EventEmitter();
    const [reached, ended] = [once(happened, "reached"), once(happened, "ended")];
    const silent = await upstream(
      (_, response) => {
        happened.emit("reached");
        response.on("close", () => happened.emit("ended"));
      },
      { isTls: false },
    );
    const { port } = await proxy(silent.port);
    const host = `api.example.com:${silent.port}`;
    const socket = connect(port, "127.0.0.1");
    socket.write(`GET http://${host}/ HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await reached;
    socket.destroy();
    await ended;
  });

  it.each([
    ["that is refused", "http://evil.example/", 403],
    ["whose upstream is dead", "http://api.example.com:1/", 502],
  ])("%s reads why, however much it has still to say", async (_, target, status) => {
    const { port } = await proxy(1);
    const body = "x".repeat(20_000_000);
    const answer = await ask(port, target, { method: "POST", body, headers: { host: new URL(target).host } });
    expect(answer.status).toBe(status);
  });
});

describe("headers", () => {
  it("and queries that log in to GitLab, AWS and Google as somebody else do not pass a route", async () => {
    const secure = await upstream();
    const { port } = await egress({
      allow: [{ address: "127.0.0.1", port: secure.port }],
      names: { "api.example.com": ["127.0.0.1"] },
      keys: { a: key },
      routes: {
        a: {
          base: `https://api.example.com:${secure.port}`,
          header: "x-api-key",
          credential: "a",
          paths: ["/"],
        },
      },
    });
    const names = ["private-token", "job-token", "deploy-token", "x-amz-security-token"];
    const headers = Object.fromEntries(names.map((name) => [name, "own"]));
    await ask(port, "/a/x?oauth_token=own&x=1&private_token=own&X-Api-Key=own", { headers });
    expect(secure.seen.at(-1)?.url).toBe("/x?x=1");
    expect(JSON.stringify(secure.seen.at(-1))).not.toContain("own");
  });

  it.each([
    "X-HTTP-Method-Override",
    "X-HTTP-Method",
    "X-Method-Override",
    "X-Original-URL",
    "X-Rewrite-URL",
  ])("that make another request of it do not pass a route (%s)", async (header) => {
    const secure = await upstream();
    const { port } = await egress({
      allow: [{ address: "127.0.0.1", port: secure.port }],
      names: { "api.example.com": ["127.0.0.1"] },
      keys: { a: key },
      routes: {
        a: {
          base: `https://api.example.com:${secure.port}`,
          header: "x-api-key",
          credential: "a",
          paths: ["/"],
        },
      },
    });
    expect(await ask(port, "/a/x", { headers: { [header]: "DELETE" } })).toMatchObject({ status: 200 });
    expect(secure.seen.at(-1)?.headers).not.toContain("DELETE");
  });
});

describe("addresses", () => {
  it("are tried until one answers", async () => {
    const { port } = await egress({
      allow: [
        { host: "api.example.com", port: server.port },
        { address: "127.0.0.0/8", port: server.port },
      ],
      names: { "api.example.com": ["127.9.9.9", "127.0.0.1"] },
    });
    const host = `api.example.com:${server.port}`;
    expect(await ask(port, `http://${host}/`, { headers: { host } })).toMatchObject({ status: 200 });
    const socket = connect(port, "127.0.0.1");
    socket.write(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    const [said] = await once(socket, "data");
    socket.destroy();
    expect(String(said)).toMatch(/^HTTP\/1\.1 200/);
  });

  it.each(Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)))(
    "of the host itself are known: %s",
    async (address) => expect(await isOwn(address)).toBe(true),
  );

  it.each(["1.1.1.1", "2606:4700:4700::1111"])("of others are none of the host's: %s", async (address) =>
    expect(await isOwn(address)).toBe(false),
  );

  it("of the host itself are no place for a name, public as they may be", async () => {
    const config = parseConfig(
      JSON.stringify({ option: "m3ta.pi-agent", allow: [{ host: "api.example.com", port: 443 }] }),
    );
    const target = { host: "api.example.com", port: 443, isAddress: false };
    const asOwn = (own: boolean) =>
      decisions(
        config,
        async () => ["1.1.1.1"],
        async () => own,
      ).addressesOf(target);
    expect(await asOwn(false)).toEqual(["1.1.1.1"]);
    await expect(asOwn(true)).rejects.toThrow("api.example.com leads to 1.1.1.1, which is not of the public");
  });

  it.each([
    ["64:ff9b::101:101", true],
    ["64:ff9b::8.8.8.8", true],
    ["64:ff9b::a00:1", false],
    ["64:ff9b::7f00:1", false],
    ["64:ff9b::1", false],
    ["64:ff9b::", false],
    ["64:ff9b::1:101:101", false],
    ["64:ff9b:1::101:101", false],
    ["::ffff:1.1.1.1", false],
    ["::1.1.1.1", false],
    ["2002:101:101::1", false],
    ["168.63.129.16", false],
    ["168.63.129.17", true],
  ])("behind NAT64 are what they stand for: %s is public: %s", (address, expected) =>
    expect(isPublic(address)).toBe(expected),
  );
});

describe("a hello", () => {
  it("may be followed by early data, which goes on with it", async () => {
    const got: Buffer[] = [];
    const tcp = createTcp((socket) => socket.on("error", () => {}).on("data", (chunk) => got.push(chunk)));
    const { port } = await proxy(await listening(tcp));
    const host = `api.example.com:${(tcp.address() as AddressInfo).port}`;
    const hello = await helloFor("api.example.com");
    const early = Buffer.from([23, 3, 3, 0, 3, 1, 2, 3]);
    const head = Buffer.from(`CONNECT ${host} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    await raw(port, Buffer.concat([head, hello, early]));
    expect(Buffer.concat(got)).toEqual(Buffer.concat([hello, early]));
  });
});

/** What Node's own client says first. */
async function helloFor(servername: string): Promise<Buffer> {
  const tcp = createTcp();
  const port = await listening(tcp);
  const [[socket]] = await Promise.all([
    once(tcp, "connection"),
    Promise.resolve(connectTls({ port, host: "127.0.0.1", servername }).on("error", () => {})),
  ]);
  const [hello] = await once(socket, "data");
  socket.destroy();
  return hello;
}

describe("a route to an address", () => {
  it("has a certificate for that address, and no name in TLS", async () => {
    const secure = await upstream();
    const { port } = await egress({
      allow: [{ address: "127.0.0.1", port: secure.port }],
      keys: { a: key },
      routes: {
        a: { base: `https://127.0.0.1:${secure.port}`, header: "x-api-key", credential: "a", paths: ["/"] },
      },
    });
    expect(await ask(port, "/a/x")).toMatchObject({ status: 200 });
    expect(secure.hellos).toEqual(["false"]);
  });
});
