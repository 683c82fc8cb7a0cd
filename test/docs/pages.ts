import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/root.js";

/** A fenced block of a page under docs/. */
export interface Block {
  readonly language: string;
  /** What stands after the language: `file=host.yaml`, `nixos`, `host="why it is not run"`. */
  readonly info: string;
  readonly text: string;
  readonly line: number;
}

export interface Page {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** A command of a `console` block, and what it prints as the page shows it. */
export interface Command {
  readonly line: number;
  readonly command: string;
  /** `…` stands for any text, as a line of its own for any number of lines. Without lines, anything may be printed. */
  readonly printed: readonly string[];
}

const docs = readdirSync(join(packageRoot, "docs"), { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".md") && !/^reference\/.*\..*\.md$/.test(path))
  .toSorted()
  .map((path) => `docs/${path}`);

/** Every page written by hand for those who use the program. */
export const pages: readonly Page[] = ["README.md", ...docs].map(readPage);

function readPage(path: string): Page {
  const text = readFileSync(join(packageRoot, path), "utf8");
  const blocks = [...text.matchAll(/^```([a-z]+)(?: ([^\n]*))?\n(.*?)^```$/gms)].map(
    ([, language = "", info = "", content = ""], index, all): Block => ({
      language,
      info,
      text: content,
      line: text.slice(0, all[index]?.index).split("\n").length,
    }),
  );
  return { path, text, blocks };
}

/** @throws for a block that does not begin with a command */
export function commandsOf({ text, line }: Block): readonly Command[] {
  const commands: { line: number; command: string; printed: string[] }[] = [];
  for (const [index, shown] of text.trimEnd().split("\n").entries()) {
    if (shown.startsWith("$ "))
      commands.push({ line: line + index + 1, command: shown.slice(2), printed: [] });
    else {
      const last = commands.at(-1);
      if (last === undefined) throw new Error(`line ${line + 1}: a console block begins with "$ "`);
      if (last.command.endsWith("\\") && last.printed.length === 0)
        last.command += `\n${shown.replace(/^> /, "")}`;
      else last.printed.push(shown);
    }
  }
  return commands;
}

/** Whether a command did what the page shows: `[N]` as the last line is its exit status, where that is not 0. */
export function isAsShown(printed: readonly string[], output: string, status: number): boolean {
  const [, shown] = /^\[(\d+)\]$/.exec(printed.at(-1) ?? "") ?? [];
  if (status !== Number(shown ?? 0)) return false;
  const lines = shown === undefined ? printed : printed.slice(0, -1);
  const patterns = lines.map((line) => (line === "…" ? "(?:.*\n)*?" : `${escaped(line)}\n`));
  return printed.length === 0 || new RegExp(`^${patterns.join("")}$`).test(output);
}

const escaped = (line: string): string =>
  line
    .split("…")
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join(".*");
