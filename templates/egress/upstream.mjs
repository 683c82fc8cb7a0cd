// A request to an upstream, and its answer to the client, at the pace of the slower side and without holding anything back.

import { isIP } from "node:net";
import { pipeline } from "node:stream";
import { connectTime, socketTo } from "./connect.mjs";
import { Refusal, unreachable } from "./refusal.mjs";

// Not by import: see server.mjs.
const { request: plainRequest } = process.getBuiltinModule("node:http");
const { request: tlsRequest } = process.getBuiltinModule("node:https");

/**
 * One of `addresses` is connected to; `name` is asked for, by SNI, certificate and Host.
 * @typedef {{
 *   readonly isTls: boolean, readonly addresses: readonly string[], readonly name: string, readonly port: number, readonly method: string,
 *   readonly path: string, readonly headers: Record<string, string | string[]>, readonly ca?: string | undefined,
 * }} Outgoing
 */

/**
 * What a client has asked, and how it is answered. `know` is told the address, once there is a connection.
 * @typedef {{
 *   readonly request: import("node:http").IncomingMessage, readonly response: import("node:http").ServerResponse,
 *   readonly know: import("./server.mjs").Know,
 * }} Exchange
 */

/**
 * @param {Outgoing} outgoing
 * @param {Exchange} exchange of which the body is sent along; its connection's end ends the request
 * @returns {Promise<import("node:http").IncomingMessage>} its answer, of which nothing has been read
 * @throws {Refusal} 502
 */
export function ask({ isTls, addresses, name, port, method, path, headers, ca }, exchange) {
  const { request: body, response, know } = exchange;
  return new Promise((resolve, reject) => {
    const { socket: client } = body;
    if (client.destroyed) return reject(unreachable("the program has hung up"));
    const to = socketTo(name, port, addresses);
    const common = { ...to, method, path, headers: framed(headers, body), setHost: false, agent: false };
    const outgoing = isTls
      ? tlsRequest({
          ...common,
          servername: isIP(name) === 0 ? name : "",
          rejectUnauthorized: true,
          minVersion: "TLSv1.2",
          ...(ca === undefined ? {} : { ca }),
        })
      : plainRequest(common);
    const timer = setTimeout(() => outgoing.destroy(new Error("it takes too long to answer")), connectTime);
    outgoing.once("socket", (socket) => {
      socket.once("connect", () => know({ address: socket.remoteAddress ?? "" }));
      socket.once(isTls ? "secureConnect" : "connect", () => clearTimeout(timer));
    });
    // It asks for the body that waits: nobody else does, so that none is sent for a request that comes to nothing.
    if (body.headers.expect !== undefined) outgoing.once("continue", () => response.writeContinue());
    const hangUp = () => outgoing.destroy();
    client.once("close", hangUp);
    outgoing.once("close", () => {
      clearTimeout(timer);
      client.off("close", hangUp);
    });
    outgoing.once("response", (answer) => {
      // No other coding was accepted (RFC 9112, 7.4), and its header would not be passed on.
      if ((answer.headers["transfer-encoding"] ?? "chunked").toLowerCase() === "chunked")
        return resolve(answer);
      answer.destroy();
      reject(unreachable(`${name} has packed its answer, which was not asked for`));
    });
    outgoing.on("error", (error) => {
      reject(unreachable(`${name} cannot be asked: ${error.message.split("\n")[0]}`));
    });
    // An upstream that switches protocols would not be spoken HTTP with any more.
    outgoing.once("upgrade", (_, socket) => {
      socket.destroy();
      reject(unreachable(`${name} wants to speak another protocol`));
    });
    // No pipeline: it would take the client's connection along, which is still to be told.
    body.pipe(outgoing);
  });
}

/**
 * With the framing of the body as it came. Node sends that of a GET without any, as what looks like the next request.
 * @param {Outgoing["headers"]} headers
 * @param {import("node:http").IncomingMessage} body
 */
const framed = (headers, body) =>
  body.headers["transfer-encoding"] === undefined
    ? headers
    : { ...headers, "transfer-encoding": ["chunked"] };

/**
 * @param {import("node:http").IncomingMessage} answer
 * @param {import("node:http").ServerResponse} response
 * @param {Record<string, string[]>} headers
 * @param {readonly import("node:stream").Transform[]} through
 * @returns {Promise<number>} bytes of the body
 * @throws {Refusal} 502
 */
export function pass(answer, response, headers, through = []) {
  return new Promise((resolve, reject) => {
    let bytes = 0;
    answer.on("data", (chunk) => {
      bytes += chunk.length;
    });
    try {
      response.writeHead(answer.statusCode ?? 502, headers);
    } catch {
      // Node reads a status that it does not write.
      answer.destroy();
      return reject(unreachable("the upstream's answer is not HTTP as the proxy writes it"));
    }
    response.flushHeaders();
    // An end that is none is not passed on as one: the client's connection breaks, too.
    pipeline([answer, ...through, response], (error) => {
      if (error) response.destroy();
      resolve(bytes);
    });
  });
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {unknown} error
 * @returns {Refusal}
 */
export function refuse(response, error) {
  // A fault of this program, for whoever mends it.
  if (!(error instanceof Refusal)) console.error(error);
  const refusal = error instanceof Refusal ? error : new Refusal(500, "the proxy failed");
  if (response.headersSent) response.destroy();
  else {
    response.writeHead(refusal.status, { "content-type": "text/plain; charset=utf-8", connection: "close" });
    response.end(`${refusal.message}\n`);
    // Read on: what is left unread would take the answer away with it.
    response.req.resume();
  }
  return refusal;
}
