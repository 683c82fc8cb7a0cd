import type { ErrorObject } from "ajv";
import type { Imported } from "../../src/compiler/importers/import.js";
import type { OptionType } from "../../src/compiler/ir/types.js";

/** The paths that an instance has in the option tree, one for each definition it passes through. */
function placesOf({ type, definitions }: Imported, pointer: readonly string[]): readonly string[] {
  const visit = (of: OptionType, rest: readonly string[], path: string): readonly string[] => {
    if (of.kind === "nullOr") return visit(of.of, rest, path);
    if (of.kind === "union") return of.of.flatMap((member) => visit(member, rest, path));
    const target = of.kind === "ref" ? definitions[of.name] : undefined;
    if (of.kind === "ref" && target !== undefined) return [path, ...visit(target, rest, `#${of.name}`)];
    const [key, ...more] = rest;
    const below = key === undefined ? undefined : step(of, key, path);
    return below === undefined ? [path] : [path, ...visit(below.type, more, below.path)];
  };
  return visit(type, pointer, "");
}

/** One key further into a list or a set. */
function step(
  of: OptionType,
  key: string,
  path: string,
): { readonly type: OptionType; readonly path: string } | undefined {
  if (of.kind === "listOf") return { type: of.of, path: `${path}[]` };
  if (of.kind === "attrsOf") return { type: of.of, path: join(path, "*") };
  if (of.kind !== "submodule") return undefined;
  const option = of.options.find(({ name }) => name === key);
  if (option !== undefined) return { type: option.type, path: join(path, key) };
  return of.freeform === undefined ? undefined : { type: of.freeform, path: join(path, "*") };
}

const join = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

/** Whether the loss report names the place of an error, or one of the places it leads through at the end. */
export function isReported(error: ErrorObject, from: Imported): boolean {
  const missing = error.keyword === "required" ? [String(error.params.missingProperty)] : [];
  const pointer = [...error.instancePath.split("/").slice(1), ...missing].map((key) =>
    key.replaceAll("~1", "/").replaceAll("~0", "~"),
  );
  return isReportedAt(pointer, from);
}

/** The same of a place, by the keys that lead to it. */
export function isReportedAt(keys: readonly string[], from: Imported): boolean {
  const places = placesOf(from, keys);
  return from.losses.some(({ status, path }) => status === "widened" && places.includes(path));
}
