import type { Json } from "../../compiler/ir/types.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { byBytes, type Values } from "../host/values.js";
import { policyOf } from "../policy/agent.js";
import {
  bindingOf,
  type HardeningRow,
  isAppended,
  isClosed,
  type Place,
  type PolicyText,
} from "../policy/hardening-row.js";
import { isWithin, tightening } from "../policy/tightening.js";

/** Properties, sorted, each with its assignments in order. */
type Assignments = ReadonlyMap<string, readonly string[]>;

/** What `systemd-run -p` is given, one `NAME=VALUE` each. */
export function policyFlags(options: Values, agent: IsolatedAgent): readonly string[] {
  const rows = policyOf(agent);
  return lines(withResets(assignments(rows, options, "flag"), rows));
}

/**
 * The `[Service]` section of the drop-in as NixOS prints it.
 * @see systemd.unit(5) for drop-ins of a name prefix
 */
export function dropInText(options: Values, agent: IsolatedAgent): string {
  const rows = policyOf(agent);
  const policy = assignments(rows, options, "dropin");
  const appended = namedBy(rows, isAppended);
  const extended = new Map(policy);
  for (const [property, entries] of extraProperties(options)) {
    extended.set(property, appended.has(property) ? [...(policy.get(property) ?? []), ...entries] : entries);
  }
  return ["[Service]", ...lines(withResets(extended, rows)), ""].join("\n");
}

/** Properties of `hardening.extraProperties` that are not known to tighten the sandbox. */
export function loosened(options: Values, agent: IsolatedAgent): readonly string[] {
  const rows = policyOf(agent);
  const policy = assignments(rows, options, "dropin");
  return [...extraProperties(options)]
    .filter(([property, entries]) => !tightens(entries, policy.get(property) ?? [], property, rows))
    .map(([property]) => property);
}

function tightens(
  entries: readonly string[],
  policy: readonly string[],
  property: string,
  rows: readonly HardeningRow[],
): boolean {
  // No entries take the policy's own away, an empty one resets a list, and a line break begins another property.
  if (entries.length === 0 || entries.some((entry) => entry === "" || entry.includes("\n"))) return false;
  const binding = bindingOf(rows, property);
  return binding === undefined ? tightening.includes(property) : isWithin(binding.tighten, entries, policy);
}

/** Every property of the policy that has something to say on this host. */
function assignments(rows: readonly HardeningRow[], options: Values, place: Place): Assignments {
  const found = new Map<string, readonly string[]>();
  for (const row of rows) {
    if (!row.where.includes(place)) continue;
    found.set(row.property, [...(found.get(row.property) ?? []), ...rowEntries(row, options)]);
  }
  return found;
}

function rowEntries({ value, when }: HardeningRow, options: Values): readonly string[] {
  if (when !== undefined && !when.oneOf.includes(options.at(...when.option).text)) return [];
  return (value.kind === "scalar" ? [value.text] : value.entries).flatMap((text) => expand(text, options));
}

/** A text with the host's values in it: none where an option in it is null, several where one is a list. */
function expand(text: PolicyText, options: Values): readonly string[] {
  if (typeof text === "string") return [text];
  if ("option" in text) return entriesOf(options.at(...text.option));
  const parts = text.map((part) =>
    typeof part === "string" ? part : entriesOf(options.at(...part.option))[0],
  );
  return parts.includes(undefined) ? [] : [parts.join("")];
}

function extraProperties(options: Values): Assignments {
  const { entries } = options.at("hardening", "extraProperties");
  return new Map(entries.map(([property, value]) => [property, entriesOf(value)]));
}

function entriesOf(value: Values): readonly string[] {
  if (value.json === null) return [];
  return Array.isArray(value.json) ? value.items.map(({ json }) => asText(json)) : [asText(value.json)];
}

/** systemd's spelling of a value: its booleans are `yes` and `no`. */
function asText(json: Json): string {
  if (typeof json === "boolean") return json ? "yes" : "no";
  return String(json);
}

const namedBy = (
  rows: readonly HardeningRow[],
  matches: (row: HardeningRow) => boolean,
): ReadonlySet<string> => new Set(rows.filter(matches).map(({ property }) => property));

/** systemd appends to lists, but for those that begin anew. */
function withResets(properties: Assignments, rows: readonly HardeningRow[]): Assignments {
  const closed = namedBy(rows, isClosed);
  return new Map(
    [...properties].map(([property, entries]) => [
      property,
      closed.has(property) ? ["", ...entries] : entries,
    ]),
  );
}

function lines(properties: Assignments): readonly string[] {
  return [...properties]
    .sort(([a], [b]) => byBytes(a, b))
    .flatMap(([property, entries]) => entries.map((entry) => `${property}=${entry}`));
}
