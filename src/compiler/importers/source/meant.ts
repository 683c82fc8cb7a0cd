import { basename } from "node:path/posix";
import { distance } from "../../nearest.js";
import type { PackageFiles } from "../npm/package.js";
import { isDeclaration, isTypescript, type Wanted } from "../npm/wanted.js";

const MAX_NAMED = 5;

/** A file of a package that is not there, and the part of it that was asked for. */
interface Absent {
  readonly path: string;
  readonly part?: string;
}

/** The files of a package that may have been meant by one that is not there. */
export function mayBeMeant(absent: string): Wanted {
  if (isDeclaration(absent)) return isDeclaration;
  return isTypescript(absent) ? isTypescript : (path) => /\.jsonc?$/u.test(path);
}

/** What an error expects in the place of a file that is not there: one that can be imported. */
export function insteadOf(absent: Absent, { paths, files }: Pick<PackageFiles, "paths" | "files">): string {
  const isType = isTypescript(absent.path);
  const meant = isType ? typesFor(absent, files) : schemasFor(absent, files);
  if (meant.length > 0) return `a file that is there, such as ${named(meant)}`;
  const [kind, others] = isType
    ? ["types", paths.filter((path) => /schema[^/]*\.jsonc?$/iu.test(path))]
    : ["JSON Schema", paths.filter(isDeclaration).map((path) => `${path}#Type`)];
  return others.length === 0
    ? "another package: this one has neither a JSON Schema nor types"
    : `what is there, such as ${named(others)}; it has no ${kind}`;
}

const named = (files: readonly string[]): string => files.slice(0, MAX_NAMED).join(", ");

/** Those that export the type come first, and say it. */
function typesFor({ path, part }: Absent, files: ReadonlyMap<string, string>): readonly string[] {
  const [type = ""] = part?.split(".") ?? [];
  const name = `\\b${type.replaceAll("$", "\\$")}(?![\\w$])`;
  const has = new RegExp(
    `^\\s*export\\b(?:[\\w\\s]*?\\b(?:interface|type|class|enum|namespace)\\s+${name}|\\s+(?:type\\s+)?\\{[^}]*${name})`,
    "mu",
  );
  const all = nearestTo(path, [...files.keys()].filter(isTypescript));
  const exporting = type === "" ? [] : all.filter((file) => has.test(files.get(file) ?? ""));
  return exporting.length > 0 ? exporting.map((file) => `${file}#${part}`) : all;
}

/** What says of values what a schema says. Packages have other JSON, which imports to nothing. */
const isSchema = (text: string): boolean =>
  /"(?:properties|patternProperties|additionalProperties|\$ref|\$defs|definitions|allOf|anyOf|oneOf)"\s*:/u.test(
    text,
  );

const schemasFor = ({ path }: Absent, files: ReadonlyMap<string, string>): readonly string[] =>
  nearestTo(
    path,
    [...files].flatMap(([file, text]) => (/\.jsonc?$/u.test(file) && isSchema(text) ? [file] : [])),
  );

/** By the part of the names that would have to be written otherwise: the same name in another directory comes first. */
function nearestTo(path: string, files: readonly string[]): readonly string[] {
  const name = basename(path).toLowerCase();
  const unlike = (file: string): number => {
    const other = basename(file).toLowerCase();
    return distance(name, other) / Math.max(name.length, other.length);
  };
  return files
    .map((file) => ({ file, rank: unlike(file) }))
    .toSorted((one, other) => one.rank - other.rank || one.file.length - other.file.length)
    .map(({ file }) => file);
}
