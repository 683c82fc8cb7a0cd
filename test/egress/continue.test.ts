import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTls } from "node:https";
import { type AddressInfo, connect, createServer as createTcp } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { size } from "../support/long.js";
import { certificates, egress, listening, raw } from "./lab.js";

/** What is said and read before a request is decided on, and what becomes of those behind it on the same connection. */

const key = "sk-canary-0123456789";
const seen: string[] = [];
let plainPort = 0;
let tlsPort = 0;

const remember = (request: IncomingMessage, response: ServerResponse) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    seen.push(`${request.method} ${request.url} ${Buffer.concat(parts)}`);
    response.end("upstream");
  });
};

beforeAll(async () => {
  plainPort = await listening(createServer(remember));
  tlsPort = await listening(createTls(certificates, remember));
});

const proxy = (ports: readonly number[] = []) =>
  egress({
    allow: [plainPort, tlsPort, ...ports].flatMap((port) => [
      { host: "api.example.com", port },
      { address: "127.0.0.1", port },
    ]),
    names: { "api.example.com": ["127.0.0.1"], "git.example.com": ["127.0.0.1"] },
    keys: { a: key },
    routes: Object.fromEntries(
      [["a", "a"] as const, ["keyless", "none"] as const].map(([name, credential]) => [
        name,
        {
          base: `https://api.example.com:${tlsPort}/base`,
          header: "x-api-key",
          credential,
          paths: ["/v1/"],
          methods: ["POST", "GET"],
        },
      ]),
    ),
    git: { [`git.example.com:${tlsPort}/a/b`]: { push: false } },
  });

const passing = [
  ["plain HTTP", "POST http://PLAIN/x", "/x"],
  ["a route", "POST /a/v1/x", "/base/v1/x"],
  ["a repository", "POST /git/git.example.com:TLS/a/b.git/git-upload-pack", "/a/b.git/git-upload-pack"],
] as const;
const refused = [
  ["another host", "POST http://evil.example/x", 403],
  ["another port", "POST http://api.example.com:1/x", 403],
  ["a spelling that is none", "POST http://0x7f.1/x", 400],
  ["no route", "POST /b/v1/x", 403],
  ["another path of the route", "POST /a/v2/x", 403],
  ["another method", "DELETE /a/v1/x", 403],
  ["a key that is not there", "POST /keyless/v1/x", 503],
  ["another repository", "POST /git/git.example.com:TLS/a/c.git/git-upload-pack", 403],
  ["a push", "POST /git/git.example.com:TLS/a/b.git/git-receive-pack", 403],
  ["CONNECT to another host", "CONNECT evil.example:443", 403],
] as const;

