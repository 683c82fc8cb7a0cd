// What a plain path asks for, of a route or of git.

import { malformed } from "./refusal.mjs";

/**
 * The log knows of it before it is judged.
 * @param {import("node:http").IncomingMessage} request
 * @param {import("./log.mjs").Entry["kind"]} kind
 * @param {import("./server.mjs").Know} know
 * @returns {{ readonly method: string, readonly path: string, readonly query: string }} the query with its question mark, or empty
 * @throws {Refusal}
 */
export function askedFor({ method = "GET", url = "" }, kind, know) {
  const [, path = "", query = ""] = /^([^?]*)(\?.*)?$/s.exec(url) ?? [];
  know({ kind, method, path });
  checkPath(path);
  return { method, path, query };
}

/**
 * A path that everybody reads alike: no empty or dot segment, and nothing encoded that would make one.
 * @param {string} path
 * @throws {Refusal}
 */
function checkPath(path) {
  if (
    !/^(\/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)+$/.test(path) ||
    /%(?![0-9a-fA-F]{2})/.test(path) ||
    /%(2e|2f|5c|00|25)/i.test(path)
  )
    throw malformed("the path has characters that a path has not, or that are encoded without need");
  if (
    path
      .slice(1)
      .split("/")
      .some(
        (segment, index, all) =>
          segment === "." || segment === ".." || (segment === "" && index < all.length - 1),
      )
  )
    throw malformed("the path has empty or dot segments");
}
