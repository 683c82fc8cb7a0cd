import { beforeAll, describe, expect, it } from "vitest";
import { ask } from "./client.js";
import { egress, raw, upstream } from "./lab.js";

/** Plain HTTP by absolute-form: the same decision, and one request for everybody who reads it. */

let server: Awaited<ReturnType<typeof upstream>>;
beforeAll(async () => {
  server = await upstream((request, response) => response.end(`plain ${request.url}`), { isTls: false });
});

const proxy = () =>
  egress({
    allow: [
      { host: "api.example.com", port: server.port },
      { address: "127.0.0.1", port: server.port },
    ],
    names: { "api.example.com": ["127.0.0.1"] },
  });
const at = (name: string) => `${name}:${server.port}`;

describe("plain HTTP", () => {
  it("reaches a name at the port of its entry, with what the client says and nothing of the proxy's", async () => {
    const { port, entries } = await proxy();
    const answer = await ask(port, `http://${at("api.example.com")}/a?b=c`, {
      method: "POST",
      body: "body",
      headers: {
        host: at("api.example.com"),
        "x-own": "kept",
        "proxy-authorization": "Basic x",
        connection: "close, x-hop",
        "x-hop": "dropped",
      },
    });
    expect(answer).toMatchObject({ status: 200, body: "plain /a?b=c" });
    const seen = server.seen.at(-1);
    expect(seen).toMatchObject({ method: "POST", url: "/a?b=c", body: "body" });
    expect(seen?.headers.join("\n").toLowerCase()).toContain("x-own\nkept");
    expect(seen?.headers.join("\n").toLowerCase()).not.toMatch(/x-hop|proxy-|via|forwarded/);
    // Its query may hold what only the upstream is to know.
    expect(JSON.stringify(entries)).not.toContain("b=c");
  });

  it.each([
    ["another name", "http://evil.example:PORT/", "evil.example:PORT", 403],
    ["another port", "http://api.example.com/", "api.example.com", 403],
    ["the port of TLS", "http://api.example.com:443/", "api.example.com:443", 403],
    ["Host that differs", "http://api.example.com:PORT/", "evil.example:PORT", 400],
    ["Host without the port", "http://api.example.com:PORT/", "api.example.com", 400],
    ["user information", "http://evil.example@api.example.com:PORT/", "api.example.com:PORT", 400],
    ["a backslash", "http://api.example.com:PORT\\@evil.example/", "api.example.com:PORT", 400],
    ["another scheme", "ftp://api.example.com:PORT/", "api.example.com:PORT", 400],
    ["https, which takes CONNECT", "https://api.example.com:PORT/", "api.example.com:PORT", 400],
    ["a path alone, which is no route", "/", "api.example.com:PORT", 403],
    ["the asterisk", "*", "api.example.com:PORT", 400],
  ])("is refused for %s", async (_, target, host, status) => {
    const { port } = await proxy();
    const before = server.seen.length;
    const withPort = (text: string) => text.replace("PORT", String(server.port));
    const method = target === "*" ? "OPTIONS" : "GET";
    const said = await raw(
      port,
      `${method} ${withPort(target)} HTTP/1.1\r\nHost: ${withPort(host)}\r\nConnection: close\r\n\r\n`,
    );
    expect(said).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(server.seen.length).toBe(before);
  });

  it.each([
    ["two lengths", "Content-Length: 4\r\nContent-Length: 5"],
    ["a length and chunks", "Content-Length: 4\r\nTransfer-Encoding: chunked"],
    ["chunks by another name", "Transfer-Encoding: xchunked"],
    ["chunks twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"],
    ["chunks behind another coding", "Transfer-Encoding: gzip, chunked"],
    ["two hosts", "Host: evil.example"],
    ["a header over two lines", "X-Folded: a\r\n b"],
    ["a blank before the colon", "X-Blank : a"],
    ["a bare line feed", "X-Feed: a\nX-Smuggled: b"],
  ])("is refused with %s", async (_, headers) => {
    const { port } = await proxy();
    const before = server.seen.length;
    const head = `POST http://${at("api.example.com")}/ HTTP/1.1\r\nHost: ${at("api.example.com")}\r\n${headers}\r\n\r\n`;
    const said = await raw(
      port,
      `${head}0\r\n\r\nGET http://${at("api.example.com")}/smuggled HTTP/1.1\r\nHost: ${at("api.example.com")}\r\n\r\n`,
    );
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(server.seen.slice(before)).toEqual([]);
  });

  it("gives no way to another protocol", async () => {
    const { port } = await proxy();
    const head = `GET http://${at("api.example.com")}/ HTTP/1.1\r\nHost: ${at("api.example.com")}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
    expect(await raw(port, head)).toMatch(/^HTTP\/1\.1 403 .*passes no other protocol on/s);
  });

  it("passes neither cookies nor ways around on", async () => {
    const leading = await upstream(
      (_, response) =>
        response.writeHead(200, { "alt-svc": 'h3=":443"', "set-cookie": "a=b", "x-kept": "1" }).end(),
      { isTls: false },
    );
    const { port } = await egress({ allow: [{ address: "127.0.0.1", port: leading.port }] });
    const { headers } = await ask(port, `http://127.0.0.1:${leading.port}/`, {
      headers: { host: `127.0.0.1:${leading.port}` },
    });
    expect(headers).toMatchObject({ "x-kept": "1" });
    expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(["alt-svc"]));
    expect(headers["set-cookie"]).toBeUndefined();
  });
});
