import { parseSource } from "../../../compiler/importers/source/spec.js";
import { isOwn } from "../../declaration/own-source.js";
import type { FileDeclaration, ProgramDeclaration } from "../../declaration/types.js";

/** The text of a declaration that has one program. */
export function declarationOf(program: ProgramDeclaration): string {
  return `import { defineConfig, npm, program } from "nixsmith";

export default defineConfig({
  programs: [
${entryOf(program, "nixsmith.config.ts", 4)}
  ],
});
`;
}

/**
 * One entry in the list of programs.
 * @param file the declaration that it goes into, whose name says in which language
 * @param indent spaces before each of its lines
 */
export function entryOf(program: ProgramDeclaration, file: string, indent: number): string {
  const lines = linesOf(program, file.slice(file.lastIndexOf(".")));
  return lines.map((line) => `${" ".repeat(indent)}${line}`).join("\n");
}

function linesOf(program: ProgramDeclaration, kind: string): readonly string[] {
  if (kind === ".json") return JSON.stringify(program, null, 2).split("\n");
  return kind.startsWith(".y") ? yamlOf(program) : codeOf(program);
}

function codeOf({ name, package: attribute, directory, files }: ProgramDeclaration): readonly string[] {
  return [
    "program({",
    `  name: ${word(name)},`,
    `  package: ${word(attribute)}, // its attribute in nixpkgs`,
    `  directory: { default: ${word(directory.default)} }, // where it keeps its configuration`,
    "  files: {",
    ...Object.entries(files).map(
      ([file, { path, from }]) => `    ${file}: { path: ${word(path)}, from: ${sourceCode(from)} },`,
    ),
    "  },",
    "}),",
  ];
}

function sourceCode(from: FileDeclaration["from"]): string {
  if (isOwn(from)) return word(from);
  const spec = parseSource(from, "/");
  if (spec.kind !== "npm") return word(from);
  const part = spec.part === undefined ? "" : `#${spec.part}`;
  return `npm(${word(`${spec.package}@${spec.version}`)}, ${word(`${spec.path}${part}`)})`;
}

const yamlOf = ({ name, package: attribute, directory, files }: ProgramDeclaration): readonly string[] => [
  `- name: ${name}`,
  `  package: ${attribute} # its attribute in nixpkgs`,
  `  directory: {default: ${word(directory.default)}} # where it keeps its configuration`,
  "  files:",
  ...Object.entries(files).map(
    ([file, { path, from }]) => `    ${file}: {path: ${word(path)}, from: ${word(from)}}`,
  ),
];

const word = (value: unknown): string => JSON.stringify(value);