/** A request that reads `line`, with `Host` as it asks for. */
function written(line: string, headers: readonly string[] = [], body = ""): string {
  const [method = "", target = ""] = line
    .replace("PLAIN", `api.example.com:${plainPort}`)
    .replace("TLS", String(tlsPort))
    .split(" ");
  const [, host = method === "CONNECT" ? target : "x"] = /^http:\/\/([^/]+)/.exec(target) ?? [];
  return [`${method} ${target} HTTP/1.1`, `Host: ${host}`, ...headers, "", body].join("\r\n");
}
const expecting = ["Expect: 100-continue", "Content-Length: 4"];
const statuses = (said: string) =>
  [...said.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

describe("a body that waits to be asked for", () => {
  it.each(passing)("is asked for where the request passes: %s", async (_, line, url) => {
    const { port } = await proxy();
    seen.length = 0;
    const said = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      let text = "";
      socket.on("data", (bytes) => {
        if (text === "") socket.write("body");
        text += bytes;
      });
      socket.on("close", () => resolve(text));
      socket.write(written(line, [...expecting, "Connection: close"]));
    });
    expect(statuses(said)).toEqual([100, 200]);
    expect(seen).toEqual([`POST ${url} body`]);
  });

  it.each(refused)("is not asked for where it is refused: %s", async (_, line, status) => {
    const { port, entries } = await proxy();
    seen.length = 0;
    expect(statuses(await raw(port, written(line, expecting)))).toEqual([status]);
    expect(seen).toEqual([]);
    expect(entries).toMatchObject([{ status }]);
  });

  it.each([
    ["two lengths", ["Content-Length: 5"], 400],
    ["two hosts", ["Host: y"], 400],
    ["another protocol", ["Connection: upgrade", "Upgrade: websocket"], 403],
    ["another expectation beside it", ["Expect: x"], 417],
    ["the same twice", ["Expect: 100-continue"], 417],
  ])("is not asked for with %s", async (_, headers, status) => {
    const { port, entries } = await proxy();
    seen.length = 0;
    const said = await raw(port, written("POST /a/v1/x", [...expecting, ...headers]));
    expect(statuses(said)).toEqual([status]);
    expect(seen).toEqual([]);
    expect(entries).toMatchObject([{ decision: "refused", status }]);
  });

  it.each(["x", "100-continued", "100-continue, x", ""])(
    "is the only thing to expect, and the log has what is refused: %j",
    async (expected) => {
      const { port, entries } = await proxy();
      const said = await raw(port, written("POST /a/v1/x", [`Expect: ${expected}`, "Content-Length: 4"]));
      expect(said).toMatch(/^HTTP\/1\.1 417 .*a request expects nothing but 100-continue\n/s);
      expect(entries).toMatchObject([{ decision: "refused", status: 417 }]);
    },
  );

  it("is not asked for before there is somebody to have it", async () => {
    const { port } = await proxy([9]);
    expect(statuses(await raw(port, written("POST http://api.example.com:9/x", expecting)))).toEqual([502]);
  });

  it("is not asked for by the tunnel itself", async () => {
    const { port } = await proxy();
    const said = await raw(port, written(`CONNECT api.example.com:TLS`, expecting), 300);
    expect(statuses(said)).toEqual([200]);
  });

  it("is left with the client where the upstream does not want it, and what follows is no request", async () => {
    const strict = createServer(remember);
    strict.on("checkContinue", (_: IncomingMessage, response: ServerResponse) =>
      response.writeHead(413).end("too much"),
    );
    const { port } = await proxy([await listening(strict)]);
    seen.length = 0;
    const { port: at } = strict.address() as AddressInfo;
    const said = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1").on("error", () => {});
      let text = "";
      socket.on("data", (bytes) => {
        text += bytes;
        // As its body and as the next request.
        socket.write(`body${written("POST http://PLAIN/x", ["Content-Length: 0"])}`);
        socket.write(written("POST http://PLAIN/x", ["Content-Length: 0"]));
      });
      socket.on("close", () => resolve(text));
      socket.write(written(`POST http://api.example.com:${at}/x`, expecting));
    });
    expect(statuses(said)).toEqual([413]);
    expect(said).toContain("too much");
    expect(seen).toEqual([]);
  });

  it("is asked for once, and only of a client that said that it waits", async () => {
    const eager = createTcp((socket) => {
      socket.on("error", () => {});
      socket.once("data", () =>
        socket.end(
          `${"HTTP/1.1 100 Continue\r\n\r\n".repeat(3)}HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n`,
        ),
      );
    });
    const at = await listening(eager);
    const { port } = await proxy([at]);
    const line = `POST http://api.example.com:${at}/x`;
    const close = ["Connection: close"];
    expect(statuses(await raw(port, written(line, [...expecting, ...close], "body")))).toEqual([100, 200]);
    expect(statuses(await raw(port, written(line, ["Content-Length: 4", ...close], "body")))).toEqual([200]);
  });

  it("would be asked for at once by a server that leaves it to Node", async () => {
    const port = await listening(createServer((_, response) => response.writeHead(403).end()));
    expect(statuses(await raw(port, written("POST /x", expecting), 300))).toEqual([100, 403]);
  });
});

describe("an upstream's word before its answer", () => {
  it.each(["102 Processing", "103 Early Hints", "110 Own"])("is not the client's: %s", async (status) => {
    const hasty = createTcp((socket) => {
      socket.on("error", () => {});
      socket.once("data", () =>
        socket.end(`HTTP/1.1 ${status}\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n`),
      );
    });
    const at = await listening(hasty);
    const { port } = await proxy([at]);
    const said = await raw(port, written(`GET http://api.example.com:${at}/x`, ["Connection: close"]));
    expect(statuses(said)).toEqual([200]);
  });
});

