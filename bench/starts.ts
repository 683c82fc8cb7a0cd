import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pacote from "pacote";
import { packageOfVersion } from "../schema/pi/releases/import.js";
import { npmOptions } from "../src/compiler/importers/npm/client.js";
import { fromPath } from "../src/compiler/importers/npm/package.js";
import { packageRoot } from "../src/root.js";
import { millionInstructions } from "./instructions.js";
import { leastUse, type Use } from "./processes.js";
import type { Row, Settings } from "./row.js";

/** What `npm run build` made: with less to load than the sources that this file was compiled with. */
const built = (path: string): string => join(packageRoot, "dist", path);
const cli = built("src/toolkit/cli/main.js");

/** A program that is a module's function, called once. */
const call = (path: string, name: string, ...args: readonly string[]): readonly string[] => [
  "--input-type=module",
  "--eval",
  `import { ${name} } from ${JSON.stringify(built(path))}; await ${name}(...${JSON.stringify(args)});`,
];

/** Whole processes, from start to end, against one that does nothing. */
export function startRows({ runs, pi }: Settings): readonly Row[] {
  const modules = mkdtempSync(join(tmpdir(), "nixsmith-bench-"));
  const commands: Readonly<Record<string, readonly string[]>> = {
    nothing: ["--eval", "0"],
    help: [cli, "--help"],
    generate: [cli, "generate", "--out", modules],
    check: [cli, "generate", "--check", "--out", modules],
    ...(pi === undefined ? {} : { import: call("schema/pi/releases/import.js", "importPi", pi) }),
  };
  const use = leastUse(commands, runs);
  const counted = ["nothing", "generate", "check"].map((name) => millionInstructions(commands[name] ?? []));
  rmSync(modules, { recursive: true });
  const nothing = found(use, "nothing");
  const row = (what: string, goal: number | undefined, measured: Use | undefined): Row => ({
    what,
    against: "`node -e 0`",
    ...(measured === undefined
      ? { detail: "give a directory of pi 1.5.2: `--pi DIR`" }
      : {
          ratio: measured.wall / nothing.wall,
          detail: `${ms(measured.wall)} to ${ms(nothing.wall)}; processor time ${(measured.cpu / nothing.cpu).toFixed(2)} times`,
        }),
    ...(goal === undefined ? {} : { goal }),
  });
  const memory = (what: string, measured: Use): Row => ({
    what: `${what}, peak memory`,
    against: "`node -e 0`",
    ratio: measured.memory / nothing.memory,
    goal: 2.2,
    detail: `${mib(measured.memory)} to ${mib(nothing.memory)}`,
  });
  const instructions = (what: string, count: number | undefined): Row => {
    const [least] = counted;
    const about = { what: `${what}, instructions`, against: "`node -e 0`" };
    if (count === undefined || least === undefined) return { ...about, detail: "needs valgrind" };
    return { ...about, ratio: count / least, detail: `${count.toFixed(0)} to ${least.toFixed(0)} million` };
  };
  return [
    row("`nixsmith --help`", undefined, found(use, "help")),
    row("`nixsmith generate`", 3, found(use, "generate")),
    row("`nixsmith generate --check`, fresh tree", 3, found(use, "check")),
    instructions("`nixsmith generate`", counted[1]),
    instructions("`nixsmith generate --check`", counted[2]),
    memory("`nixsmith generate`", found(use, "generate")),
    memory("`nixsmith generate --check`", found(use, "check")),
    row("import of pi 1.5.2 by its JSON Schemas", 4, use.get("import")),
  ];
}

const DECLARED = "0.73.1";

/** The import of the last release by its old name, whose settings are only declared in TypeScript. */
export async function typescriptRows({ runs }: Settings): Promise<readonly Row[]> {
  const about = { what: `import of pi ${DECLARED} by its declarations`, against: "loading ts-morph alone" };
  const modules = mkdtempSync(join(tmpdir(), "nixsmith-bench-"));
  try {
    const importOf = (from: string) => call("schema/pi/releases/import.js", "importPi", from);
    const use = leastUse(
      {
        alone: ["--input-type=module", "--eval", 'import "ts-morph"'],
        installed: importOf(await installDeclared(modules)),
        cached: importOf(DECLARED),
      },
      runs,
    );
    const alone = found(use, "alone");
    const against = ({ wall, cpu }: Use) => ({
      ratio: wall / alone.wall,
      detail: `${ms(wall)} to ${ms(alone.wall)}; processor time ${(cpu / alone.cpu).toFixed(2)} times`,
    });
    return [
      { ...about, what: `${about.what}, installed`, ...against(found(use, "installed")), goal: 1.5 },
      { ...about, what: `${about.what}, out of npm's cache`, ...against(found(use, "cached")) },
    ];
  } catch (error) {
    return [{ ...about, detail: String(error).split("\n")[0] ?? "" }];
  } finally {
    rmSync(modules, { recursive: true });
  }
}

/** Puts the release and those of its dependencies that its maker publishes where `npm install` would. */
async function installDeclared(directory: string): Promise<string> {
  const options = await npmOptions();
  const install = async (name: string, range: string): Promise<string> => {
    const path = join(directory, "node_modules", name);
    await pacote.extract(`${name}@${range}`, path, options);
    return path;
  };
  const main = packageOfVersion(DECLARED);
  const path = await install(main, DECLARED);
  const { dependencies } = await fromPath(path);
  for (const [name, range] of Object.entries(dependencies))
    if (name.startsWith(main.replace(/\/.*/u, "/"))) await install(name, range);
  return path;
}

function found(use: ReadonlyMap<string, Use>, name: string): Use {
  const one = use.get(name);
  if (one === undefined) throw new Error(`${name} was not measured`);
  return one;
}

const ms = (time: number): string => `${time.toFixed(0)} ms`;
const mib = (kib: number): string => `${(kib / 1024).toFixed(0)} MiB`;
