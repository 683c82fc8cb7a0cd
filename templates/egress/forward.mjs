// Plain HTTP in absolute-form (RFC 9112, 3.2.2), to the ports that entries name for it.

import { endToEnd, isOfUpstream, pairs, valuesOf } from "./headers.mjs";
import { forbidden, malformed } from "./refusal.mjs";
import { parseTarget, showTarget } from "./target.mjs";
import { ask, pass } from "./upstream.mjs";

/**
 * @param {import("./decide.mjs").Decide} decide
 * @param {string} option
 */
export function forwards(decide, option) {
  /** @type {import("./server.mjs").Handler} */
  return async (request, response, know) => {
    const [, authority = "", rest = ""] = /^http:\/\/([^/?#]*)([^#]*)$/.exec(request.url ?? "") ?? [];
    const target = parseTarget(authority, 80);
    const path = rest.startsWith("/") ? rest : `/${rest}`;
    const { method = "GET" } = request;
    know({ kind: "http", host: target.host, port: target.port, method, path: path.replace(/\?.*/, "") });
    const headers = pairs(request.rawHeaders);
    const [host = ""] = valuesOf(headers, "host");
    // Of the two, one could be decided on and the other be followed.
    if (showTarget(parseTarget(host, 80)) !== showTarget(target))
      throw malformed("Host and the target differ");
    if (target.port === 443)
      throw forbidden(
        `port 443 is for TLS: use https, for which the proxy takes CONNECT; plain HTTP takes an entry of ${option}.network.allow with another port`,
      );
    decide.allows(target);
    const addresses = await decide.addressesOf(target);
    const outgoing = { ...endToEnd(headers, (name) => name === "host"), host };
    const answer = await ask(
      { isTls: false, addresses, name: target.host, port: target.port, method, path, headers: outgoing },
      { request, response, know },
    );
    return {
      status: answer.statusCode,
      bytesDown: await pass(answer, response, endToEnd(pairs(answer.rawHeaders), isOfUpstream)),
    };
  };
}
