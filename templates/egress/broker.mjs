// Requests to `/<route>/…`: the route fixes scheme, host and the beginning of the path, and the key is put in here.

import { endToEnd, isIdentity, isOfUpstream, pairs } from "./headers.mjs";
import { askedFor } from "./path.mjs";
import { forbidden, Refusal, unreachable } from "./refusal.mjs";
import { withoutKey } from "./secret.mjs";
import { parseTarget } from "./target.mjs";
import { ask, pass } from "./upstream.mjs";

/** @typedef {import("./config.mjs").Config} Config */
/**
 * What a request becomes: `header` and `value` carry the key, which comes back in none of the forms of `secrets`.
 * @typedef {{ readonly base: URL, readonly path: string, readonly header: string, readonly value: string | undefined, readonly secrets: readonly string[] }} Destination
 */

/** Keys in a query, which some providers take. */
const queryKeys = new Set([
  "key",
  "api_key",
  "api-key",
  "apikey",
  "x-api-key",
  "access_token",
  "oauth_token",
  "private_token",
  "auth",
  "token",
]);

/** What is packed, or comes in parts of the client's choice, could not be looked through for the key. Azure has a Range of its own. */
const hides = /^accept-encoding$|(^|-)range$/;

/** @param {string} query with its question mark, or empty */
export function withoutKeys(query) {
  const kept = query
    .replace(/^\?/, "")
    .split("&")
    .filter((part) => !queryKeys.has(decoded(part.split("=")[0] ?? "").toLowerCase()));
  return kept.length === 0 || kept[0] === "" ? "" : `?${kept.join("&")}`;
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}

/**
 * Clients of some APIs put the version before what they ask for, others take it from the URL that they are given; a program that
 * has both kinds for one provider gives both the same URL.
 * @param {string} base the beginning of the path, without a slash at its end
 * @param {string} path
 */
function unversioned(base, path) {
  const [version] = /\/v[0-9]+$/.exec(base) ?? [];
  return version !== undefined && path.startsWith(`${version}/`) ? path.slice(version.length) : path;
}

/**
 * @param {Config} config
 * @param {ReadonlyMap<string, string>} keys
 * @param {string} route
 * @param {string} method
 * @param {string} asked behind the route
 * @returns {Destination}
 * @throws {Refusal}
 */
function routed({ routes, option }, keys, route, method, asked) {
  const found = routes[route];
  if (found === undefined)
    throw forbidden(`there is no ${route} in ${option}.credentials; the owner of this host can add it there`);
  const { base, header, prefix, credential, paths, methods } = found;
  const url = new URL(base);
  const begin = url.pathname.replace(/\/$/, "");
  const path = unversioned(begin, asked);
  if (!methods.includes(method))
    throw forbidden(`${method} is not among the methods of ${option}.credentials.${route}`);
  if (!paths.some((one) => path === one || path.startsWith(one.endsWith("/") ? one : `${one}/`)))
    throw forbidden(`${path} is not below the paths of ${option}.credentials.${route}`);
  const key = keys.get(credential);
  if (key === undefined)
    throw new Refusal(
      503,
      `the key of ${option}.credentials.${route} is not there; the owner of this host has to mend its file`,
    );
  return {
    base: url,
    path: `${begin}${path}`,
    header,
    value: `${prefix}${key}`,
    secrets: [key],
  };
}

/**
 * @param {Config} config
 * @param {ReadonlyMap<string, string>} keys
 * @param {import("./decide.mjs").Decide} decide
 * @param {{ readonly ca?: string | undefined }} trust
 */
export function brokers(config, keys, decide, trust) {
  /** @type {import("./server.mjs").Handler} */
  return async (request, response, know) => {
    const { method, path, query } = askedFor(request, "route", know);
    const [, route = "", rest = ""] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? [];
    know({ route });
    const destination = routed(config, keys, route, method, rest || "/");
    return send(destination, {
      query: withoutKeys(query),
      from: `/${route}`,
      request,
      response,
      know,
      decide,
      trust,
    });
  };
}

/**
 * @typedef {import("./upstream.mjs").Exchange & {
 *   readonly query: string, readonly from: string, readonly decide: import("./decide.mjs").Decide,
 *   readonly trust: { readonly ca?: string | undefined },
 * }} Sending
 */

/**
 * @param {Destination} destination
 * @param {Sending} sending `from` is where the route begins in the client's view
 */
export async function send(
  { base, path, header, value, secrets },
  { query, from, request, response, know, decide, trust },
) {
  const target = parseTarget(base.host, 443);
  know({ host: target.host, port: target.port });
  const addresses = await decide.addressesOf(target);
  const headers = {
    ...endToEnd(
      pairs(request.rawHeaders),
      (name) => isIdentity(name) || name === header || name === "host" || hides.test(name),
    ),
    host: base.host,
    "accept-encoding": ["identity"],
    ...(value === undefined ? {} : { [header]: [value] }),
  };
  const answer = await ask(
    {
      isTls: true,
      addresses,
      name: target.host,
      port: target.port,
      method: request.method ?? "GET",
      path: `${path}${query}`,
      headers,
      ca: trust.ca,
    },
    { request, response, know },
  );
  const received = endToEnd(pairs(answer.rawHeaders), isOfUpstream);
  try {
    checkAnswer(received, secrets);
    if (received.location !== undefined)
      received.location = received.location.map((to) => rebased(to, base, path, from));
  } catch (error) {
    answer.destroy();
    throw error;
  }
  const through = secrets.map((secret) =>
    withoutKey(secret, () => know({ decision: "refused", why: "the upstream has sent the key back" })),
  );
  return { status: answer.statusCode, bytesDown: await pass(answer, response, received, through) };
}

/**
 * @param {Record<string, string[]>} headers
 * @param {readonly string[]} secrets
 * @throws {Refusal}
 */
function checkAnswer(headers, secrets) {
  if (secrets.length === 0) return;
  // Names are in lower case by now.
  if (
    Object.entries(headers).some(([name, values]) =>
      secrets.some(
        (secret) => name.includes(secret.toLowerCase()) || values.some((value) => value.includes(secret)),
      ),
    )
  )
    throw unreachable("the upstream has sent the key back");
  if ((headers["content-encoding"] ?? ["identity"]).join() !== "identity")
    throw unreachable("the upstream has packed its answer, which was not asked for");
}

/**
 * A redirect within the route, as the client has to ask for it; the key goes to no other place.
 * @param {string} to
 * @param {URL} base
 * @param {string} path
 * @param {string} from
 * @throws {Refusal}
 */
function rebased(to, base, path, from) {
  const url = URL.canParse(to, new URL(path, base).href) ? new URL(to, new URL(path, base)) : undefined;
  const begin = base.pathname.replace(/\/$/, "");
  if (url?.origin !== base.origin || !url.pathname.startsWith(`${begin}/`))
    throw unreachable("the upstream leads to another place");
  return `${from}${url.pathname.slice(begin.length)}${url.search}`;
}
