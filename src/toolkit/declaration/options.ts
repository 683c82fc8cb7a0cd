import type { Option, OptionType, Value } from "../../compiler/ir/types.js";
import type { ProgramDeclaration, ResourceDeclaration } from "./types.js";

/** The options that a declared program has without saying so; what Home Manager's own modules for such programs share. */
export function standardOptions(declaration: ProgramDeclaration): readonly Option[] {
  const { name, title = name, files, context, resources = {}, mcp } = declaration;
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
      ([file, { path }]): Option => ({
        name: file,
        type: { kind: "ref", name: file },
        description: `Content of \`${path}\`. A key that is \`null\` is left out. Known keys have types; others pass.`,
        default: data({}),
      }),
    ),
    ...(context === undefined ? [] : [contextOption(context)]),
    ...Object.entries(resources).map(([resource, declared]) => resourceOption(resource, declared)),
    ...(mcp === undefined ? [] : [mcpOption(declaration)]),
  ];
}

const data = (value: Extract<Value, { kind: "data" }>["value"]): Value => ({ kind: "data", value });

/** The name of a file or directory below a program's configuration: one component, never hidden, never `..`. */
const entryName = "[A-Za-z0-9_][A-Za-z0-9._+-]*";
/** Plain characters, because the path ends in a shell's environment, and never `.` or `..`. */
const relativePath = "[.]?[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*(/[.]?[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)*";

const textOrPath: OptionType = { kind: "union", of: [{ kind: "lines" }, { kind: "path" }] };

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

const resourceOption = (name: string, { path, what, directories }: ResourceDeclaration): Option => ({
  name,
  type: {
    kind: "union",
    of: [{ kind: "path" }, { kind: "attrsOf", of: textOrPath, namePattern: entryName }],
  },
  description: `${what}, at \`${path}\` by name: text, or a path${directories === true ? " to a file or a directory" : ""}. A path in the place of the set is a directory that holds all of them.`,
  default: data({}),
});

const mcpOption = ({ name, title = name }: ProgramDeclaration): Option => ({
  name: "mcpServers",
  type: { kind: "attrsOf", of: { kind: "attrsOf", of: { kind: "json" } } },
  description: `MCP servers of ${title}. Setting this replaces the servers of \`programs.mcp\`; merge those in to keep them.`,
  default: data({}),
  defaultText: "config.programs.mcp.servers or {}",
});
