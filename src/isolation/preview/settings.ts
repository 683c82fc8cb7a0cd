import { isObject, merged } from "../../compiler/ir/object.js";
import type { Json, JsonObject } from "../../compiler/ir/types.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { byBytes } from "../host/values.js";

/** Who a setting comes from: the agent itself at run time, the host user's file, or the module's option `settings`. */
export type Layer = "agent" | "host" | "managed";

/** One value of the merged file of settings. */
export interface Setting {
  /** The keys that lead to it, by dots. */
  readonly path: string;
  readonly layer: Layer;
  /** JSON text; absent where it is not known before a session, or nobody's business. */
  readonly value: string | undefined;
  /** JSON text of the host user's value that the managed one replaces. */
  readonly replaces: string | undefined;
}

/**
 * The settings of a session, sorted by path, each with its layer. Objects merge deeply, lists replace, managed wins.
 * @param host the host user's own settings, where they are known
 */
export function layeredSettings(
  { settings: { kept } }: Pick<IsolatedAgent, "settings">,
  managed: JsonObject,
  host: JsonObject = {},
): readonly Setting[] {
  const known = leaves(merged(host, managed)).map(([path, value]): Setting => {
    const name = path.join(".");
    const isManaged = at(managed, path) !== undefined;
    return {
      path: name,
      layer: isManaged ? "managed" : "host",
      value: shown(name, value),
      replaces: isManaged ? shown(name, at(host, path)) : undefined,
    };
  });
  const own = kept
    .filter((key) => !(key in host) && !(key in managed))
    .map((path): Setting => ({ path, layer: "agent", value: undefined, replaces: undefined }));
  return [...known, ...own].sort((a, b) => byBytes(a.path, b.path));
}

/** Every value by the names that lead to it; a list is one value, and so is an empty object. */
function leaves(object: JsonObject): readonly (readonly [path: readonly string[], value: Json])[] {
  return Object.entries(object).flatMap(([name, value]) => {
    if (!isObject(value) || Object.keys(value).length === 0) return [[[name], value] as const];
    return leaves(value).map(([path, leaf]) => [[name, ...path], leaf] as const);
  });
}

const at = (object: JsonObject, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((value, name) => (isObject(value) ? value[name] : undefined), object);

/** Names of what should never be shown, however it got into a file of settings. */
const secretName = /(api_?key|token|secret|passw(or)?d|credentials?|authorization)$/i;

function shown(path: string, value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  return secretName.test(path) && typeof value === "string" ? '"(not shown)"' : JSON.stringify(value);
}
