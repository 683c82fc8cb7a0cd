import { createServer as createPlain, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTls } from "node:https";
import { connect, createServer as createTcp } from "node:net";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { size } from "../support/long.js";
import { bent } from "./bent.js";
import { certificates, egress, listening } from "./lab.js";

/** See fuzz.test.ts. */

describe("requests", { timeout: 1_200_000 }, () => {
  const key = "sk-canary-0123456789";
  /** What the upstreams saw: who was meant, and what was asked. */
  const seen: { readonly host: string; readonly url: string; readonly isTls: boolean }[] = [];
  let plainPort = 0;
  let tlsPort = 0;
  let proxy: Awaited<ReturnType<typeof egress>>;
  beforeAll(async () => {
    const handle = (isTls: boolean) => (request: IncomingMessage, response: ServerResponse) => {
      seen.push({ host: String(request.headers.host), url: request.url ?? "", isTls });
      request.resume().on("error", () => {});
      response.end("upstream");
    };
    const lenient = { insecureHTTPParser: true, requireHostHeader: false };
    plainPort = await listening(heedless(await listening(createPlain(lenient, handle(false)))));
    tlsPort = await listening(createTls({ ...lenient, ...certificates }, handle(true)));
    proxy = await egress({
      allow: [plainPort, tlsPort].flatMap((port) => [
        { host: "api.example.com", port },
        { address: "127.0.0.1", port },
      ]),
      names: { "api.example.com": ["127.0.0.1"] },
      keys: { a: key },
      routes: {
        a: {
          base: `https://api.example.com:${tlsPort}/base`,
          header: "x-api-key",
          credential: "a",
          paths: ["/v1/"],
        },
      },
    });
  });

  /** Before a server: takes no notice of the wish to close, so that whatever follows is read as the next request. */
  const heedless = (port: number) =>
    createTcp((socket) => {
      const inner = connect(port, "127.0.0.1");
      for (const [one, other] of [
        [socket, inner],
        [inner, socket],
      ] as const)
        one.on("error", () => {}).on("close", () => other.destroy());
      socket.on("data", (chunk) =>
        inner.write(chunk.toString("latin1").replace(/^connection: close/gim, "x-nnection: close"), "latin1"),
      );
      inner.pipe(socket);
    });

  const smuggled = "GET /smuggled HTTP/1.1\r\nHost: evil.example\r\n\r\n";
  const method = fc.constantFrom(
    "GET",
    "GET",
    "POST",
    "POST",
    "PUT",
    "DELETE",
    "HEAD",
    "OPTIONS",
    "CONNECT",
    "TRACE",
    "get",
    "PRI",
  );
  const target = fc.constantFrom(
    "http://HOST/x",
    "http://HOST/x?q=1",
    "http://HOST",
    "HTTP://HOST/",
    "http://evil.example/",
    "http://evil.example@HOST/",
    "http://HOST@evil.example/",
    "https://HOST/",
    "/a/v1/x",
    "/a/v1/../x",
    "/a/v1/%2e%2e/x",
    "/a/v2",
    "//HOST/a",
    "/",
    "*",
    "HOST",
    "evil.example:443",
    "/git/a/b/info/refs",
  );
  const header = fc.constantFrom(
    "Content-Length: 5",
    `Content-Length: ${smuggled.length}`,
    "Content-Length: +5",
    "Content-Length: 0x5",
    "Content-Length : 5",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: Chunked",
    "Transfer-Encoding: identity",
    "Transfer-Encoding: gzip, chunked",
    "Transfer-Encoding:\tchunked",
    "Transfer-Encoding : chunked",
    "Transfer-Encoding: \x0bchunked",
    "X: y\r\n Transfer-Encoding: chunked",
    "X: y\nTransfer-Encoding: chunked",
    "Host: evil.example",
    "Connection: close",
    "Connection: keep-alive, content-length",
    "Connection: transfer-encoding, host",
    "Expect: 100-continue",
    "Upgrade: h2c",
    "Proxy-Connection: keep-alive",
    "X-Forwarded-Host: evil.example",
    "Cookie: a=b",
  );
  const body = fc.constantFrom(
    "",
    "",
    "hello",
    smuggled,
    `5\r\nhello\r\n0\r\n\r\n`,
    `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`,
    `0\r\n\r\n${smuggled}`,
    `5;a=b\r\nhello\r\n0\r\nX: y\r\n\r\n`,
    `5\nhello\r\n0\r\n\r\n${smuggled}`,
    `-1\r\n${smuggled}`,
    `5\r\nhello0\r\n\r\n${smuggled}`,
  );
  /** A body that its headers fit. */
  const framed = fc.constantFrom<readonly [readonly string[], string]>(
    [[], ""],
    [[`Content-Length: ${smuggled.length}`], smuggled],
    [["Transfer-Encoding: chunked"], `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`],
  );
  const mostly = (usual: string, ...others: readonly string[]) =>
    fc.oneof(
      { weight: 5, arbitrary: fc.constant(usual) },
      { weight: 1, arbitrary: fc.constantFrom(...others) },
    );
  const request = fc
    .tuple(
      method,
      fc.oneof(fc.constant("http://HOST/x"), target),
      mostly("HTTP/1.1", "HTTP/1.0", "HTTP/2.0"),
      mostly("Host: HOST", "host:HOST", "Host: evil.example", ""),
      fc.oneof(framed, framed, fc.tuple(fc.array(header, { maxLength: 2 }), body)),
      fc.array(header, { maxLength: 1 }),
    )
    .map(([verb, place, version, host, [framing, content], headers]) =>
      [
        `${verb} ${place} ${version}`,
        ...(host === "" ? [] : [host]),
        ...framing,
        ...headers,
        "",
        content,
      ].join("\r\n"),
    );

  /** Sends it, and behind it a request that ends the connection where it is read as one. */
  function send(text: string): Promise<void> {
    return new Promise((resolve) => {
      const host = `api.example.com:${plainPort}`;
      const last = `GET http://${host}/last HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      const socket = connect(proxy.port, "127.0.0.1");
      const end = () => {
        socket.destroy();
        resolve();
      };
      socket.on("error", end).on("close", end).resume();
      // Whoever still waits for more waits for what does not come.
      socket.setTimeout(300, end);
      socket.write(Buffer.from(text.replaceAll("HOST", host) + last, "latin1"));
    });
  }

  it("that pass reach whom they were decided for, each as one", async () => {
    const batch = 50;
    // Over all of it: what a batch has left behind may come to its end in the next.
    const total = { seen: 0, decided: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(request, bent(request)), { minLength: batch, maxLength: batch }),
        async (texts) => {
          await Promise.all(texts.map(send));
          const own = [
            `api.example.com:${plainPort}`,
            `api.example.com:${tlsPort}`,
            `127.0.0.1:${plainPort}`,
          ];
          expect(seen.filter(({ host }) => !own.includes(host.toLowerCase()))).toEqual([]);
          expect(seen.filter(({ isTls, url }) => isTls && !url.startsWith("/base/v1/"))).toEqual([]);
          expect(seen.filter(({ url }) => url.includes("smuggled"))).toEqual([]);
          // None that was not decided on.
          total.seen += seen.length;
          total.decided += proxy.entries.filter(
            ({ decision, kind }) => decision === "allowed" && kind !== "connect",
          ).length;
          expect(total.seen).toBeLessThanOrEqual(total.decided);
          expect(proxy.entries.filter(({ status }) => status === 500)).toEqual([]);
          expect(JSON.stringify(proxy.entries)).not.toContain(key);
          seen.length = 0;
          proxy.entries.length = 0;
        },
      ),
      // To shrink fifty requests would take longer than to read them.
      { numRuns: size({ part: 20, whole: 1_400 }), endOnFailure: true },
    );
    expect(total.seen).toBeGreaterThan(0);
    expect(proxy.server.listening).toBe(true);
  });
});
