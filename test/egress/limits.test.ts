import { type ChildProcess, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer as createPlain, get, type IncomingMessage, request } from "node:http";
import { createServer as createTls, request as tlsRequest } from "node:https";
import { connect, createServer as createTcp, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect as connectTls } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { egressMain, startEgress } from "../support/egress-program.js";
import { size } from "../support/long.js";
import { ask, tunnel } from "./client.js";
import { certificates, egress, listening, raw, upstream } from "./lab.js";

/** The program as systemd starts it, and what a session may ask of it that is too much. */

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

async function program(ports: readonly number[], before = "true") {
  const allow = ports.map((port) => ({ address: "127.0.0.1", port }));
  const { port, child, memory } = await startEgress({ option: "m3ta.pi-agent", allow }, { before });
  started.push(child);
  child.stdout?.resume();
  // It is there, and whole.
  await raw(port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 5_000);
  return { port, child, peak: () => memory("VmHWM") };
}

const mebibyte = Buffer.alloc(1 << 20, "x");

/** Sends so many MiB at the pace of whoever reads them, and counts what it could hand over. */
async function source(mebibytes: number) {
  const sent = { mebibytes: 0 };
  const server = createPlain((_, response) => {
    response.writeHead(200, { "content-length": mebibytes * mebibyte.length });
    const more = () => {
      while (sent.mebibytes < mebibytes) {
        sent.mebibytes += 1;
        if (!response.write(mebibyte)) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  });
  return { port: await listening(server), sent };
}

const download = (proxy: number, port: number): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get(
      {
        host: "127.0.0.1",
        port: proxy,
        path: `http://127.0.0.1:${port}/`,
        headers: { host: `127.0.0.1:${port}` },
      },
      resolve,
    ).on("error", reject);
  });

describe("a long answer", { timeout: 900_000 }, () => {
  it("passes in memory that does not grow with it", async () => {
    const mebibytes = size({ part: 400, whole: 1_024 });
    const { port: from } = await source(mebibytes);
    const { port, peak } = await program([from]);
    const before = peak();
    let octets = 0;
    for await (const chunk of await download(port, from)) octets += chunk.length;
    expect(octets).toBe(mebibytes * mebibyte.length);
    expect(peak() - before).toBeLessThan(mebibytes / 2); // how much of it waits to be collected is up to the engine
  });

  it("waits for a program that does not read", async () => {
    const { port: from, sent } = await source(512);
    const { port, peak } = await program([from]);
    const before = peak();
    const answer = await download(port, from);
    let last = -1;
    // Until buffers are full.
    while (sent.mebibytes !== last) {
      last = sent.mebibytes;
      await sleep(500);
    }
    expect(sent.mebibytes).toBeLessThan(100);
    expect(peak() - before).toBeLessThan(200);
    answer.destroy();
  });

  it("may be silent for longer than anything here waits", async () => {
    const quiet = size({ part: 2_000, whole: 610_000 });
    const server = createPlain((_, response) => {
      response.write("data: one\n\n");
      setTimeout(() => response.end("data: two\n\n"), quiet);
    });
    const from = await listening(server);
    const { port } = await program([from]);
    let text = "";
    for await (const chunk of await download(port, from)) text += chunk;
    expect(text).toBe("data: one\n\ndata: two\n\n");
  });
});

describe("a long body", () => {
  it("arrives as it was sent, through a tunnel too", async () => {
    const sums: string[] = [];
    const sum = (data: Buffer) => createHash("sha256").update(data).digest("hex");
    const server = createTls(certificates, (incoming, response) => {
      const hash = createHash("sha256");
      incoming.on("data", (chunk) => hash.update(chunk));
      incoming.on("end", () => {
        sums.push(hash.digest("hex"));
        response.end();
      });
    });
    const to = await listening(server);
    const { port } = await program([to]);
    const body = randomBytes(size({ part: 16, whole: 64 }) << 20);
    const socket = connect(port, "127.0.0.1");
    socket.write(`CONNECT 127.0.0.1:${to} HTTP/1.1\r\nHost: 127.0.0.1:${to}\r\n\r\n`);
    await once(socket, "data");
    const outgoing = tlsRequest({
      createConnection: () => connectTls({ socket, ca: certificates.ca, host: "127.0.0.1" }),
      method: "PUT",
    });
    outgoing.end(body);
    const [answer] = await once(outgoing, "response");
    answer.resume();
    expect(sums).toEqual([sum(body)]);
    socket.destroy();
  });
});

