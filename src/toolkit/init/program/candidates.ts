import type { PackageFiles } from "../../../compiler/importers/npm/package.js";

/** A file of a package, or a type in it by `path#Type`, that looks like what its settings are described by. */
export type Candidate = string;

/** What an importer can read of a package and looks like settings, the likeliest first. */
export function candidatesIn({ files }: Pick<PackageFiles, "files">): readonly Candidate[] {
  const found = [...files].flatMap(([path, text]) =>
    /\.jsonc?$/u.test(path) ? (isSchema(path, text) ? [path] : []) : typesIn(path, text),
  );
  return found.toSorted((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}

/** Those files of a package that {@link candidatesIn} reads. */
export const mayBeCandidate = (path: string): boolean => /\.(?:jsonc?|d\.[cm]?ts)$/u.test(path);

/** A JSON Schema says so by its `$schema`; one that does not is told by its name. */
function isSchema(path: string, text: string): boolean {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== "object" || json === null) return false;
    const names = "$schema" in json && /json-schema\.org/u.test(String(json.$schema));
    return (
      ["properties", "$ref", "definitions", "$defs", "allOf", "anyOf"].some((key) => key in json) &&
      (names || /schema/iu.test(path))
    );
  } catch {
    return false;
  }
}

function typesIn(path: string, text: string): readonly Candidate[] {
  const types = text.matchAll(
    /^\s*export\s+(?:declare\s+)?(?:interface|type)\s+(\w*(?:Settings|Config|Configuration))\b/gmu,
  );
  return [...types].map(([, name]) => `${path}#${name}`);
}

/** Schemas before types, those that are named as settings are before others, a short way before a long one. */
function rank(candidate: Candidate): number {
  const [path = "", type] = candidate.split("#");
  const isNamed = /(?:config|settings)/iu.test(path) || type === "Config" || type === "Settings";
  return (type === undefined ? 0 : 100) + (isNamed ? 0 : 10) + path.split("/").length;
}
