import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { ask } from "./client.js";
import { egress, upstream } from "./lab.js";

/** Requests with a key that the session never has. */

const key = "sk-canary-0123456789";
let server: Awaited<ReturnType<typeof upstream>>;
beforeAll(async () => {
  server = await upstream((request, response) => {
    const [, name = ""] = /^\/base\/v1\/reply\/(.*)$/.exec(request.url ?? "") ?? [];
    const reply = replies[name];
    if (reply === undefined) response.end(`asked ${request.url}`);
    else reply(response);
  });
});

type Reply = (response: import("node:http").ServerResponse) => void;
const replies: Readonly<Record<string, Reply>> = {
  "redirect-away": (response) => response.writeHead(302, { location: "https://evil.example/" }).end(),
  "redirect-cleartext": (response) =>
    response.writeHead(302, { location: `http://api.example.com:${server.port}/base/v1/x` }).end(),
  "redirect-elsewhere-there": (response) => response.writeHead(302, { location: "/admin" }).end(),
  "redirect-within": (response) => response.writeHead(307, { location: "/base/v1/other?a=b" }).end(),
  "echo-header": (response) => response.writeHead(200, { "x-echo": `Bearer ${key}` }).end(),
  "echo-body": (response) => response.end(`you said Bearer ${key} to me`),
  "echo-in-parts": (response) => {
    response.write(`before ${key.slice(0, 9)}`);
    setTimeout(() => response.end(`${key.slice(9)} after`), 20);
  },
  "almost-echo": (response) => {
    response.write(`before ${key.slice(0, 9)}`);
    setTimeout(() => response.end("not after all"), 20);
  },
  packed: (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(key)),
  events: (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write("data: one\n\n");
    setTimeout(() => response.end("data: two\n\n"), 30);
  },
};

const proxy = (keys: Readonly<Record<string, string>> = { provider: key }, route: object = {}) =>
  egress({
    allow: [{ address: "127.0.0.1", port: server.port }],
    names: { "api.example.com": ["127.0.0.1"] },
    keys,
    routes: {
      provider: {
        base: `https://api.example.com:${server.port}/base`,
        header: "Authorization",
        prefix: "Bearer ",
        credential: "provider",
        paths: ["/v1/messages", "/v1/reply"],
        ...route,
      },
    },
  });

const received = (name: string): readonly string[] => {
  const { headers } = server.seen.at(-1) ?? { headers: [] };
  return headers.flatMap((header, index) =>
    index % 2 === 0 && header.toLowerCase() === name ? [headers[index + 1] ?? ""] : [],
  );
};

