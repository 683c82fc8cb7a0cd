// What a session's programs speak to: a proxy by CONNECT and absolute-form, and the routes of the broker by plain paths.

import { createServer } from "node:http";
import { brokers } from "./broker.mjs";
import { decisions } from "./decide.mjs";
import { forwards } from "./forward.mjs";
import { repositories } from "./git.mjs";
import { pairs, valuesOf } from "./headers.mjs";
import { malformed, Refusal } from "./refusal.mjs";
import { answer, tunnels } from "./tunnel.mjs";
import { refuse } from "./upstream.mjs";

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

  /** Connections of which nothing more is read: what follows a refused request may be meant as a part of it. */
  const closed = new WeakSet();

  server.on("request", async (request, response) => {
    if (closed.has(request.socket)) {
      response.destroy();
      return;
    }
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
      checkFraming(request);
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
    } catch (error) {
      closed.add(request.socket);
      const { status, message } = refuse(response, error);
      log({ decision: status >= 500 ? "failed" : "refused", ...known, status, why: message });
    }
  });
  server.on("connect", tunnels(decide, log));
  server.on("upgrade", (_, socket) => {
    socket.on("error", () => socket.destroy());
    log({ decision: "refused", kind: "request", status: 403, why: "another protocol was asked for" });
    answer(
      socket,
      new Refusal(403, "the proxy passes no other protocol on, WebSockets among them; use CONNECT"),
    );
  });
  server.on("clientError", (error, socket) => {
    if (socket.writable) answer(socket, malformed("the request is not HTTP as the proxy reads it"));
    else socket.destroy();
    log({
      decision: "refused",
      kind: "request",
      status: 400,
      why: `no HTTP: ${"code" in error ? error.code : "unreadable"}`,
    });
  });
  return server;
}

/**
 * What two readers could take for two requests, or for one to another host (RFC 9112, 6.3 and 11.2).
 * @param {import("node:http").IncomingMessage} request
 * @throws {Refusal}
 */
function checkFraming(request) {
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
}
