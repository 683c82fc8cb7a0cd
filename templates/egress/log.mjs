// One line of JSON for each decision, and one for the end of what was allowed, to standard output, which is the journal's. No header, body, query or key is in it.

/**
 * @typedef {{
 *   readonly decision: "allowed" | "refused" | "failed" | "ended", readonly kind: "connect" | "http" | "route" | "git" | "request",
 *   readonly host?: string, readonly port?: number, readonly method?: string, readonly path?: string, readonly address?: string,
 *   readonly route?: string, readonly why?: string, readonly status?: number,
 *   readonly bytesUp?: number, readonly bytesDown?: number, readonly milliseconds?: number,
 * }} Entry
 */

/** @typedef {(entry: Entry) => void} Log */

/** A client chooses its paths and names: they are cut. */
const longest = 500;

/** @type {Log} */
export const logToJournal = (entry) => {
  const short = Object.fromEntries(
    Object.entries(entry).map(([name, value]) => [
      name,
      typeof value === "string" ? value.slice(0, longest) : value,
    ]),
  );
  process.stdout.write(`${JSON.stringify(short)}\n`);
};
