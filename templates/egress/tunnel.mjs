// CONNECT (RFC 9110, 9.3.6): TLS to an allowed place, and to no other by way of it.

import { connect } from "node:net";
import { connectTime, socketTo } from "./connect.mjs";
import { readHello } from "./hello.mjs";
import { Refusal, unreachable } from "./refusal.mjs";
import { parseTarget } from "./target.mjs";

/** Milliseconds until a client has said hello. */
const helloTime = 10_000;
/** A fatal unrecognized_name alert (RFC 6066, 3), which TLS libraries tell their programs of. */
const alert = Buffer.from([21, 3, 3, 0, 2, 2, 112]);

/**
 * @param {import("./decide.mjs").Decide} decide
 * @param {import("./log.mjs").Log} log
 */
export function tunnels(decide, log) {
  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:stream").Duplex} client
   * @param {Buffer} head what came with the request
   */
  return async (request, client, head) => {
    const began = Date.now();
    /** @type {Partial<import("./log.mjs").Entry>} */
    let known = {};
    client.on("error", () => client.destroy());
    try {
      const target = parseTarget(request.url ?? "", undefined);
      known = { host: target.host, port: target.port };
      decide.allows(target);
      const upstream = await connected(target, await decide.addressesOf(target), client);
      known = { ...known, address: upstream.remoteAddress ?? "" };
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      const first = await hello(client, head);
      const problem = helloProblem(first, target);
      if (first === undefined || problem !== undefined) {
        upstream.destroy();
        client.end(alert);
        log({ decision: "refused", kind: "connect", ...known, why: problem ?? "no TLS" });
        return;
      }
      log({ decision: "allowed", kind: "connect", ...known });
      upstream.write(first.bytes);
      join(client, upstream, (bytesUp, bytesDown) =>
        log({
          decision: "ended",
          kind: "connect",
          ...known,
          bytesUp,
          bytesDown,
          milliseconds: Date.now() - began,
        }),
      );
    } catch (error) {
      const { status, message } = error instanceof Refusal ? error : unreachable("the connection failed");
      log({
        decision: status === 502 ? "failed" : "refused",
        kind: "connect",
        ...known,
        status,
        why: message,
      });
      answer(client, { status, message });
    }
  };
}

/**
 * The name in a hello is the one that was decided on, or there is none where that is an address, which no hello can name.
 * @param {First | undefined} first
 * @param {import("./target.mjs").Target} target
 */
function helloProblem(first, { host, isAddress }) {
  const hello = first?.read;
  if (hello?.state !== "hello") return "what follows is no TLS";
  const wanted = isAddress ? undefined : host;
  return hello.name?.toLowerCase() === wanted
    ? undefined
    : `the TLS client asks for ${hello.name ?? "no name"}`;
}

/**
 * @param {import("node:stream").Duplex} client
 * @param {{ readonly status: number, readonly message: string }} refusal
 */
export function answer(client, { status, message }) {
  const text = `${message}\n`;
  const reason = { 400: "Bad Request", 403: "Forbidden", 502: "Bad Gateway" }[status] ?? "Refused";
  client.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}

/**
 * @param {import("./target.mjs").Target} target
 * @param {readonly string[]} addresses
 * @param {import("node:stream").Duplex} client whose end ends the attempt
 * @returns {Promise<import("node:net").Socket>}
 */
function connected({ host, port }, addresses, client) {
  return new Promise((resolve, reject) => {
    const upstream = connect({ ...socketTo(host, port, addresses), allowHalfOpen: true });
    const fail = () => {
      upstream.destroy();
      reject(unreachable(`${host} does not answer`));
    };
    client.once("close", fail);
    upstream.setTimeout(connectTime, fail);
    upstream.once("error", fail);
    upstream.once("connect", () => {
      client.off("close", fail);
      upstream.off("error", fail);
      upstream.setTimeout(0);
      upstream.on("error", () => upstream.destroy());
      resolve(upstream);
    });
  });
}

/**
 * What a client has sent first, and what that is.
 * @typedef {{ readonly bytes: Buffer, readonly read: import("./hello.mjs").Hello }} First
 */

/**
 * Reads until the client's hello is whole, or is none; undefined when nothing whole came in time.
 * @param {import("node:stream").Duplex} client
 * @param {Buffer} head
 * @returns {Promise<First | undefined>}
 */
function hello(client, head) {
  return new Promise((resolve) => {
    let bytes = head;
    /** @param {First | undefined} result */
    const done = (result) => {
      clearTimeout(timer);
      client.off("data", take);
      client.off("end", stop);
      client.off("close", stop);
      client.pause();
      resolve(result);
    };
    const stop = () => done(undefined);
    const look = () => {
      const read = readHello(bytes);
      if (read.state !== "more") done({ bytes, read });
    };
    /** @param {Buffer} chunk */
    const take = (chunk) => {
      bytes = Buffer.concat([bytes, chunk]);
      look();
    };
    const timer = setTimeout(stop, helloTime);
    client.on("data", take);
    client.once("end", stop);
    client.once("close", stop);
    if (bytes.length > 0) look();
  });
}

/**
 * Both ways, at the pace of the slower side; either side's end is passed on, and either's death ends both.
 * @param {import("node:stream").Duplex} client
 * @param {import("node:net").Socket} upstream
 * @param {(bytesUp: number, bytesDown: number) => void} ended
 */
function join(client, upstream, ended) {
  client.pipe(upstream);
  upstream.pipe(client);
  client.once("close", () => upstream.destroy());
  upstream.once("close", () => {
    // What it has sent is still on its way to the client.
    if (upstream.readableEnded) client.end();
    else client.destroy();
    ended(upstream.bytesWritten, upstream.bytesRead);
  });
}
