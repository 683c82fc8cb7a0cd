// A request to an upstream, and its answer to the client, at the pace of the slower side and without holding anything back.

import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { pipeline } from "node:stream";
import { Refusal, unreachable } from "./refusal.mjs";

/**
 * `address` is connected to; `name` is asked for, by SNI, certificate and Host.
 * @typedef {{
 *   readonly isTls: boolean, readonly address: string, readonly name: string, readonly port: number, readonly method: string,
 *   readonly path: string, readonly headers: Record<string, string | string[]>, readonly ca?: string | undefined,
 * }} Outgoing
 */

/** Milliseconds until the upstream has to be there; what a model thinks takes as long as it takes. */
const connectTime = 30_000;

/**
 * @param {Outgoing} outgoing
 * @param {import("node:http").IncomingMessage} body
 * @returns {Promise<import("node:http").IncomingMessage>} its answer, of which nothing has been read
 * @throws {Refusal} 502
 */
export function ask({ isTls, address, name, port, method, path, headers, ca }, body) {
  return new Promise((resolve, reject) => {
    const common = { host: address, port, method, path, headers, setHost: false, agent: false };
    const outgoing = isTls
      ? tlsRequest({
          ...common,
          servername: name,
          rejectUnauthorized: true,
          minVersion: "TLSv1.2",
          ...(ca === undefined ? {} : { ca }),
        })
      : plainRequest(common);
    outgoing.setNoDelay(true);
    outgoing.setSocketKeepAlive(true, 60_000);
    const timer = setTimeout(() => outgoing.destroy(new Error("it takes too long to answer")), connectTime);
    outgoing.on("socket", (socket) =>
      socket.once(isTls ? "secureConnect" : "connect", () => clearTimeout(timer)),
    );
    outgoing.once("response", resolve);
    outgoing.once("error", (error) => {
      clearTimeout(timer);
      reject(unreachable(`${name} cannot be asked: ${error.message.split("\n")[0]}`));
    });
    // An upstream that switches protocols would not be spoken HTTP with any more.
    outgoing.once("upgrade", (_, socket) => {
      socket.destroy();
      reject(unreachable(`${name} wants to speak another protocol`));
    });
    body.once("aborted", () => outgoing.destroy());
    pipeline(body, outgoing, () => {});
  });
}

/**
 * @param {import("node:http").IncomingMessage} answer
 * @param {import("node:http").ServerResponse} response
 * @param {Record<string, string[]>} headers
 * @param {readonly import("node:stream").Transform[]} through
 * @returns {Promise<number>} bytes of the body
 */
export function pass(answer, response, headers, through = []) {
  return new Promise((resolve) => {
    let bytes = 0;
    answer.on("data", (chunk) => {
      bytes += chunk.length;
    });
    response.writeHead(answer.statusCode ?? 502, headers);
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
  }
  return refusal;
}
