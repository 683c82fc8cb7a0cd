import { isVersion, type PackageFiles } from "../../../compiler/importers/npm/package.js";
import { isDeclaration } from "../../../compiler/importers/npm/wanted.js";
import type { PublicType, PublicTypes } from "../../../compiler/importers/typescript/public.js";
import { type Kind, rankOf } from "./ranks.js";

/** A file of a package, or a type in it by `path#Type`, that looks like what its settings are described by. */
export type Candidate = string;

/** Those files of a package that {@link candidatesIn} reads. */
export const mayBeCandidate = (path: string): boolean => /\.jsonc?$/u.test(path) || isDeclaration(path);

export interface Candidates {
  /** The likeliest first. */
  readonly all: readonly Candidate[];
  /** `NAME@VERSION` of packages that this one passes on whole; the version is told where it asks for one. */
  readonly passes: readonly string[];
}

/** What an importer can read of a package and looks like settings. */
export async function candidatesIn(of: Looked): Promise<Candidates> {
  const exported = await exportedBy(of);
  const known = new Set(exported.types.map(({ name }) => name.replace(/^.*\./u, "")));
  const found = [
    ...[...of.files].filter(([path, text]) => isSchema(path, text)).map(([path]) => file(path)),
    ...exported.types.map((type) => candidate(type.isTaken ? "taken" : "type", type)),
    ...inside(of.files, known).map((type) => candidate("inside", type)),
  ];
  const ranked = found.map((one) => ({ ...one, rank: rankOf(one.kind, one.name, of.source.package) }));
  return {
    all: ranked
      .toSorted((one, other) => one.rank - other.rank || one.depth - other.depth)
      .map(({ at }) => at),
    passes: exported.passes.map((name) => {
      const range = of.dependencies[name] ?? "";
      return `${name}@${isVersion(range) ? range : "VERSION"}`;
    }),
  };
}

type Looked = Pick<PackageFiles, "source" | "files" | "dependencies">;

interface Found {
  readonly at: Candidate;
  readonly kind: Kind;
  readonly name: string;
  /** Of schemas alone: types are in the order of the entries. */
  readonly depth: number;
}

const file = (path: string): Found => ({
  at: path,
  kind: "schema",
  name: path.replace(/^.*\/|\.jsonc?$/gu, "").replaceAll(".", "-"),
  depth: path.split("/").length,
});

const candidate = (kind: Kind, { file: path, name }: Place): Found => ({
  at: `${path}#${name}`,
  kind,
  name,
  depth: 0,
});

type Place = Pick<PublicType, "file" | "name">;

const SETTINGS = /(?:Settings|Config|Configuration|Options)$/u;

/** A package without types needs no compiler. */
async function exportedBy(of: Looked): Promise<PublicTypes> {
  if (![...of.files.keys()].some(isDeclaration)) return { types: [], passes: [] };
  const { publicTypes } = await import("../../../compiler/importers/typescript/public.js");
  return publicTypes(of, (name) => SETTINGS.test(name));
}

/** Types of files that no entry passes on, which the importer takes nevertheless. */
const inside = (files: PackageFiles["files"], known: ReadonlySet<string>): readonly Place[] =>
  [...files].flatMap(([path, text]) =>
    isDeclaration(path)
      ? [...text.matchAll(/^export (?:declare )?(?:interface|type) (\w+)/gmu)]
          .map(([, name = ""]) => ({ file: path, name }))
          .filter(({ name }) => SETTINGS.test(name) && !known.has(name))
      : [],
  );

/** A JSON Schema says so by its `$schema`; one that does not is told by its name. */
function isSchema(path: string, text: string): boolean {
  if (!/\.jsonc?$/u.test(path)) return false;
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
