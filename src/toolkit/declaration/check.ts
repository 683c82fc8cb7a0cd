import { builtins } from "../../../schema/index.js";
import { checkOptions } from "../../compiler/data/check.js";
import { HostFileError, type Problem } from "../../compiler/data/problem.js";
import { locate, type MapTree, type Path } from "../../compiler/data/tree.js";
import { isOption } from "../../compiler/ir/is-type.js";
import type { Json, JsonObject } from "../../compiler/ir/types.js";
import { suggestion } from "../../compiler/nearest.js";
import { policyFault } from "../../isolation/policy/agent.js";
import { mapValues } from "../../map-values.js";
import { standardOptions } from "./options.js";
import { declarationOptions } from "./shape.js";
import type { Declaration, FileFormat, FileStrategy, ProgramDeclaration } from "./types.js";

/**
 * A declaration out of data.
 * @throws {HostFileError} with every problem found: first those of its shape, then what does not go together
 */
export function checkDeclaration(tree: MapTree, file: string): Declaration {
  const data = checkOptions(tree, { options: declarationOptions, definitions: {} }, file);
  const declaration = declarationOf(data);
  const problems = problemsOf(declaration).map(
    ({ path, message }): Problem => ({ position: locate(tree, path), path: shown(path), message }),
  );
  if (problems.length > 0) throw new HostFileError(file, problems);
  return declaration;
}

/** The data that the shape has let through, without what is not said. */
function declarationOf(data: Readonly<Record<string, Json>>): Declaration {
  const { programs, ...rest } = data;
  const all = (programs as readonly Json[]).map((program) =>
    typeof program === "string" ? program : programOf(program as JsonObject),
  );
  return { ...(said(rest) as Partial<Declaration>), programs: all };
}

/** A null means something as a package, a template, in an option, and in a schema. */
function programOf({
  package: attribute = null,
  templates = {},
  options = [],
  files = {},
  ...rest
}: JsonObject): ProgramDeclaration {
  const ownFiles = mapValues(files as Readonly<Record<string, JsonObject>>, ({ from = null, ...file }) => ({
    ...(said(file) as JsonObject),
    from,
  }));
  const declared = { package: attribute, templates, options, files: ownFiles };
  return { ...(said(rest) as Partial<ProgramDeclaration>), ...declared } as unknown as ProgramDeclaration;
}

/** Without members that are null, to any depth. */
function said(value: Json): Json {
  if (Array.isArray(value)) return value.map(said);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, said(member)]));
}

interface Fault {
  readonly path: Path;
  readonly message: string;
}

/** Folders of the tree that are no program's. */
const taken = ["home-manager", "nixos", "schema"];

function problemsOf({ programs }: Declaration): readonly Fault[] {
  const names = programs.map((program) => (typeof program === "string" ? program : program.name));
  return programs.flatMap((program, index) => {
    const at = (...path: Path): Path => ["programs", index, ...path];
    const name = names[index] ?? "";
    const own = typeof program === "string" ? at() : at("name");
    const twice =
      names.indexOf(name) < index ? [{ path: own, message: `there is a program ${name} already` }] : [];
    if (typeof program === "string") {
      const known = Object.keys(builtins);
      const unknown = {
        path: at(),
        message: `nixsmith brings no program "${program}"${suggestion(program, known)}`,
      };
      return known.includes(program) ? twice : [unknown];
    }
    const reserved = taken.includes(name) ? [{ path: own, message: `${name} is a folder of the tree` }] : [];
    return [...twice, ...reserved, ...faultsIn(program, at)];
  });
}

/** Why the order of names does not survive in a file. */
function sorted(format: FileFormat, strategy: FileStrategy | undefined): string | undefined {
  if (format !== "json" && format !== "jsonc") return `only JSON keeps an order, and this file is ${format}`;
  return strategy === "merge" ? "a merged file keeps the order that it has; link or copy it" : undefined;
}