describe("headers of one connection", () => {
  it("are not the next one's: TE, Trailer, Upgrade and what Connection names", async () => {
    const heads: string[] = [];
    const listener = createTcp((socket) => {
      socket.on("error", () => {});
      socket.on("data", (bytes) => {
        heads.push(String(bytes));
        if (String(bytes).endsWith("\r\n0\r\n\r\n"))
          socket.end("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
      });
    });
    const at = await listening(listener);
    const { port } = await proxy([at]);
    const own = [
      "TE: trailers",
      "Trailer: X-Late",
      "Connection: te, x-own",
      "X-Own: 1",
      "Transfer-Encoding: chunked",
    ];
    const body = "4\r\nbody\r\n0\r\nX-Late: 1\r\n\r\n";
    const said = await raw(port, written(`POST http://api.example.com:${at}/x`, own, body), 500);
    expect(statuses(said)).toEqual([200]);
    expect(heads.join("")).toContain("4\r\nbody\r\n");
    expect(heads.join("")).not.toMatch(/x-late|x-own|^te:|trailer:/im);
  });
});

describe("requests of one connection", () => {
  it("behind a refused one are not read", async () => {
    const { port, entries } = await proxy();
    seen.length = 0;
    const all = [written("GET /b/v1/x"), written("GET /a/v1/x"), written("GET http://PLAIN/x")];
    expect(statuses(await raw(port, all.join("")))).toEqual([403]);
    expect(seen).toEqual([]);
    expect(entries).toHaveLength(1);
  });

  it("are asked one after the other", async () => {
    let answer = () => {};
    const begun: string[] = [];
    const slow = createServer((request, response) => {
      begun.push(request.url ?? "");
      answer = () => void response.end("upstream");
    });
    const at = await listening(slow);
    const { port } = await proxy([at]);
    const line = (path: string) => `GET http://api.example.com:${at}/${path}`;
    const said = raw(port, written(line("one")) + written(line("two"), ["Connection: close"]), 10_000);
    await vi.waitFor(() => expect(begun).toEqual(["/one"]));
    await sleep(200);
    expect(begun).toEqual(["/one"]);
    answer();
    await vi.waitFor(() => expect(begun).toEqual(["/one", "/two"]));
    answer();
    expect(statuses(await said)).toEqual([200, 200]);
  });

  it("are no more than a hundred and one", async () => {
    const silent = await listening(createTcp((socket) => void socket.on("error", () => {})));
    const { port } = await proxy([silent]);
    const line = written(`GET http://api.example.com:${silent}/x`);
    const ends = (count: number) =>
      new Promise<string>((resolve) => {
        const socket = connect(port, "127.0.0.1").on("error", () => {});
        socket.on("close", () => resolve("closed"));
        socket.write(line.repeat(count));
        setTimeout(() => {
          resolve("open");
          socket.destroy();
        }, 500);
      });
    expect([await ends(101), await ends(102)]).toEqual(["open", "closed"]);
  });

  it.each([
    ["a tunnel", () => written("CONNECT api.example.com:TLS")],
    ["another protocol", () => written("GET /x", ["Connection: upgrade", "Upgrade: x"])],
    ["what is no HTTP", () => "rubbish\r\n\r\n"],
  ])("have no part of their answers from %s behind them", async (_, behind) => {
    let write = (_text: string) => {};
    const slow = createTcp((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegun"));
      write = (text) => void socket.write(text);
    });
    const at = await listening(slow);
    const { port, entries } = await proxy([at]);
    const said = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1").on("error", () => {});
      let text = "";
      socket.on("data", (bytes) => {
        text += bytes;
        if (text.endsWith("begun")) socket.write(behind());
      });
      socket.on("close", () => resolve(text));
      socket.write(written(`GET http://api.example.com:${at}/x`));
    });
    write("late");
    expect(said).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nbegun$/s);
    expect(entries.map(({ decision }) => decision)).toContain("refused");
  });

  // A tunnel behind another request is not answered, see above.
  const refusedHere = refused.filter(([, line]) => !line.startsWith("CONNECT"));
  const one = fc
    .record({ isRefused: fc.boolean(), expects: fc.boolean(), which: fc.nat(), isChunked: fc.boolean() })
    .map(({ isRefused, expects, which, isChunked }) => {
      const table = isRefused ? refusedHere : passing;
      const [, line, outcome] = table[which % table.length] ?? passing[0];
      const [framing, body] = isChunked
        ? ["Transfer-Encoding: chunked", "4\r\nbody\r\n0\r\n\r\n"]
        : ["Content-Length: 4", "body"];
      const headers = expects ? ["Expect: 100-Continue", framing] : [framing];
      return { isRefused, expects, outcome, line, headers, body };
    });
  it("are answered in their order up to the first that is refused, and bodies asked for only where they pass", {
    timeout: 600_000,
  }, async () => {
    const { port } = await proxy();
    // So that the connection ends.
    const last = {
      isRefused: true,
      expects: true,
      outcome: 403,
      line: "POST /b",
      headers: expecting,
      body: "",
    };
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 6 }), async (given) => {
        seen.length = 0;
        const all = [...given, last];
        const passed = given.slice(
          0,
          all.findIndex(({ isRefused }) => isRefused),
        );
        const texts = all.map(({ line, headers, body }) => written(line, headers, body));
        const said = await raw(port, texts.join(""), 5_000);
        expect(seen).toEqual(passed.map(({ outcome }) => `POST ${outcome} body`));
        expect(statuses(said)).toEqual([
          ...passed.flatMap(({ expects }) => (expects ? [100, 200] : [200])),
          all[passed.length]?.outcome,
        ]);
      }),
      { numRuns: size({ part: 60, whole: 2_000 }) },
    );
  });
});
