// git over HTTPS: the three requests of its smart protocol (gitprotocol-http(5)), for the repositories that are listed.

import { send } from "./broker.mjs";
import { askedFor } from "./path.mjs";
import { forbidden } from "./refusal.mjs";

/**
 * What git asks for: the repository, the path behind it, and whether it is to be written.
 * @param {string} method
 * @param {string} path
 * @param {string} query
 * @throws {Refusal}
 */
function asked(method, path, query) {
  const [, name = "", what = ""] =
    /^\/git\/(.+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(path) ?? [];
  const request = `${method} ${what}${query}`;
  const service = ["git-upload-pack", "git-receive-pack"].find(
    (one) => request === `GET info/refs?service=${one}` || request === `POST ${one}`,
  );
  if (service === undefined)
    throw forbidden("of git's paths only those by which it fetches and pushes are open");
  return { name, what, isPush: service === "git-receive-pack" };
}

/**
 * @param {import("./config.mjs").Config} config
 * @param {ReadonlyMap<string, string>} keys
 * @param {import("./decide.mjs").Decide} decide
 * @param {{ readonly ca?: string | undefined }} trust
 */
export function repositories({ git, option }, keys, decide, trust) {
  /** @type {import("./server.mjs").Handler} */
  return async (request, response, know) => {
    const { method, path, query } = askedFor(request, "git", know);
    const { name, what, isPush } = asked(method, path, query);
    const found = git[name];
    if (found === undefined)
      throw forbidden(`${name} is not in ${option}.network.git; the owner of this host can add it there`);
    if (isPush && !found.push)
      throw forbidden(
        `${name} may not be pushed to; the owner of this host can set ${option}.network.git."${name}".push`,
      );
    const [host = "", ...rest] = name.split("/");
    const base = new URL(`https://${host}`);
    const key = found.credential === null ? undefined : keys.get(found.credential);
    if (found.credential !== null && key === undefined)
      throw forbidden(
        `the key of ${option}.network.git."${name}" is not there; the owner of this host has to mend its file`,
      );
    // As GitHub, GitLab and Forgejo take a token for a password (RFC 7617).
    const login = key === undefined ? [] : [Buffer.from(`x-access-token:${key}`).toString("base64")];
    const [value] = login.map((basic) => `Basic ${basic}`);
    const secrets = key === undefined ? [] : [key, ...login];
    const destination = {
      base,
      path: `/${rest.join("/")}.git/${what}`,
      header: "authorization",
      value,
      secrets,
    };
    return send(destination, { query, from: `/git/${host}`, request, response, know, decide, trust });
  };
}
