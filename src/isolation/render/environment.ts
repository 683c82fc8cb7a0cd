import type { Values } from "../host/values.js";
import { reservedVariables } from "../policy/runtime.js";

/** Where a session's variables come from, the weakest first. */
export interface Environment {
  /** Variables of `m3ta.pi-agent.environment`, sorted. */
  readonly managed: readonly string[];
  /** The managed variables as the `EnvironmentFile=` that systemd reads. */
  readonly file: string;
  /** `m3ta.pi-agent.environmentFiles`, in the order in which systemd reads them. */
  readonly files: readonly string[];
  /** Variables that the session sets itself, last. */
  readonly reserved: readonly string[];
}

export function environmentOf(options: Values): Environment {
  const managed = options.at("environment").entries;
  return {
    managed: managed.map(([name]) => name),
    file: managed.map(([name, value]) => `${name}=${quoted(value.text)}\n`).join(""),
    files: options.at("environmentFiles").texts,
    reserved: [...reservedVariables, "XDG_*", "LC_*"],
  };
}

/** systemd.exec(5), EnvironmentFile=: between double quotes only these mean something, and a backslash ends that. */
function quoted(value: string): string {
  return `"${value.replace(/["\\`$]/g, "\\$&")}"`;
}
