import type { Json } from "../../compiler/ir/types.js";
import { byBytes, type Values } from "../host/values.js";
import { hardening } from "../policy/hardening.js";
import type { HardeningRow, Place, PolicyText } from "../policy/hardening-row.js";
import { tightening } from "../policy/tightening.js";

/** Properties, sorted, each with its assignments in order. */
type Assignments = ReadonlyMap<string, readonly string[]>;

/** What `systemd-run -p` is given, one `NAME=VALUE` each. */
export function policyFlags(options: Values): readonly string[] {
  return lines(withResets(assignments(options, "flag")));
}

/**
 * The `[Service]` section of the drop-in as NixOS prints it.
 * @see systemd.unit(5) for drop-ins of a name prefix
 */
export function dropInText(options: Values): string {
  const policy = assignments(options, "dropin");
  const extended = new Map(policy);
  for (const [property, entries] of extraProperties(options)) {
    extended.set(property, appends(property) ? [...(policy.get(property) ?? []), ...entries] : entries);
  }
  return ["[Service]", ...lines(withResets(extended)), ""].join("\n");
}

/** Properties of `hardening.extraProperties` that are not known to tighten the sandbox. */
export function loosened(options: Values): readonly string[] {
  const policy = assignments(options, "dropin");
  return [...extraProperties(options)]
    .filter(([property, entries]) => !tightens(property, entries, policy))
    .map(([property]) => property);
}

function tightens(property: string, entries: readonly string[], policy: Assignments): boolean {
  // No entries take the policy's own away, an empty one resets a list, and a line break begins another property.
  if (entries.length === 0 || entries.some((entry) => entry === "" || entry.includes("\n"))) return false;
  const rows = hardening.filter((row) => row.property === property);
  const tighten = (rows.find((row) => row.where.includes("dropin")) ?? rows[0])?.tighten;
  if (tighten === undefined) return tightening.includes(property);
  switch (tighten.rule) {
    case "same":
    case "subset":
    case "option":
      return entries.every((entry) => policy.get(property)?.includes(entry));
    case "oneOf":
      return entries.every((entry) => tighten.values.includes(entry));
    case "more":
      return true;
    case "deny":
      return entries.every((entry) => entry.startsWith("~"));
  }
}

/** Every property of the policy that has something to say on this host. */
function assignments(options: Values, place: Place): Assignments {
  const found = new Map<string, readonly string[]>();
  for (const row of hardening) {
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

const rowsOf = (property: string): readonly HardeningRow[] =>
  hardening.filter((row) => row.property === property);

/** Whether more entries of a property stand beside the policy's own instead of in their place. */
const appends = (property: string): boolean =>
  rowsOf(property).some(({ tighten: { rule } }) => rule === "more" || rule === "deny");

/** systemd appends to lists; the empty assignment first clears what anybody else put there. */
function withResets(properties: Assignments): Assignments {
  const isClosed = (property: string): boolean =>
    rowsOf(property).some(({ value }) => value.kind === "list" && value.reset);
  return new Map(
    [...properties].map(([property, entries]) => [property, isClosed(property) ? ["", ...entries] : entries]),
  );
}

function lines(properties: Assignments): readonly string[] {
  return [...properties]
    .sort(([a], [b]) => byBytes(a, b))
    .flatMap(([property, entries]) => entries.map((entry) => `${property}=${entry}`));
}
