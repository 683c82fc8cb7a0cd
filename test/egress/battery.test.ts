import { type AddressInfo, connect } from "node:net";
import { createServer as createTls } from "node:tls";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { isPublic } from "../../templates/egress/address.mjs";
import { ask, tunnel } from "./client.js";
import { certificates, egress, listening, raw, upstream } from "./lab.js";

/**
 * What others' proxies are tried by, in our own words, where no other file here has it: gh-aw-firewall's pivots by trusted
 * neighbours, gondolin's hooks of HTTP and its DNS, sandbox-runtime's answers that are no HTTP and bodies that come late.
 * docs/egress.md says which case is where.
 */

const key = "sk-canary-0123456789";
let server: Awaited<ReturnType<typeof upstream>>;
beforeAll(async () => {
  server = await upstream((request, response) => response.end(`asked ${request.url}`));
});

/** A route by which `port` is asked with the key; nothing else is listed, but that its name may lead to this machine. */
const routed = (port: number, methods: readonly string[] = ["GET", "POST"]) =>
  egress({
    allow: [{ address: "127.0.0.1", port }],
    names: { "api.example.com": ["127.0.0.1"], "other.example.com": ["127.0.0.1"] },
    keys: { provider: key },
    routes: {
      provider: {
        base: `https://api.example.com:${port}`,
        header: "authorization",
        prefix: "Bearer ",
        credential: "provider",
        paths: ["/v1"],
        methods,
      },
    },
  });

describe("a neighbour that is trusted with the outside is no way there", () => {
  it("answers for its own service", async () => {
    const { port } = await routed(server.port);
    expect(await ask(port, "/provider/v1/x")).toMatchObject({ status: 200, body: "asked /v1/x" });
  });

  it("opens its host to nobody who goes there without it", async () => {
    const { port, asked } = await routed(server.port);
    expect(await tunnel(port, `api.example.com:${server.port}`, "api.example.com")).toMatch(
      /^403 api\.example\.com:\d+ is not in m3ta\.pi-agent\.network\.allow/,
    );
    expect(asked).toEqual([]);
  });

  it.each([
    ["a whole address in place of a path", "http://other.example.com:PORT/v1/x", 403],
    ["a whole address behind the route", "/provider/http://other.example.com:PORT/v1/x", 400],
    ["another host by the path", "/provider/v1//other.example.com:PORT/x", 400],
    ["another host by user information", "/provider@other.example.com:PORT/v1/x", 403],
    ["the route at another host", "http://other.example.com:PORT/provider/v1/x", 403],
  ])("is not led elsewhere by %s", async (_, target, status) => {
    const { port } = await routed(server.port);
    const before = server.seen.length;
    const written = target.replace("PORT", String(server.port));
    const [, host = "x"] = /^http:\/\/([^/]+)/.exec(written) ?? [];
    expect((await ask(port, written, { headers: { host } })).status).toBe(status);
    expect(server.seen.length).toBe(before);
  });

  it("is not led elsewhere by headers", async () => {
    const { port } = await routed(server.port);
    const headers = Object.fromEntries(
      ["x-forwarded-host", "forwarded", "x-original-url", "x-rewrite-url", "x-http-method-override"].map(
        (name) => [name, "other.example.com"],
      ),
    );
    expect(
      await ask(port, "/provider/v1/x", { headers: { ...headers, host: "other.example.com" } }),
    ).toMatchObject({
      status: 200,
    });
    expect(JSON.stringify(server.seen.at(-1))).not.toContain("other.example.com");
    expect(server.hellos.at(-1)).toBe("api.example.com");
  });

  it("does not answer on behalf of itself: the proxy is no place to go to", async () => {
    const { port } = await routed(server.port);
    expect(
      await ask(port, `http://127.0.0.1:${port}/provider/v1/x`, { headers: { host: `127.0.0.1:${port}` } }),
    ).toMatchObject({ status: 403 });
    expect(await tunnel(port, `127.0.0.1:${port}`, undefined)).toMatch(/^403 /);
  });
});

