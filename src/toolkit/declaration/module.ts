import type { Json } from "../../compiler/ir/types.js";
import { fromJson, printNix, printPath } from "../../compiler/nix/print.js";
import type { Program, TemplateView } from "../../compiler/program/types.js";
import type { ProgramDeclaration } from "./types.js";

/** What the standard module of a declared program is made of. */
export function standardTemplates(declaration: ProgramDeclaration): Program["templates"] {
  const merges = strategies(declaration).has("merge");
  return {
    "default.nix": "program/default.nix",
    "files.nix": "program/files.nix",
    ...(merges ? { "merge-settings.sh": "home-manager/merge-settings.sh" } : {}),
  };
}

/** What its templates ask for. */
export function standardView(declaration: ProgramDeclaration, maintainers: readonly string[]): TemplateView {
  const { files, resources = {}, directory, context, module } = declaration;
  const used = strategies(declaration);
  const isOrdered = Object.values(files).some(({ ordered = [] }) => ordered.length > 0);
  const [merges, copies] = [used.has("merge"), used.has("copy")];
  return {
    files: print(
      mapValues(files, ({ path, format = "json", strategy = "link", ordered }) => ({
        path,
        format,
        strategy,
        ...(isOrdered ? { ordered: (ordered ?? []).length > 0 } : {}),
      })),
    ),
    ordered: isOrdered,
    resources: print(
      mapValues(resources, ({ path, directories = false, executable = false }) => ({
        path,
        directories,
        executable,
      })),
    ),
    maintainers: printNix(fromJson(maintainers)),
    package: declaration.package !== null,
    merges,
    copies,
    both: merges && copies,
    written: merges || copies,
    extra: module !== undefined,
    variable: directory.variable ?? false,
    default: print(directory.default),
    context: context !== undefined,
    contextFile: print(context ?? ""),
    ...mcpView(declaration),
  };
}

function mcpView({ mcp, files }: ProgramDeclaration): TemplateView {
  if (mcp === undefined) return { mcp: false, mcpInFile: false, mcpAlone: false };
  const inFile = mcp.file in files;
  return {
    mcp: true,
    mcpInFile: inFile,
    mcpAlone: !inFile,
    mcpFile: inFile ? printPath([mcp.file]) : print(mcp.file),
    mcpKey: printPath([mcp.key]),
  };
}

const strategies = ({ files }: ProgramDeclaration): ReadonlySet<string> =>
  new Set(Object.values(files).map(({ strategy = "link" }) => strategy));

/** As it stands in a file's outermost `let` or call. */
const print = (value: Json): string => printNix(fromJson(value), { indent: 2 });

const mapValues = <Value, Result>(
  object: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Readonly<Record<string, Result>> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