describe("many connections", () => {
  it("are served at once", async () => {
    const server = await upstream();
    const plain = await upstream(undefined, { isTls: false });
    const { port } = await egress({
      allow: [
        { host: "api.example.com", port: server.port },
        { address: "127.0.0.1", port: server.port },
        { address: "127.0.0.1", port: plain.port },
      ],
      names: { "api.example.com": ["127.0.0.1"] },
    });
    const host = `127.0.0.1:${plain.port}`;
    const all = await Promise.all([
      ...Array.from({ length: 50 }, () => tunnel(port, `api.example.com:${server.port}`, "api.example.com")),
      ...Array.from({ length: 50 }, () =>
        ask(port, `http://${host}/`, { headers: { host } }).then(({ body }) => body),
      ),
    ]);
    expect(new Set(all)).toEqual(new Set(["upstream"]));
  });

  it("beyond the descriptors of the process are refused at once, and it lives on", async () => {
    const server = await upstream(undefined, { isTls: false });
    const { port, child } = await program([server.port], "ulimit -n 64");
    const sockets: Socket[] = [];
    const head = `CONNECT 127.0.0.1:${server.port} HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\n\r\n`;
    const outcomes = new Set<string>();
    // One after the other: of all at once, those that are accepted may take every descriptor before one is connected on.
    for (let number = 0; number < 100; number += 1)
      outcomes.add(
        await new Promise<string>((resolve) => {
          const socket = connect(port, "127.0.0.1");
          sockets.push(socket);
          socket.on("data", (data) => resolve(String(data).slice(9, 12)));
          socket.on("error", () => {}).on("close", () => resolve("closed"));
          socket.write(head);
        }),
      );
    expect(outcomes).toContain("200");
    // Some could not be accepted, or had no descriptor left for the other side; nobody waits.
    expect([...outcomes].filter((outcome) => outcome !== "200").length).toBeGreaterThan(0);
    expect(child.exitCode).toBeNull();
    for (const socket of sockets) socket.destroy();
    const host = `127.0.0.1:${server.port}`;
    await expect
      .poll(() => ask(port, `http://${host}/`, { headers: { host } }).then(({ status }) => status, String))
      .toBe(200);
  });
});

