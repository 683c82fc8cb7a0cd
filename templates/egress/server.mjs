// What a session's programs speak to: a proxy by CONNECT and absolute-form, and the routes of the broker by plain paths.

import { brokers } from "./broker.mjs";
import { decisions } from "./decide.mjs";
import { forwards } from "./forward.mjs";
import { repositories } from "./git.mjs";
import { pairs, valuesOf, waits } from "./headers.mjs";
import { forbidden, malformed, Refusal } from "./refusal.mjs";
import { answer, tunnels } from "./tunnel.mjs";
import { turns } from "./turns.mjs";
import { refuse } from "./upstream.mjs";

// Not by import, which reads every export: in Node 22 one of node:http compiles WebAssembly, which is not there without a compiler.
const { createServer } = process.getBuiltinModule("node:http");

/** @typedef {import("./log.mjs").Entry} Entry */
/**
 * To say more of a request, for the log.
 * @typedef {(more: Partial<Entry>) => void} Know
 */

/**
 * Has a request answered, or throws the Refusal of it. What was answered is for the log.
 * @typedef {(
 *   request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse, know: Know,
 * ) => Promise<{ readonly status: number | undefined, readonly bytesDown: number }>} Handler
 */

/** Connections at once; a session of more has run away. */
const maxConnections = 1_000;
/** Milliseconds until a client has sent the head of its request. */
const headTime = 30_000;

/**
 * @param {{
 *   readonly config: import("./config.mjs").Config, readonly keys: ReadonlyMap<string, string>,
 *   readonly resolve: import("./decide.mjs").Resolve, readonly log: import("./log.mjs").Log,
 *   readonly trust?: { readonly ca?: string | undefined },
 * }} given `trust` beside the system's authorities
 * @returns {import("node:http").Server}
 */
export function createEgress({ config, keys, resolve, log, trust = {} }) {
  const decide = decisions(config, resolve);
  const handlers = {
    absolute: forwards(decide, config.option),
    git: repositories(config, keys, decide, trust),
    route: brokers(config, keys, decide, trust),
  };
  const server = createServer({
    headersTimeout: headTime,
    // A request or an answer may take as long as a model thinks.
    requestTimeout: 0,
    keepAliveTimeout: 60_000,
    maxHeaderSize: 65_536,
    insecureHTTPParser: false,
    noDelay: true,
    keepAlive: true,
  });
  server.maxConnections = maxConnections;

  const { isFree, take } = turns();

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {import("node:http").ServerResponse} response
   * @returns {Promise<boolean>} whether it was passed on
   */
  async function serve(request, response) {
    const began = Date.now();
    /** @type {Partial<Entry> & Pick<Entry, "kind">} */
    let known = { kind: "request" };
    /** @type {Know} */
    const know = (more) => {
      known = { ...known, ...more };
      // Where it goes is known once it is decided that it may.
      if (more.address !== undefined) log({ decision: "allowed", ...known });
    };
    response.on("error", () => response.destroy());
    try {
      checkHead(request);
      const { url = "" } = request;
      const handler = url.startsWith("/git/")
        ? handlers.git
        : url.startsWith("/")
          ? handlers.route
          : handlers.absolute;
      const { status, bytesDown } = await handler(request, response, know);
      log({
        decision: "ended",
        ...known,
        ...(status === undefined ? {} : { status }),
        bytesDown,
        milliseconds: Date.now() - began,
      });
      return true;
    } catch (error) {
      const { status, message } = refuse(response, error);
      log({ decision: status >= 500 ? "failed" : "refused", ...known, status, why: message });
      return false;
    }
  }
  // A body that waits to be asked for is asked for by the upstream; with no listener of its own for it, Node would ask at once.
  for (const event of ["request", "checkContinue", "checkExpectation"])
    server.on(event, (request, response) => take(request.socket, () => serve(request, response)));

  /**
   * What is no request is answered where it is next; in the middle of another answer it would become a part of that.
   * @param {import("node:stream").Duplex} socket
   * @param {Refusal} refusal
   * @param {string} [more] for the log
   */
  const end = (socket, refusal, more) => {
    const why = [refusal.message, ...(more === undefined ? [] : [more])].join(": ");
    socket.on("error", () => socket.destroy());
    if (socket.writable && isFree(socket)) answer(socket, refusal);
    else socket.destroy();
    log({ decision: "refused", kind: "request", status: refusal.status, why });
  };
  const tunnel = tunnels(decide, log);
  server.on("connect", (request, socket, head) => {
    if (isFree(socket)) tunnel(request, socket, head);
    else end(socket, malformed("a tunnel takes a connection that nothing is open on"));
  });
  server.on("upgrade", (_, socket) =>
    end(socket, forbidden("the proxy passes no other protocol on, WebSockets among them; use CONNECT")),
  );
  server.on("clientError", (error, socket) => {
    // A connection that has broken is no request.
    if ("syscall" in error) socket.destroy();
    else
      end(
        socket,
        malformed("the request is not HTTP as the proxy reads it"),
        "code" in error ? String(error.code) : undefined,
      );
  });
  return server;
}

/**
 * What two readers could take for two requests, or for one to another host (RFC 9112, 6.3 and 11.2), and what nobody could meet.
 * @param {import("node:http").IncomingMessage} request
 * @throws {Refusal}
 */
function checkHead(request) {
  const headers = pairs(request.rawHeaders);
  const lengths = valuesOf(headers, "content-length");
  const codings = valuesOf(headers, "transfer-encoding");
  if (valuesOf(headers, "host").length !== 1) throw malformed("a request has one Host");
  if (
    lengths.length + codings.length > 1 ||
    (codings.length === 1 && codings[0]?.toLowerCase() !== "chunked")
  )
    throw malformed("the length of the request is told in two ways");
  if (request.httpVersion !== "1.1") throw malformed("the proxy speaks HTTP/1.1");
  const [expected = waits, ...others] = valuesOf(headers, "expect");
  if (others.length > 0 || expected.toLowerCase() !== waits)
    throw new Refusal(417, `a request expects nothing but ${waits}`);
}
