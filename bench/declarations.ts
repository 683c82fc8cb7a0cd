import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packageRoot } from "../src/root.js";
import { leastUse, type Use } from "./processes.js";
import type { Row, Settings } from "./row.js";

const cli = join(packageRoot, "dist/src/toolkit/cli/main.js");
const config = {
  json: { file: "nixsmith.config.json", text: '{"programs": ["pi"]}\n' },
  typescript: {
    file: "nixsmith.config.ts",
    text: 'import { defineConfig } from "nixsmith";\n\nexport default defineConfig({ programs: ["pi"] });\n',
  },
};
const counts = [1, 20, 100];

/** What a declaration costs: its form against none, and one more program of it. */
export function declarationRows({ runs }: Settings): readonly Row[] {
  const directory = mkdtempSync(join(tmpdir(), "nixsmith-bench-"));
  try {
    const forms = Object.entries(config).map(([name, { file, text }]): [string, readonly string[]] => {
      write(directory, file, text);
      return [name, check(directory, file)];
    });
    const several = counts.map((count): [string, readonly string[]] => {
      const file = `programs-${count}.json`;
      write(
        directory,
        file,
        JSON.stringify({ programs: Array.from({ length: count }, (_, at) => program(at)) }),
      );
      if (count === Math.max(...counts)) run(["import", "--config", join(directory, file)]);
      return [String(count), check(directory, file)];
    });
    const commands = { nothing: ["--eval", "0"], ...Object.fromEntries([...forms, ...several]) };
    // A tree of each, so that what is measured finds it fresh.
    for (const [, args] of [...forms, ...several]) run(args.slice(1).filter((word) => word !== "--check"));
    return rowsOf(leastUse(commands, runs));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function rowsOf(use: ReadonlyMap<string, Use>): readonly Row[] {
  const wall = (name: string): number => use.get(name)?.wall ?? Number.NaN;
  const nothing = wall("nothing");
  const form = (what: string, name: string, goal: number): Row => ({
    what: `\`generate --check\` with a declaration in ${what}`,
    against: "`node -e 0`",
    ratio: wall(name) / nothing,
    goal,
    detail: ms(wall(name), nothing),
  });
  const [one = 1, some = 1, all = 1] = counts;
  const each = (from: number, to: number): number => (wall(String(to)) - wall(String(from))) / (to - from);
  return [
    form("JSON", "json", 3.5),
    form("TypeScript", "typescript", 6),
    {
      what: `each further program, from ${one} to ${all}`,
      against: "`node -e 0`",
      ratio: each(one, all) / nothing,
      goal: 0.25,
      detail: `${each(one, all).toFixed(1)} ms each`,
    },
    {
      what: `one more of ${all} programs`,
      against: `one more of ${some}`,
      ratio: each(some, all) / each(one, some),
      goal: 1.5,
      detail: `${each(some, all).toFixed(1)} ms to ${each(one, some).toFixed(1)} ms`,
    },
  ];
}

const check = (directory: string, file: string): readonly string[] => [
  cli,
  "generate",
  "--check",
  "--config",
  join(directory, file),
  "--out",
  join(directory, `modules-${file}`),
];

function run(args: readonly string[]): void {
  const { status, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
}

/** A program with fifty settings of the usual kinds. */
const program = (at: number) => ({
  name: `app${at}`,
  directory: { default: `.config/app${at}` },
  files: { settings: { path: "app.json", from: "app.schema.json" } },
});
const kinds = [
  { type: "boolean" },
  { type: "string" },
  { type: "integer", minimum: 0 },
  { enum: ["a", "b", "c"] },
  { type: "array", items: { type: "string" } },
];
const schema = {
  type: "object",
  properties: Object.fromEntries(
    Array.from({ length: 50 }, (_, at) => [`key${at}`, kinds[at % kinds.length]]),
  ),
};

function write(directory: string, file: string, text: string): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, "app.schema.json"), JSON.stringify(schema));
  writeFileSync(join(directory, file), text);
}

const ms = (time: number, base: number): string => `${time.toFixed(0)} ms to ${base.toFixed(0)} ms`;
