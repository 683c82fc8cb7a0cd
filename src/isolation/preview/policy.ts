import type { IsolatedAgent } from "../../compiler/program/agent.js";
import type { Values } from "../host/values.js";
import { optionOf } from "../names.js";
import { policyOf } from "../policy/agent.js";
import type { HardeningRow, PolicyText } from "../policy/hardening-row.js";

/** Properties, each with its assignments in order; an empty assignment clears what stood before it. */
export type Assignments = ReadonlyMap<string, readonly string[]>;

/** A property of the sandbox with everything that speaks for and against it. */
export interface PolicyProperty {
  readonly property: string;
  /** Assignments of the drop-in, which bind every session. */
  readonly dropIn: readonly string[];
  /** Assignments on systemd-run's command line, which hold even without the drop-in. */
  readonly flags: readonly string[];
  readonly reasons: readonly string[];
  /** What no longer works because of it. */
  readonly breaks: readonly string[];
  /** The first systemd release that has all of it. */
  readonly since: number | undefined;
  /** Full names of the options that decide it; none where nothing does. */
  readonly options: readonly string[];
}

/** Reads `NAME=VALUE` lines; other lines, such as section headings, say nothing. */
export function assignmentsIn(lines: readonly string[]): Assignments {
  const found = new Map<string, readonly string[]>();
  for (const line of lines) {
    const [, property, value] = /^(\w+)=(.*)$/s.exec(line) ?? [];
    if (property === undefined || value === undefined) continue;
    found.set(property, [...(found.get(property) ?? []), value]);
  }
  return found;
}

/** Every property of a host's sandbox: those of the table in its order, then what the operator adds. */
export function policyProperties(
  agent: IsolatedAgent,
  options: Values,
  flags: Assignments,
  dropIn: Assignments,
): readonly PolicyProperty[] {
  const rows = policyOf(agent).filter((row) => contributes(row, options));
  const names = new Set([...rows.map(({ property }) => property), ...dropIn.keys()]);
  const extra = new Set(options.at("hardening", "extraProperties").entries.map(([name]) => name));
  return [...names].map((property) => {
    const own = rows.filter((row) => row.property === property);
    return {
      property,
      dropIn: dropIn.get(property) ?? [],
      flags: flags.get(property) ?? [],
      reasons: own.length === 0 ? ["Set by the operator."] : own.map(({ reason }) => reason),
      breaks: own.map(({ breaks }) => breaks).filter((text) => text !== ""),
      since: own.length === 0 ? undefined : Math.max(...own.map(({ since }) => since)),
      options: [
        ...new Set(own.flatMap(optionsOf).map((path) => optionName(agent, path))),
        ...(extra.has(property) ? [optionName(agent, ["hardening", "extraProperties", property])] : []),
      ],
    };
  });
}

const optionName = (agent: Pick<IsolatedAgent, "option">, path: readonly string[]): string =>
  [optionOf(agent), ...path].join(".");

const textsOf = ({ value }: HardeningRow): readonly PolicyText[] =>
  value.kind === "scalar" ? [value.text] : value.entries;

function optionsOf(row: HardeningRow): readonly (readonly string[])[] {
  const inText = (text: PolicyText): readonly (readonly string[])[] => {
    if (typeof text === "string") return [];
    return "option" in text ? [text.option] : text.flatMap(inText);
  };
  return [...(row.when === undefined ? [] : [row.when.option]), ...textsOf(row).flatMap(inText)];
}

/** Whether a row has something to say on a host: its condition holds, and not all it would print is unset. */
function contributes(row: HardeningRow, options: Values): boolean {
  if (row.when !== undefined && !row.when.oneOf.includes(options.at(...row.when.option).text)) return false;
  const isSet = (text: PolicyText): boolean => {
    if (typeof text === "string" || !("option" in text)) return true;
    const { json } = options.at(...text.option);
    return json !== null && !(Array.isArray(json) && json.length === 0);
  };
  const texts = textsOf(row);
  return texts.length === 0 || texts.some(isSet);
}
