import type { Json } from "../../ir/types.js";

/** What Nix makes of a host with the modules of one side, as it evaluates it. */
export interface HostFacts {
  /** Lines of sudoers(5), the host's own included. */
  readonly sudoers: readonly string[];
  /** Properties of services, by unit. */
  readonly units: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** Users, groups, temporary files, commands on PATH and what else modules decide, by the option's path. */
  readonly config: Readonly<Record<string, Json>>;
  /** Texts of the files that the sudo rule and the commands lead to, by their paths in the store. */
  readonly files: Readonly<Record<string, string>>;
}

/** The host, or why there is none: it is refused, or does not evaluate. */
export type EvaluatedHost = { readonly made: HostFacts } | { readonly refused: string };

/** One thing that a host is made of; an entry of a list is a fact of its own. */
export type Facts = ReadonlyMap<string, string>;

/** The facts of a tree of options, by path. */
export function flatten(config: Json, path = ""): Facts {
  if (Array.isArray(config))
    return new Map(
      config.map((entry) => [`${path}: ${typeof entry === "string" ? entry : JSON.stringify(entry)}`, ""]),
    );
  if (typeof config !== "object" || config === null) return new Map([[path, String(config)]]);
  return new Map(
    Object.entries(config).flatMap(([name, value]) => [
      ...flatten(value, path === "" ? name : `${path}.${name}`),
    ]),
  );
}

/** The same without the hashes of store paths, which differ with every letter of what they are made from. */
export function withoutHashes(host: HostFacts): HostFacts {
  const plain = (text: string): string => text.replace(/(\/nix\/store\/)[0-9a-z]{32}-/g, "$1");
  return JSON.parse(plain(JSON.stringify(host)));
}
