import type { IsolatedAgent } from "../../compiler/program/agent.js";
import type { Values } from "../host/values.js";
import { reservedBy } from "../policy/runtime.js";

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
  const managed = options.at("environment").entries;
  return {
    managed: managed.map(([name]) => name),
    file: managed.map(([name, value]) => `${name}=${quoted(value.text)}\n`).join(""),
    files: options.at("environmentFiles").texts,
    reserved: [...reservedBy(agent), "XDG_*", "LC_*"],
  };
}

/** systemd.exec(5), EnvironmentFile=: between double quotes only these mean something, and a backslash ends that. */
function quoted(value: string): string {
  return `"${value.replace(/["\\`$]/g, "\\$&")}"`;
}
