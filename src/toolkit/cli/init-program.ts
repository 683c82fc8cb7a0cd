import { join, relative, resolve } from "node:path";
import { fromRegistry } from "../../compiler/importers/npm/package.js";
import { reportLines } from "../../compiler/importers/report.js";
import { npmSource } from "../../compiler/importers/source/spec.js";
import { compare } from "../../compiler/output/compare.js";
import { write } from "../../compiler/output/write.js";
import { NixsmithError } from "../../errors.js";
import { shellWord } from "../../shell-word.js";
import { findDeclaration } from "../declaration/find.js";
import { factsDirectory } from "../declaration/known.js";
import { checkData } from "../declaration/read.js";
import { keepFacts, refreshDeclared } from "../declaration/refresh.js";
import type { ProgramDeclaration } from "../declaration/types.js";
import { type Candidate, type Candidates, candidatesIn, mayBeCandidate } from "../init/program/candidates.js";
import { declarationOf, entryOf } from "../init/program/declaration.js";
import type { Io } from "./io.js";
import { withProgress } from "./progress.js";

export interface InitProgramOptions {
  readonly program: string;
  /** `npm:NAME@VERSION` */
  readonly from?: string;
  /** What to take of the package, where it has several. */
  readonly source?: Candidate;
}

/** `nixsmith init --program NAME --from npm:PACKAGE@VERSION`: begins the declaration of a program, and keeps its facts. */
export async function initProgram(directory: string, options: InitProgramOptions, io: Io): Promise<number> {
  const root = resolve(io.cwd, directory);
  const release = releaseOf(options);
  const candidates = await withProgress(io, ({ step }) => {
    step(`looking into ${release.name}`);
    return fromRegistry(release.package, release.version, mayBeCandidate).then(candidatesIn);
  });
  const source = await chosen(candidates, release.name, options, io);
  const program = programOf(options.program, release.name, source);
  checkData({ programs: [program] }, "the declaration");
  const files = await refreshDeclared(program, root);
  for (const { report } of files) io.err(`${reportLines(report).join("\n")}\n`);

  const written = keepFacts(program, root, files).map(({ path }) =>
    relative(root, join(factsDirectory(root, program), path)),
  );
  const found = findDeclaration(root);
  const made = found === undefined ? ["nixsmith.config.ts", ...written] : written;
  if (found === undefined)
    write(root, compare(root, [{ path: "nixsmith.config.ts", content: declarationOf(program) }]), false);
  for (const path of made) io.out(`${path}\n`);
  if (found !== undefined) io.err(`to add to the programs of ${found}:\n${entryOf(program, found, 2)}\n`);
  const cd = root === io.cwd ? "" : `cd ${shellWord(relative(io.cwd, root))} && `;
  io.err(
    `next: look at its directory and file names, then ${io.colours.err.bold(`${cd}nixsmith generate`)}\n`,
  );
  return 0;
}

interface Release {
  readonly package: string;
  readonly version: string;
  /** `package@version` */
  readonly name: string;
}

function releaseOf({ from }: InitProgramOptions): Release {
  const [, name] = /^npm:((?:@[^/]+\/)?[^/]+)$/u.exec(from ?? "") ?? [];
  if (name === undefined)
    throw new NixsmithError(
      from === undefined
        ? "what the program is published as is missing"
        : `"${from}" is no release of a package`,
      {
        expected: "--from npm:NAME@VERSION, such as npm:lefthook@2.2.2",
      },
    );
  // What is taken of it is not known yet; name and version are checked as a source's are.
  const { package: of, version } = npmSource(name, "package.json", from ?? "");
  return { package: of, version, name };
}

/** One is taken, several are offered. */
async function chosen(
  { all, passes }: Candidates,
  release: string,
  { source }: InitProgramOptions,
  { ask }: Io,
): Promise<Candidate> {
  if (source !== undefined) return source;
  const [first, ...more] = all;
  if (first === undefined)
    throw new NixsmithError(`${release} has no schema, and no type that is named as settings are`, {
      mend: [
        "name the file with --source: schemas/x.json, or types.d.ts#Type",
        ...passes.map((name) => `look into what it passes on, with --from npm:${name}`),
      ].join("; or "),
    });
  if (more.length === 0) return first;
  const shown = all.slice(0, 12);
  if (ask === undefined)
    throw new NixsmithError(`${release} has several files that may describe its settings`, {
      expected: `one of ${shown.join(", ")}`,
      mend: `say it: --source ${shellWord(first)}`,
    });
  const list = shown.map((one, index) => `  ${index + 1}  ${one}\n`).join("");
  const answer = (await ask(`What describes its settings?\n${list}(1) `)).trim() || "1";
  const number = shown[Number(answer) - 1];
  if (number !== undefined) return number;
  throw new NixsmithError(`"${answer}" is none of them`, { expected: `1 to ${shown.length}` });
}

function programOf(name: string, release: string, source: Candidate): ProgramDeclaration {
  return {
    name,
    package: name,
    directory: { default: `.config/${name}` },
    files: { settings: { path: `${name}.json`, from: `npm:${release}/${source}` } },
  };
}