describe("a route", () => {
  it.each([
    ["/provider/messages", "asked /base/v1/messages"],
    // Clients of Anthropic's API, to whom the URL is one without a version.
    ["/provider/v1/messages", "asked /base/v1/messages"],
  ])("with a version at its end is asked by either kind of client: %s", async (path, body) => {
    const { port } = await proxy(undefined, {
      base: `https://api.example.com:${server.port}/base/v1`,
      paths: ["/messages"],
    });
    expect(await ask(port, path)).toMatchObject({ status: 200, body });
  });

  it.each(["/provider/v1/v1/messages", "/provider/v2/messages", "/provider/v1", "/provider/v1/admin"])(
    "with a version at its end has one, and no other: %s",
    async (path) => {
      const { port } = await proxy(undefined, {
        base: `https://api.example.com:${server.port}/base/v1`,
        paths: ["/messages"],
      });
      expect((await ask(port, path)).status).toBe(403);
    },
  );

  it("has the key put in, and what the caller brings for one taken out", async () => {
    const { port, entries } = await proxy();
    const answer = await ask(port, "/provider/v1/messages?beta=true&key=own&API_KEY=own&x=1", {
      method: "POST",
      body: "prompt",
      headers: {
        authorization: "Bearer own",
        "x-api-key": "own",
        "x-goog-api-key": "own",
        "api-key": "own",
        cookie: "own",
        "x-forwarded-for": "own",
        "anthropic-version": "2023-06-01",
        "accept-encoding": "gzip",
      },
    });
    expect(answer).toMatchObject({ status: 200, body: "asked /base/v1/messages?beta=true&x=1" });
    expect(server.seen.at(-1)?.body).toBe("prompt");
    expect(received("authorization")).toEqual([`Bearer ${key}`]);
    expect(received("anthropic-version")).toEqual(["2023-06-01"]);
    expect(received("host")).toEqual([`api.example.com:${server.port}`]);
    expect(JSON.stringify(server.seen.at(-1))).not.toContain('"own"');
    expect(JSON.stringify(entries)).not.toContain(key);
    expect(entries.map(({ decision }) => decision)).toEqual(["allowed", "ended"]);
  });

  it("takes another header for its key, and no other besides", async () => {
    const { port } = await proxy({ provider: key }, { header: "X-Api-Key", prefix: "" });
    await ask(port, "/provider/v1/messages", {
      headers: { "X-API-KEY": "own", authorization: "Bearer own" },
    });
    expect([received("x-api-key"), received("authorization")]).toEqual([[key], []]);
  });

  it.each([
    ["another route", "/other/v1/messages", 403, "there is no other in m3ta.pi-agent.credentials"],
    ["a name of every object", "/constructor/v1/messages", 403, "there is no constructor"],
    ["another path", "/provider/v1/files", 403, "/v1/files is not below the paths"],
    ["a path that begins alike", "/provider/v1/messagesx", 403, "is not below the paths"],
    ["the route alone", "/provider", 403, "/ is not below the paths"],
    ["dot segments", "/provider/v1/messages/../files", 400, "empty or dot segments"],
    ["encoded dots", "/provider/v1/messages/%2e%2e/files", 400, "encoded without need"],
    ["encoded slashes", "/provider/v1/messages%2f..%2ffiles", 400, "encoded without need"],
    ["encoding twice", "/provider/v1/messages/%252e%252e/files", 400, "encoded without need"],
    ["empty segments", "/provider//v1/messages", 400, "empty or dot segments"],
    ["a backslash", "/provider/v1/messages\\..\\files", 400, "characters that a path has not"],
  ])("is refused for %s", async (_, path, status, words) => {
    const { port } = await proxy();
    const before = server.seen.length;
    const answer = await ask(port, path);
    expect(answer.status).toBe(status);
    expect(answer.body).toContain(words);
    expect(server.seen.length).toBe(before);
  });

  it("is refused for another method", async () => {
    const { port } = await proxy();
    expect(await ask(port, "/provider/v1/messages", { method: "DELETE" })).toMatchObject({ status: 403 });
  });

  it("without its key answers at once, and has no other", async () => {
    const { port } = await proxy({});
    const before = server.seen.length;
    const answer = await ask(port, "/provider/v1/messages", { headers: { authorization: "Bearer own" } });
    expect(answer).toMatchObject({
      status: 503,
      body: "the key of m3ta.pi-agent.credentials.provider is not there; the owner of this host has to mend its file\n",
    });
    expect(server.seen.length).toBe(before);
  });

  it.each([
    ["redirect-away", "leads to another place"],
    ["redirect-cleartext", "leads to another place"],
    ["redirect-elsewhere-there", "leads to another place"],
    ["echo-header", "has sent the key back"],
    ["packed", "has packed its answer"],
  ])("answers 502 for an upstream's %s", async (name, words) => {
    const { port } = await proxy();
    const answer = await ask(port, `/provider/v1/reply/${name}`);
    expect(answer.status).toBe(502);
    expect(answer.body).toContain(words);
    expect(JSON.stringify(answer)).not.toContain(key);
  });

  it("leads a redirect within itself back through the proxy", async () => {
    const { port } = await proxy();
    expect((await ask(port, "/provider/v1/reply/redirect-within")).headers.location).toBe(
      "/provider/v1/other?a=b",
    );
  });

  it.each(["echo-body", "echo-in-parts"])("breaks off where the key would come (%s)", async (name) => {
    const { port, entries } = await proxy();
    const said = await ask(port, `/provider/v1/reply/${name}`).then(
      ({ body }) => body,
      (error: Error) => error.message,
    );
    expect(said).not.toContain(key);
    expect(said).not.toContain(key.slice(0, 9));
    expect(entries.at(-1)).toMatchObject({ decision: "refused", why: "the upstream has sent the key back" });
  });

  it("passes on what only begins like it", async () => {
    const { port } = await proxy();
    expect((await ask(port, "/provider/v1/reply/almost-echo")).body).toBe(
      `before ${key.slice(0, 9)}not after all`,
    );
  });

  it("passes events on as they come", async () => {
    const { port } = await proxy();
    expect((await ask(port, "/provider/v1/reply/events")).body).toBe("data: one\n\ndata: two\n\n");
  });

  it("trusts no certificate for another name, and nobody else's authority", async () => {
    const elsewhere = await egress({
      allow: [{ address: "127.0.0.1", port: server.port }],
      names: { "unlisted.example.net": ["127.0.0.1"] },
      keys: { provider: key },
      routes: {
        provider: {
          base: `https://unlisted.example.net:${server.port}`,
          header: "authorization",
          prefix: "",
          credential: "provider",
          paths: ["/"],
        },
      },
    });
    const answer = await ask(elsewhere.port, "/provider/v1/messages");
    expect(answer).toMatchObject({ status: 502 });
    expect(answer.body).toContain("does not match certificate");
    expect(answer.body).not.toContain(key);
  });

  it("leads to no address within the host's networks", async () => {
    const rebound = await egress({
      names: { "api.example.com": ["169.254.169.254"] },
      keys: { provider: key },
      routes: {
        provider: {
          base: "https://api.example.com",
          header: "authorization",
          prefix: "",
          credential: "provider",
          paths: ["/"],
        },
      },
    });
    expect(await ask(rebound.port, "/provider/v1/messages")).toMatchObject({ status: 403 });
  });
});