function faultsIn(program: ProgramDeclaration, at: (...path: Path) => Path): readonly Fault[] {
  const { files, resources = {}, mcp, options = [] } = program;
  const merged = Object.entries(files).flatMap(([file, { format = "json", strategy }]) =>
    strategy === "merge" && format !== "json"
      ? [
          {
            path: at("files", file, "strategy"),
            message: `only JSON can be merged, and this file is ${format}`,
          },
        ]
      : [],
  );
  const unordered = Object.entries(files).flatMap(([file, { format = "json", strategy, ordered = [] }]) => {
    const why = sorted(format, strategy);
    return ordered.length === 0 || why === undefined
      ? []
      : [{ path: at("files", file, "ordered"), message: why }];
  });
  const standard = standardOptions({ ...program, files: {}, resources: {} }).map(({ name }) => name);
  const clash = (
    kind: "files" | "resources",
    names: readonly string[],
    others: readonly string[],
  ): readonly Fault[] =>
    names
      .filter((name) => others.includes(name))
      .map((name) => ({
        path: at(kind, name),
        message: `there is an option ${name} already; choose another name`,
      }));
  const mcpFile = mcp === undefined ? undefined : files[mcp.file];
  const unmergeable =
    mcp !== undefined && mcpFile === undefined && !mcp.file.includes(".")
      ? [
          {
            path: at("mcp", "file"),
            message: `there is no file option ${mcp.file}${suggestion(mcp.file, Object.keys(files))}, and it names no file such as mcp.json`,
          },
        ]
      : [];
  const isolation = isolationFault(program, at);
  return [
    ...merged,
    ...unordered,
    ...clash("files", Object.keys(files), standard),
    ...clash("resources", Object.keys(resources), [...standard, ...Object.keys(files)]),
    ...unmergeable,
    ...(isolation === undefined ? [] : [isolation]),
    ...noOptions(options, (index) => at("options", index)),
    ...Object.entries(files).flatMap(([file, { from }]) =>
      Array.isArray(from) ? noOptions(from, (index) => at("files", file, "from", index)) : [],
    ),
  ];
}

/** What stands in the place of an option and is none. */
function noOptions(options: readonly unknown[], at: (index: number) => Path): readonly Fault[] {
  const message = "expected an option: a set with name, type and description, as nixsmith.json has them";
  return options.flatMap((option, index) => (isOption(option) ? [] : [{ path: at(index), message }]));
}

/** The first thing that the isolation lacks of a program, beside its own description. */
function isolationFault(
  { isolated, package: attribute, directory, files }: ProgramDeclaration,
  at: (...path: Path) => Path,
): Fault | undefined {
  if (isolated === undefined) return undefined;
  const { settings = "settings", names } = isolated;
  const merged = files[settings];
  if (attribute === null)
    return { path: at("isolated"), message: "an agent has a package; say which, in package" };
  if (directory.variable === undefined)
    return {
      path: at("isolated"),
      message: "an agent finds its directory by an environment variable; say which, in directory.variable",
    };
  if (merged === undefined)
    return {
      path: at("isolated", "settings"),
      message: `there is no file option ${settings}${suggestion(settings, Object.keys(files))}`,
    };
  const { path, format } = merged;
  if (format === "yaml")
    return {
      path: at("files", settings, "format"),
      message: "the isolation merges JSON and TOML, and no YAML",
    };
  if (names !== undefined && !names.includes(path))
    return { path: at("isolated", "names"), message: `${path} is not among them; add it` };
  for (const [property, own] of Object.entries(isolated.policy ?? {})) {
    const message = policyFault(property, own);
    if (message !== undefined) return { path: at("isolated", "policy", property), message };
  }
  return undefined;
}

const shown = (path: Path): string =>
  path.reduce<string>(
    (text, step) => (typeof step === "number" ? `${text}[${step}]` : text === "" ? step : `${text}.${step}`),
    "",
  );
