import type { Json } from "../../compiler/ir/types.js";
import { fromJson, printNix, printPath } from "../../compiler/nix/print.js";
import type { Program, TemplateView } from "../../compiler/program/types.js";
import { mapValues } from "../../map-values.js";
import type { AgentsDeclaration } from "./agents.js";
import type { McpDeclaration, ProgramDeclaration } from "./types.js";

/** What the standard module of a declared program is made of. */
export const standardTemplates: Program["templates"] = {
  "default.nix": "program/default.nix",
  "files.nix": "program/files.nix",
};

/** What the module imports, which the tree has once: one of the declaration's own says what that is. */
export function sharedTemplates(declaration: ProgramDeclaration): Program["shared"] {
  const { templates = {}, shared = [] } = declaration;
  const files = "default.nix" in templates ? shared : [...sharedByStandard(declaration), ...shared];
  return Object.fromEntries(files.map((file) => [file, `shared/${file}`]));
}

const sharedByStandard = ({ mcp, agents }: ProgramDeclaration): readonly string[] => [
  "json.nix",
  "keys.nix",
  "merge-settings.sh",
  "text.nix",
  ...(mcp === undefined ? [] : ["mcp.nix"]),
  ...(agents === undefined ? [] : [...agentFiles, `agents/${agents.rights.kind}-rights.nix`]),
];

const agentFiles = [
  "agents/agent.nix",
  "agents/default.nix",
  "agents/directories.nix",
  "agents/front-matter/block.nix",
  "agents/front-matter/default.nix",
  "agents/front-matter/flow.nix",
  "agents/front-matter/scalar.nix",
  "agents/permissions.nix",
  "agents/render.nix",
  "agents/rules.nix",
  "agents/skills.nix",
  "agents/source.nix",
];

/** What its templates ask for. */
export function standardView(declaration: ProgramDeclaration, maintainers: readonly string[]): TemplateView {
  const { name, title = name, files, resources = {}, directory, context, module, agents } = declaration;
  const isOrdered = Object.values(files).some(({ ordered = [] }) => ordered.length > 0);
  return {
    files: print(
      mapValues(files, ({ path, format = "json", always = {}, apart = false, ordered }) => ({
        path,
        format,
        always,
        apart,
        ...(isOrdered ? { ordered: (ordered ?? []).length > 0 } : {}),
      })),
    ),
    ordered: isOrdered,
    resources: print(
      mapValues(resources, ({ path, directories = false, whole = false, executable = false, content }) => ({
        path,
        directories,
        whole,
        executable,
        content: content ?? {},
      })),
    ),
    maintainers: printNix(fromJson(maintainers)),
    titleText: print(title),
    package: declaration.package !== null,
    extra: module !== undefined,
    variable: directory.variable ?? false,
    default: print(directory.default),
    context: context !== undefined,
    contextFile: print(context ?? ""),
    ...mcpView(declaration),
    ...(agents === undefined ? { agents: false } : agentsView(agents, title, resources)),
  };
}

function mcpView({ mcp, files }: ProgramDeclaration): TemplateView {
  if (mcp === undefined)
    return { mcp: false, mcpInFile: false, mcpAlone: false, mcpMerged: false, mcpLinked: false };
  const inFile = mcp.file in files;
  const merged = mcp.strategy === "merge";
  return {
    mcp: true,
    mcpForm: print(formOf(mcp)),
    mcpInFile: inFile,
    mcpAlone: !inFile,
    mcpMerged: !inFile && merged,
    mcpLinked: !inFile && !merged,
    mcpFile: inFile ? printPath([mcp.file]) : print(mcp.file),
    mcpPath: placeOf(mcp),
    mcpKey: printPath([mcp.key]),
  };
}

/** Where servers have a file of their own, as an expression below the home. */
function placeOf({ file, atDefault }: McpDeclaration): string {
  const usual = `inDirectory ${print(file)}`;
  return atDefault === undefined ? usual : `if isDefault then ${print(atDefault)} else ${usual}`;
}

const formOf = ({ form = {} }: McpDeclaration): Json => {
  const { command, ...rest } = form;
  return { ...rest, ...(command === "list" ? { isList: true } : {}) };
};

function agentsView(
  agents: AgentsDeclaration,
  title: string,
  resources: NonNullable<ProgramDeclaration["resources"]>,
): TemplateView {
  const { path, fields, tools, rights, session, directories = {} } = agents;
  return {
    agents: true,
    agentPath: print(path),
    mapping: print({
      title,
      fields: Object.entries(fields).map(([field, mapping]) => ({ field, ...mapping })),
      tools,
      rights: { ...rights },
    }),
    sessionFile: printPath([session.file]),
    sessionKey: printPath([session.key]),
    sessionName: session.name,
    directories: printNix(fromJson(mapValues(directories, (resource) => resources[resource]?.path ?? "")), {
      indent: 4,
    }),
  };
}

/** As it stands in a file's outermost `let` or call. */
const print = (value: Json | object): string => printNix(fromJson(value as Json), { indent: 2 });
