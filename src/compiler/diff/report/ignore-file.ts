import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import * as z from "zod";
import { NixsmithError } from "../../../errors.js";

/** A change that somebody has looked at and let pass, until a day. */
export interface IgnoreEntry {
  readonly fingerprint: string;
  readonly reason: string;
  /** The last day on which it counts, as `2026-12-31`. */
  readonly until: string;
}

const day = z.iso.date("expected a day such as 2026-12-31");
const entries = z.array(
  z.strictObject({
    fingerprint: z.string().regex(/^[0-9a-f]{16}$/, "expected the 16 digits that a report shows in brackets"),
    reason: z.string().min(10, "expected a sentence that says why the change may pass"),
    until: day,
  }),
);

/**
 * Reads an ignore file: a YAML list of entries with fingerprint, reason and until.
 * @param where how the user named it
 * @throws {NixsmithError} for anything else, naming line, entry and key
 */
export function parseIgnoreFile(text: string, where: string): readonly IgnoreEntry[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => `${where}:${Math.max(lines.linePos(offset).line, 1)}`;
  const [fault] = document.errors;
  if (fault !== undefined)
    throw new NixsmithError(`this is not YAML: ${fault.message}`, { where: at(fault.pos[0]) });
  const { success, data, error } = entries.safeParse(plain(document, where) ?? []);
  if (success) return data;
  const [issue] = error.issues;
  const [index, key] = issue?.path ?? [];
  const path = [index, key].filter((part) => part !== undefined);
  const node = document.getIn(path, true);
  const names = [
    ...(typeof index === "number" ? [`entry ${index + 1}`] : []),
    ...(key === undefined ? [] : [String(key)]),
  ];
  throw new NixsmithError(issue?.message ?? "this is no ignore file", {
    where: [at(isNode(node) ? (node.range?.[0] ?? 0) : 0), ...names].join(", "),
    expected: "a list of entries with fingerprint, reason and until",
  });
}

function plain(document: Document, where: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (cause) {
    throw new NixsmithError("there is an alias; write the value itself", { where, cause });
  }
}
