import { expected } from "../../src/compiler/data/expected.js";
import type { Option, OptionType, SubmoduleType } from "../../src/compiler/ir/types.js";
import { declarationOptions } from "../../src/toolkit/declaration/shape.js";

/** The keys of a declaration as a page: a table for each set of them, in the order in which they are met. */
export function declarationReference(): string {
  const tables = [...tablesOf("A declaration", declarationOptions)];
  return `# The keys of a declaration

Made of what checks a declaration; \`npx vitest run -u test/declaration/reference.test.ts\` writes it anew. The forms in JSON and YAML take these
keys as they are; the form in TypeScript has helpers for some values. [Your first program](../first-program.md) shows them at work, and
[how facts, declaration and output relate](../declaration.md) explains the rest.

${tables.join("\n")}`;
}

function* tablesOf(title: string, options: readonly Option[]): Generator<string> {
  const rows = options.map(
    (option) =>
      `| \`${option.name}\` | ${cell(typeOf(option.type))} | ${cell(presetOf(option))} | ${cell(option.description || "As below.")} |\n`,
  );
  yield `## ${title}\n\n| key | takes | without it | is |\n| --- | --- | --- | --- |\n${rows.join("")}`;
  for (const { name, type } of options)
    for (const inner of setsIn(type)) yield* tablesOf(titles[name] ?? `\`${name}\``, inner.options);
}

const titles: Readonly<Record<string, string>> = {
  programs: "A program",
  directory: "A directory",
  files: "A file",
  mcp: "MCP servers",
  resources: "A resource",
  isolated: "An isolated agent",
  retired: "A retired key",
};

function setsIn(type: OptionType): readonly SubmoduleType[] {
  switch (type.kind) {
    case "submodule":
      return [type];
    case "listOf":
    case "attrsOf":
    case "nullOr":
      return setsIn(type.of);
    case "union":
      return type.of.flatMap(setsIn);
    default:
      return [];
  }
}

/** What it takes; that null stands for nothing said is not worth a word each. */
function typeOf(type: OptionType): string {
  if (type.kind === "nullOr") return typeOf(type.of);
  const each = type.kind === "listOf" ? `, each ${typeOf(type.of)}` : "";
  const names = type.kind === "attrsOf" ? `, each ${typeOf(type.of)}` : "";
  return `${expected(type, {})}${each}${names}`;
}

function presetOf({ default: preset, type }: Option): string {
  if (preset?.kind === "data") return preset.value === null ? "–" : `\`${JSON.stringify(preset.value)}\``;
  return type.kind === "submodule" || type.kind === "attrsOf" ? "–" : "refused";
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", "\\n");
