import type { Option, OptionType } from "../../compiler/ir/types.js";
import { data } from "../../compiler/ir/value.js";
import { agentOptions } from "./agent-options.js";
import { entryName, relativePath, textOrPath } from "./option-types.js";
import {
  type FileDeclaration,
  fileStrategies,
  type ProgramDeclaration,
  type ResourceDeclaration,
} from "./types.js";

/** The options that a declared program has without saying so; what Home Manager's own modules for such programs share. */
export function standardOptions(declaration: ProgramDeclaration): readonly Option[] {
  const { name, title = name, files, context, resources = {}, mcp, agents, templates = {} } = declaration;
  return [
    {
      name: "enable",
      type: { kind: "bool" },
      description: `Whether to enable ${title}, with its configuration.`,
      declaration: { kind: "enable", what: `${title}, with its configuration` },
      default: data(false),
    },
    ...packageOptions(declaration),
    {
      name: "path",
      type: { kind: "str", pattern: relativePath },
      description: `${title}'s configuration directory, relative to the home.${variableWords(declaration)}`,
      default: data(declaration.directory.default),
    },
    ...Object.entries(files).map(
      ([file, { path, why }]): Option => ({
        name: file,
        type: { kind: "ref", name: file },
        description: `Content of \`${path}\`. A key that is \`null\` is left out. Known keys have types; others pass. The path of a JSON or TOML file stands for what it holds.${why === undefined ? "" : ` ${why}`}`,
        default: data({}),
      }),
    ),
    ...(context === undefined ? [] : [contextOption(context)]),
    ...Object.entries(resources).map(([resource, declared]) =>
      declared.whole === true ? wholeOption(resource, declared) : resourceOption(resource, declared),
    ),
    ...(mcp === undefined ? [] : [mcpOption(declaration)]),
    ...(agents === undefined ? [] : agentOptions(declaration, agents)),
    // A module of the declaration's own has its own way with files.
    ...(Object.keys(files).length === 0 || "default.nix" in templates ? [] : [strategiesOption(files)]),
  ];
}

/** What may become of a file: only JSON can be merged, and no order. */
const strategiesFor = ({ format = "json", ordered = [] }: FileDeclaration) =>
  fileStrategies.filter((strategy) => strategy !== "merge" || (format === "json" && ordered.length === 0));

const strategiesOption = (files: ProgramDeclaration["files"]): Option => ({
  name: "strategies",
  type: {
    kind: "submodule",
    options: Object.entries(files).map(
      ([file, declared]): Option => ({
        name: file,
        type: { kind: "enum", values: strategiesFor(declared) },
        description: `What becomes of \`${declared.path}\`: ${strategyWords(declared)}.`,
        default: data(declared.strategy ?? "link"),
        protects: "nothing",
      }),
    ),
  },
  description: "",
  declaration: { kind: "group" },
});

function strategyWords(declared: FileDeclaration): string {
  const words = {
    link: "a read-only `link`",
    merge:
      "`merge`, where activation brings back the keys that are set and keeps those that the program wrote itself",
    copy: "a `copy`, made anew at each activation, which the program may write to until then",
  } as const;
  const told = strategiesFor(declared).map((strategy) => words[strategy]);
  return `${told.slice(0, -1).join("; ")}; or ${told.at(-1)}`;
}

const contentOrPath: OptionType = {
  kind: "union",
  of: [...textOrPath.of, { kind: "attrsOf", of: { kind: "json" } }],
};

function packageOptions({ name, title = name, package: attribute }: ProgramDeclaration): readonly Option[] {
  if (attribute === null) return [];
  return [
    {
      name: "package",
      type: { kind: "package" },
      description: `The ${title} package to install; \`null\` installs none.`,
      declaration: { kind: "package", attribute, nullable: true },
    },
    {
      name: "extraPackages",
      type: { kind: "listOf", of: { kind: "package" } },
      description: `Packages on PATH of ${title} and of the commands it runs, after those of the user.`,
      default: data([]),
      example: { kind: "nix", text: "[pkgs.ripgrep]" },
    },
  ];
}

const variableWords = ({ directory: { variable } }: ProgramDeclaration): string =>
  variable === undefined ? "" : ` \`${variable}\` is set where it is not the program's own default.`;

const contextOption = (file: string): Option => ({
  name: "context",
  type: { kind: "nullOr", of: textOrPath },
  description: `Instructions for \`${file}\`, as text or as a path.`,
  default: data(null),
  example: data("Answer in British English.\n"),
});

const wholeOption = (name: string, { path, what }: ResourceDeclaration): Option => ({
  name,
  type: { kind: "attrsOf", of: { kind: "path" }, namePattern: entryName },
  description: `${what}, each a directory that is linked to \`${path}\`.`,
  default: data({}),
});

const resourceOption = (name: string, { path, what, directories, content }: ResourceDeclaration): Option => ({
  name,
  type: {
    kind: "union",
    of: [
      { kind: "path" },
      { kind: "attrsOf", of: content === undefined ? textOrPath : contentOrPath, namePattern: entryName },
    ],
  },
  description: `${what}, at \`${path}\` by name: ${content === undefined ? "text" : "their content"}, or a path${directories === true ? " to a file or a directory" : ""}. A path in the place of the set is a directory that holds all of them.`,
  default: data({}),
});

const mcpOption = ({ name, title = name }: ProgramDeclaration): Option => ({
  name: "mcpServers",
  type: { kind: "attrsOf", of: { kind: "attrsOf", of: { kind: "json" } } },
  description: `MCP servers of ${title}. Setting this replaces the servers of \`programs.mcp\`; merge those in to keep them.`,
  default: data({}),
  defaultText: "config.programs.mcp.servers or {}",
});
