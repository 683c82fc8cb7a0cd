import { existsSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { decodeFacts } from "../../compiler/importers/facts.js";
import { flatten } from "../../compiler/importers/flatten.js";
import { advance, decodeHistory } from "../../compiler/importers/history.js";
import { type Refresh, refresh, refreshLines } from "../../compiler/importers/refresh.js";
import type { LossReport } from "../../compiler/importers/report.js";
import { compare } from "../../compiler/output/compare.js";
import { write } from "../../compiler/output/write.js";
import type { ProgramFile } from "../../compiler/program/types.js";
import { NixsmithError } from "../../errors.js";
import { builtin } from "../declaration/programs.js";
import { releasesOf } from "../library/releases.js";
import { lossy } from "./import-source.js";
import type { Io } from "./io.js";
import { withProgress } from "./progress.js";

export interface ImportProgramOptions {
  readonly from: string;
  readonly out?: string;
  readonly strict?: true;
  readonly json?: true;
}

/** `nixsmith import PROGRAM`: refreshes the facts of its files; with `--strict` only if nothing is lost. */
export async function importProgram(
  name: string,
  { from, out = `schema/${name}`, strict, json }: ImportProgramOptions,
  io: Io,
): Promise<number> {
  const directory = resolve(io.cwd, out);
  if (!existsSync(directory)) {
    throw new NixsmithError("there is no such directory", {
      where: directory,
      expected: `the folder that holds the facts, schema/${name} in a checkout of nixsmith`,
      mend: "name it with --out",
    });
  }
  const { files } = await builtin(name);
  const renames = Object.fromEntries(files.map((file) => [file.name, renamesOf(file)]));
  const reader = await releasesOf(name);
  const refreshed = await withProgress(io, ({ step }) => {
    step(`reading ${name} ${from} and the release before it`);
    return refresh(reader, from, renames);
  });
  io.out(
    json === true ? `${JSON.stringify(refreshed, null, 2)}\n` : `${refreshLines(refreshed).join("\n")}\n`,
  );
  if (strict === true && refreshed.files.some(({ report }) => isLossy(report))) return lossy(io);

  const facts = refreshed.files.map(({ name, facts }) => ({ path: `${name}.json`, content: facts }));
  const history = { path: "history.json", content: nextHistory(join(directory, "history.json"), refreshed) };
  const comparisons = compare(directory, [...facts, history]);
  write(directory, comparisons, true);
  for (const { path, status } of comparisons) {
    const file = relative(io.cwd, join(directory, path));
    io.err(`${file}: ${status === "fresh" ? "unchanged" : "written"}\n`);
  }
  return 0;
}

/** The kept history with what this version brought. */
function nextHistory(file: string, { source, files }: Refresh): string {
  const known = existsSync(file) ? decodeHistory(JSON.parse(readFileSync(file, "utf8"))) : {};
  const described = files.map(({ name, facts, report: { losses } }) => {
    const { type, definitions } = decodeFacts(JSON.parse(facts));
    return { name, keys: flatten(type, definitions).map(({ path }) => path), losses };
  });
  return `${JSON.stringify(advance(known, source.version, described), null, 1)}\n`;
}

const isLossy = ({ losses }: LossReport): boolean => losses.length > 0;

function renamesOf({ retired }: ProgramFile): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(retired).flatMap(([old, { instead }]) => (instead === undefined ? [] : [[old, instead]])),
  );
}
