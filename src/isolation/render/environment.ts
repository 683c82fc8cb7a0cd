import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { byBytes, type Values } from "../host/values.js";
import { proxyVariables, reservedBy } from "../policy/runtime.js";
import { outsideEnvironment } from "./egress.js";

/** Where a session's variables come from, the weakest first. */
export interface Environment {
  /** Variables of the option `environment`, sorted. */
  readonly managed: readonly string[];
  /** The managed variables as the `EnvironmentFile=` that systemd reads. */
  readonly file: string;
  /** Those of `environmentFiles`, in the order in which systemd reads them. */
  readonly files: readonly string[];
  /** Variables that the session sets itself, last. */
  readonly reserved: readonly string[];
}

export function environmentOf(options: Values, agent: IsolatedAgent): Environment {
  const own = options.at("environment").entries;
  const managed = sorted([...own, ...outsideEnvironment(options, agent)]);
  return {
    managed: managed.map(([name]) => name),
    file: managed.map(([name, value]) => `${name}=${quoted(value.text)}\n`).join(""),
    files: options.at("environmentFiles").texts,
    reserved: [...reservedOn(agent, options), "XDG_*", "LC_*"],
  };
}

/** As Nix sorts attributes; of two of one name the later one counts. */
const sorted = (entries: readonly (readonly [string, Values])[]): readonly (readonly [string, Values])[] =>
  [...new Map(entries)].sort(([a], [b]) => byBytes(a, b));

/** Variables that the session sets itself on a host, by their names. */
export const reservedOn = (agent: IsolatedAgent, options: Values): readonly string[] => [
  ...reservedBy(agent),
  ...(options.at("network", "mode").text === "proxy" ? proxyVariables : []),
];

/** systemd.exec(5), EnvironmentFile=: between double quotes only these mean something, and a backslash ends that. */
function quoted(value: string): string {
  return `"${value.replace(/["\\`$]/g, "\\$&")}"`;
}