describe("IPv6", () => {
  const local = async () => {
    const six = createTls({ cert: certificates.cert, key: certificates.key }, (socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nby six");
    });
    await new Promise<void>((resolve) => six.listen(0, "::1", resolve));
    return six;
  };

  it("is reached where it is listed, and by no literal that is not", async () => {
    const six = await local();
    const { port: at } = six.address() as AddressInfo;
    const { port } = await egress({
      allow: [
        { address: "::1", port: at },
        { host: "api.example.com", port: 443 },
      ],
    });
    expect(await tunnel(port, `[::1]:${at}`, undefined)).toContain("by six");
    for (const literal of ["::2", "2606:4700:4700::1111", "fe80::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1"])
      expect(await tunnel(port, `[${literal}]:${at}`, undefined)).toMatch(/^403 \[.*is not in m3ta/);
    six.close();
  });
});

describe("what a resolver says", () => {
  it.each(["zzzz::1", "1.1.1", "", "1.1.1.1 ", "fe80::1%lo", "::ffff:8.8.8.8%lo", "localhost"])(
    "is no public address where it is none: %j",
    async (address) => {
      expect(isPublic(address)).toBe(false);
      const { port } = await egress({
        allow: [{ host: "api.example.com", port: 443 }],
        names: { "api.example.com": [address] },
      });
      expect(await tunnel(port, "api.example.com:443", "api.example.com")).toMatch(
        /^403 api\.example\.com leads to .*, which is not of the public Internet/,
      );
    },
  );

  it("is not asked for where nothing is listed, whatever there are keys for", async () => {
    const { port, asked } = await egress({ keys: { provider: key } });
    for (const name of ["api.example.com", "localhost", "a.example", "x.api.example.com"])
      expect(await tunnel(port, `${name}:443`, name)).toMatch(/^403 /);
    expect(asked).toEqual([]);
  });
});

describe("a name in TLS", () => {
  it.each(["api.example.com.", "API.EXAMPLE.COM.", "x.api.example.com", "xapi.example.com"])(
    "is CONNECT's to the letter, or the tunnel closes: %j",
    async (servername) => {
      const { port } = await egress({
        allow: [
          { host: "api.example.com", port: server.port },
          { address: "127.0.0.1", port: server.port },
        ],
        names: { "api.example.com": ["127.0.0.1"] },
      });
      const before = server.hellos.length;
      expect(await tunnel(port, `api.example.com:${server.port}`, servername)).toMatch(/^closed: /);
      expect(server.hellos.length).toBe(before);
    },
  );
});

/** An upstream of TLS that answers each request with octets of its own, and what became of its connections. */
async function saying(octets: string | Buffer) {
  const gone: boolean[] = [];
  const heads: string[] = [];
  const tls = createTls({ cert: certificates.cert, key: certificates.key }, (socket) => {
    socket.on("error", () => {});
    socket.on("close", () => gone.push(true));
    socket.on("data", (bytes) => {
      heads.push(bytes.toString("latin1"));
      socket.write(octets);
    });
  });
  return { port: await listening(tls), gone, heads };
}

describe("an answer that is no HTTP", () => {
  it.each([
    ["a status below all", "HTTP/1.1 099 x\r\nX-Up: 1\r\nContent-Length: 4\r\n\r\nleak"],
    ["the status 000", "HTTP/1.1 000 x\r\nX-Up: 1\r\nContent-Length: 4\r\n\r\nleak"],
    ["a status of four digits", "HTTP/1.1 2000 x\r\nX-Up: 1\r\nContent-Length: 4\r\n\r\nleak"],
    [
      "a control character in a value",
      "HTTP/1.1 200 OK\r\nX-Up: 1\r\nX-Bad: a\x01b\r\nContent-Length: 4\r\n\r\nleak",
    ],
    ["a name that is none", "HTTP/1.1 200 OK\r\nX-Up: 1\r\nX(Bad): 1\r\nContent-Length: 4\r\n\r\nleak"],
    ["two lengths", "HTTP/1.1 200 OK\r\nX-Up: 1\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nleak"],
    [
      "a length and chunks",
      "HTTP/1.1 200 OK\r\nX-Up: 1\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nleak\r\n0\r\n\r\n",
    ],
    ["another protocol", "HTTP/1.1 101 Go\r\nX-Up: 1\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nleak"],
    ["no HTTP at all", "SSH-2.0-OpenSSH_9.9\r\nleak\r\n"],
  ])("is 502, with nothing of it, and its connection ends: %s", async (_, octets) => {
    const odd = await saying(octets);
    const { port, entries } = await routed(odd.port);
    const said = await raw(port, "GET /provider/v1/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(said).toMatch(/^HTTP\/1\.1 502 /);
    expect(said).not.toMatch(/x-up|leak/i);
    await vi.waitFor(() => expect(odd.gone).toEqual([true]));
    expect(entries.at(-1)).toMatchObject({ decision: "failed", status: 502 });
  });

  it("leaves what is one alone", async () => {
    const plain = await saying("HTTP/1.1 299 Own\r\nX-Up: 1\r\nContent-Length: 4\r\n\r\nkept");
    const { port } = await routed(plain.port);
    expect(await ask(port, "/provider/v1/x")).toMatchObject({
      status: 299,
      headers: { "x-up": "1" },
      body: "kept",
    });
  });
});

describe("a key that an upstream sends back", () => {
  it.each([
    ["in the words of the status", `HTTP/1.1 200 ${key}\r\nContent-Length: 0\r\n\r\n`],
    [
      "in a trailer",
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Echo\r\n\r\n2\r\nok\r\n0\r\nX-Echo: ${key}\r\n\r\n`,
    ],
    [
      "in an early hint",
      `HTTP/1.1 103 Early Hints\r\nLink: <${key}>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok`,
    ],
    ["in the name of a header", `HTTP/1.1 200 OK\r\n${key}: 1\r\nContent-Length: 2\r\n\r\nok`],
    [
      "in an extension of a chunk",
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;a=${key}\r\nok\r\n0\r\n\r\n`,
    ],
    ["in a cookie", `HTTP/1.1 200 OK\r\nSet-Cookie: a=${key}\r\nContent-Length: 2\r\n\r\nok`],
    [
      "in a header of the connection",
      `HTTP/1.1 200 OK\r\nConnection: ${key}, x-own\r\nX-Own: ${key}\r\nContent-Length: 2\r\n\r\nok`,
    ],
  ])("does not come through %s", async (_, octets) => {
    const odd = await saying(octets);
    const { port } = await routed(odd.port);
    const said = await raw(port, "GET /provider/v1/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    expect(odd.heads.join("")).toContain(`Bearer ${key}`);
    expect(said).toMatch(/^HTTP\/1\.1 (200|502) /);
    expect(said).not.toContain(key);
  });

  it.each([
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked",
    "Content-Encoding: br\r\nTransfer-Encoding: chunked",
  ])("does not come packed: %s", async (coding) => {
    const odd = await saying(`HTTP/1.1 200 OK\r\n${coding}\r\n\r\n7\r\nrubbish\r\n0\r\n\r\n`);
    const { port } = await routed(odd.port);
    const answer = await ask(port, "/provider/v1/x");
    expect(answer).toMatchObject({ status: 502 });
    expect(answer.body).toMatch(/has packed its answer, which was not asked for\n$/);
  });

  it("does not come in two parts of which each is none", async () => {
    const text = `before ${key} after`;
    const cut = await upstream((request, response) => {
      const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
      response
        .writeHead(from === undefined ? 200 : 206)
        .end(text.slice(Number(from ?? 0), Number(to ?? text.length) + 1));
    });
    const { port } = await routed(cut.port);
    const parts = [];
    for (const range of ["bytes=0-15", "bytes=16-40"])
      parts.push(
        await ask(port, "/provider/v1/x", { headers: { range, "if-range": "x" } }).then(
          ({ body }) => body,
          () => "",
        ),
      );
    expect(parts.join("")).not.toContain(key);
  });
});

describe("a redirect", () => {
  it("is the client's to follow, and decided on again", async () => {
    const leading = await upstream(
      (_, response) => response.writeHead(302, { location: "http://other.example.com/x" }).end(),
      { isTls: false },
    );
    const { port, asked } = await egress({
      allow: [
        { host: "api.example.com", port: leading.port },
        { address: "127.0.0.1", port: leading.port },
      ],
      names: { "api.example.com": ["127.0.0.1"], "other.example.com": ["127.0.0.1"] },
    });
    const host = `api.example.com:${leading.port}`;
    const { status, headers } = await ask(port, `http://${host}/`, {
      headers: { host, authorization: "own" },
    });
    expect([status, headers.location, leading.seen.length]).toEqual([302, "http://other.example.com/x", 1]);
    expect(await ask(port, headers.location ?? "", { headers: { host: "other.example.com" } })).toMatchObject(
      {
        status: 403,
      },
    );
    expect(asked).toEqual(["api.example.com"]);
  });
});

describe("a method", () => {
  it.each(["TRACE", "PUT", "OPTIONS", "PROPFIND"])("that a route has not is refused: %s", async (method) => {
    const { port } = await routed(server.port);
    const before = server.seen.length;
    expect(await ask(port, "/provider/v1/x", { method })).toMatchObject({
      status: 403,
      body: `${method} is not among the methods of m3ta.pi-agent.credentials.provider\n`,
    });
    expect(server.seen.length).toBe(before);
  });

  it("that it has passes", async () => {
    const { port } = await routed(server.port, ["PUT"]);
    expect(await ask(port, "/provider/v1/x", { method: "PUT" })).toMatchObject({ status: 200 });
  });
});

describe("a body", () => {
  it("that drips on after the refusal does not keep it from being read", async () => {
    const { port } = await routed(server.port);
    const said = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      let text = "";
      socket.on("data", (bytes) => {
        text += bytes.toString();
      });
      socket.on("error", () => {});
      socket.on("close", () => resolve(text));
      socket.write("POST /provider/other HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n");
      let left = 20;
      const timer = setInterval(() => {
        if (socket.destroyed || left-- === 0) return clearInterval(timer);
        socket.write("b".repeat(10_000));
      }, 5);
    });
    expect(said).toMatch(/^HTTP\/1\.1 403 .*is not below the paths of/s);
    expect(await ask(port, "/provider/v1/x")).toMatchObject({ status: 200 });
  });

  it("of no answer that has none comes through", async () => {
    for (const [method, status] of [
      ["HEAD", 200],
      ["GET", 204],
      ["GET", 304],
    ] as const) {
      const bodied = await saying(
        `HTTP/1.1 ${status} x\r\nContent-Length: 4\r\n\r\nleakHTTP/1.1 200 OK\r\n\r\n`,
      );
      const { port } = await routed(bodied.port, ["GET", "HEAD"]);
      const said = await raw(
        port,
        `${method} /provider/v1/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      );
      expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(said).not.toContain("leak");
    }
  });

  it("that waits to be asked for is taken where the request passes", async () => {
    const { port } = await routed(server.port);
    const head =
      "POST /provider/v1/x HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n";
    expect(await raw(port, `${head}body`)).toMatch(/^HTTP\/1\.1 100 .*HTTP\/1\.1 200 /s);
    expect(server.seen.at(-1)?.body).toBe("body");
  });
});

describe("a head", () => {
  it("without an end is refused before it fills the memory", async () => {
    const { port } = await routed(server.port);
    const before = server.seen.length;
    const said = await raw(port, `GET /provider/v1/x HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(80_000)}`);
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(server.seen.length).toBe(before);
  });
});

describe("what is no request", () => {
  it.each([
    ["SOCKS 5", Buffer.from([5, 1, 0])],
    ["SOCKS 4", Buffer.from([4, 1, 1, 187, 127, 0, 0, 1, 0])],
    ["a record of TLS", Buffer.from([22, 3, 1, 0, 5, 1, 0, 0, 1, 0])],
    ["one octet", Buffer.from([0])],
  ])("is answered by 400 at most, and leads nowhere: %s", async (_, octets) => {
    const { port, asked } = await routed(server.port);
    const before = server.seen.length;
    expect(await raw(port, Buffer.concat([octets, Buffer.from("\r\n\r\n")]))).toMatch(/^(HTTP\/1\.1 400 |$)/);
    expect({ asked, seen: server.seen.length }).toEqual({ asked: [], seen: before });
  });

  const post = "POST /provider/v1/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
  it.each([
    ["two framings", `${post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n`],
    ["two lengths", `${post}Content-Length: 4\r\nContent-Length: 5\r\n\r\nAAAA`],
    ["a folded coding", `${post}Transfer-Encoding: chunked\r\n abc\r\n\r\n0\r\n\r\n`],
    [
      "a carriage return for the end of a line",
      `${post.replace("\r\nHost", "\rHost")}Content-Length: 4\r\n\r\nAAAA`,
    ],
  ])("does not reach a route: %s", async (_, text) => {
    const { port } = await routed(server.port);
    const before = server.seen.length;
    expect(await raw(port, text)).toMatch(/^HTTP\/1\.1 400 /);
    expect(server.seen.length).toBe(before);
    expect(await raw(port, `${post}Content-Length: 4\r\n\r\nAAAA`)).toMatch(/^HTTP\/1\.1 200 /); // the control
  });
});

describe("a star", () => {
  const stars = () => egress({ allow: [{ host: "*.example.com", port: server.port }] });
  it.each([
    "192.168.1.1",
    "127.0.0.1",
    "127.1",
    "2130706433",
    "2852039166",
    "[::1]",
    "[fe80::1]",
    "[::ffff:127.0.0.1%25x.example.com]",
    "127.0.0.1%00.example.com",
    "evil.com%0d%0a.example.com",
    `${"a".repeat(256)}.example.com`,
    "example.com",
    "evilexample.com",
    "example.com.evil.com",
  ])("covers no such thing: %s", async (host) => {
    const { port, asked } = await stars();
    expect(await tunnel(port, `${host}:${server.port}`, undefined)).toMatch(/^40[03] /);
    expect(asked).toEqual([]);
  });
  it.each(["api.example.com", "a.b.example.com", "API.EXAMPLE.com"])(
    "covers what is below it: %s",
    async (host) => {
      const { port, asked } = await stars();
      await tunnel(port, `${host}:${server.port}`, undefined);
      expect(asked).toEqual([host.toLowerCase()]);
    },
  );
});