describe("an upstream", () => {
  const behind = async (handle: (socket: Socket) => void) => {
    const port = await listening(createTcp((socket) => handle(socket.on("error", () => {}))));
    const { port: proxy } = await egress({ allow: [{ address: "127.0.0.1", port }] });
    const host = `127.0.0.1:${port}`;
    return ask(proxy, `http://${host}/`, { headers: { host } });
  };
  const half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf";

  it.each([
    ["hangs up", (socket: Socket) => socket.once("data", () => socket.end())],
    ["resets", (socket: Socket) => socket.once("data", () => socket.resetAndDestroy())],
    ["speaks something else", (socket: Socket) => socket.end("SSH-2.0-server\r\n")],
    [
      "switches protocols",
      (socket: Socket) =>
        socket.end("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n"),
    ],
    [
      "frames in two ways",
      (socket: Socket) =>
        socket.end("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    ],
  ])("that %s is 502", async (_, handle) => {
    expect(await behind(handle)).toMatchObject({ status: 502 });
  });

  it.each([
    ["hangs up", (socket: Socket) => socket.once("data", () => socket.end(half))],
    [
      "resets",
      (socket: Socket) => socket.once("data", () => socket.write(half, () => socket.resetAndDestroy())),
    ],
  ])("that %s in the middle leaves no answer that looks whole", async (_, handle) => {
    await expect(behind(handle)).rejects.toThrow(/aborted|hang up|ECONNRESET/);
  });

  it("that accepts and says nothing holds up nobody else", async () => {
    const silent = await listening(createTcp(() => {}));
    const server = await upstream(undefined, { isTls: false });
    const { port } = await egress({
      allow: [silent, server.port].map((port) => ({ address: "127.0.0.1", port })),
    });
    const waiting = request({
      host: "127.0.0.1",
      port,
      path: `http://127.0.0.1:${silent}/`,
      headers: { host: `127.0.0.1:${silent}` },
    });
    waiting.on("error", () => {}).end();
    const host = `127.0.0.1:${server.port}`;
    expect(await ask(port, `http://${host}/`, { headers: { host } })).toMatchObject({ status: 200 });
    waiting.destroy();
  });
});

describe("the program", () => {
  it.each([
    ["no JSON", "{", /it is not JSON/],
    [
      "a port that is none",
      '{"option":"a","allow":[{"host":"a.example","port":0}]}',
      /allow\[0\]\.port: expected a port, not 0/,
    ],
    [
      "a key that it does not know",
      '{"option":"a","allow":[],"deny":[]}',
      /the configuration: expected keys out of option, allow, routes, git, not "deny"/,
    ],
  ])("ends with EX_CONFIG at %s", async (_, content, words) => {
    const file = join(mkdtempSync(join(tmpdir(), "nixsmith-egress-")), "config.json");
    writeFileSync(file, content);
    const child = spawn(process.execPath, [egressMain, file]);
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    expect(await once(child, "close")).toEqual([78, null]);
    expect(said).toMatch(words);
    expect(said).toContain(file);
  });

  it("imports nothing that takes a compiler to be read whole", () => {
    // Node 22.23 ends with "WebAssembly is not defined" at an import of node:http where it runs without one (--jitless).
    const texts = readdirSync(dirname(egressMain)).map((name) => [
      name,
      readFileSync(join(dirname(egressMain), name), "utf8"),
    ]);
    expect(texts.filter(([, text = ""]) => /^import .*"node:https?"/m.test(text))).toEqual([]);
    expect(texts.filter(([, text = ""]) => /getBuiltinModule\("node:http"\)/.test(text))).toHaveLength(2);
  });

  it("says of a file that it can be read, without a socket", async () => {
    const file = join(mkdtempSync(join(tmpdir(), "nixsmith-egress-")), "config.json");
    writeFileSync(file, '{"option":"a","allow":[]}');
    const [code] = await once(spawn(process.execPath, [egressMain, "--check", file]), "close");
    // Control: what makes it more than a check is that there is no socket here.
    const [without] = await once(spawn(process.execPath, [egressMain, file], { stdio: "ignore" }), "close");
    expect([code, without]).toEqual([0, 78]);
  });

  it("that is stopped writes the last line of what is open, and of what is not decided on yet", async () => {
    const secure = await listening(
      createTls(certificates, (_, response) => void response.write("a".repeat(1_000))),
    );
    const plain = await listening(createPlain((_, response) => void response.write("b".repeat(2_000))));
    const silent = await listening(createTcp(() => {}));
    const allow = [secure, plain, silent].map((port) => ({ address: "127.0.0.1", port }));
    const { port, child } = await startEgress({ option: "a", allow });
    started.push(child);
    let log = "";
    child.stdout?.on("data", (chunk) => {
      log += chunk;
    });
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    socket.write(`CONNECT 127.0.0.1:${secure} HTTP/1.1\r\nHost: 127.0.0.1:${secure}\r\n\r\n`);
    await once(socket, "data");
    const inside = connectTls({ socket, ca: certificates.ca, host: "127.0.0.1" }).on("error", () => {});
    inside.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    await once(inside, "data");
    const answer = await download(port, plain);
    await once(
      answer.on("error", () => {}),
      "data",
    );
    const asking = connect(port, "127.0.0.1").on("error", () => {});
    asking.write(`GET http://127.0.0.1:${silent}/ HTTP/1.1\r\nHost: 127.0.0.1:${silent}\r\n\r\n`);
    await expect.poll(() => log.match(/"allowed"/g)?.length).toBe(3);
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([0, null]);
    const last = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ decision }) => decision !== "allowed");
    expect(last.every(({ why }) => why === "stopped")).toBe(true);
    expect(last.find(({ kind }) => kind === "connect")).toMatchObject({ decision: "ended", port: secure });
    expect(last.find(({ kind }) => kind === "connect").bytesDown).toBeGreaterThan(1_000);
    expect(last.find((line) => line.port === plain)).toMatchObject({ decision: "ended", bytesDown: 2_000 });
    expect(last.find((line) => line.port === silent)).toMatchObject({ decision: "failed" });
    expect(last).toHaveLength(3);
  });
});
