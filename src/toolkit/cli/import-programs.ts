import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { compare as compareVersions, prerelease } from "semver";
import { builtins } from "../../../schema/index.js";
import { changeLine } from "../../compiler/importers/diff.js";
import { versionsOf } from "../../compiler/importers/npm/client.js";
import { originText } from "../../compiler/importers/origin.js";
import { inOrder } from "../../compiler/importers/releases.js";
import { reportLines } from "../../compiler/importers/report.js";
import { nearest } from "../../compiler/nearest.js";
import { NixsmithError } from "../../errors.js";
import { factsDirectory } from "../declaration/known.js";
import { type Declared, readDeclared } from "../declaration/programs.js";
import { keepFacts, type RefreshedFile, refreshDeclared, sourcesOf } from "../declaration/refresh.js";
import type { ProgramDeclaration } from "../declaration/types.js";
import type { Io } from "./io.js";
import { withProgress } from "./progress.js";

export interface ImportProgramsOptions {
  readonly config?: string;
  readonly check?: true;
  readonly strict?: true;
  readonly json?: true;
}

/**
 * `nixsmith import [PROGRAM[@VERSION]…]`: refreshes the facts of declared programs, of all of them where none is named.
 * With `--check` it writes nothing, says which of them has a newer release and what that changes, and gives 1 then.
 */
export async function importPrograms(
  wanted: readonly string[],
  options: ImportProgramsOptions,
  io: Io,
): Promise<number> {
  const declared = await readDeclared({ cwd: io.cwd, ...options });
  let status = 0;
  for (const { program, file, version } of await chosen(wanted, declared)) {
    const newest = options.check === true ? await newestOf(program, declared.directory) : version;
    if (options.check === true && newest === undefined) {
      io.err(`${program.name}: nothing newer\n`);
      continue;
    }
    const files = await withProgress(io, ({ step }) => {
      step(`reading ${program.name}${newest === undefined ? "" : ` ${newest}`}`);
      return refreshDeclared(program, declared.directory, newest);
    });
    print(program, files, options, io);
    if (options.check === true) {
      io.err(`${program.name}: ${newest} is newer\n  to mend: nixsmith import ${program.name}@${newest}\n`);
      status = 1;
    } else if (options.strict === true && files.some(({ report }) => report.losses.length > 0)) {
      io.err("--strict: something is lost, see the report\n");
      status = 1;
    } else {
      keep(program, declared, files, io);
      if (version !== undefined) redeclare(program, file, version, io);
    }
  }
  return status;
}

interface Wanted {
  readonly program: ProgramDeclaration;
  /** What declares it. */
  readonly file: string;
  readonly version?: string;
}

/** All that are declared, or those named; a program that nixsmith brings is only meant where its facts are kept: in a checkout. */
async function chosen(
  wanted: readonly string[],
  { declaration, directory, file = "nixsmith.config.ts" }: Declared,
): Promise<readonly Wanted[]> {
  const own = declaration.programs.filter((program) => typeof program !== "string");
  if (wanted.length === 0 && own.length === 0)
    throw new NixsmithError("nothing is declared whose facts are kept here", {
      expected: `a program of its own in ${file}`,
      mend: "add one to its list of programs",
    });
  if (wanted.length === 0) return own.map((program) => ({ program, file }));
  return Promise.all(
    wanted.map(async (text) => {
      const [, name = text, version] = /^([^@]+)@(.+)$/.exec(text) ?? [];
      const at = version === undefined ? {} : { version };
      const program = own.find((one) => one.name === name);
      if (program !== undefined) return { program, file, ...at };
      const brought = await builtins[name]?.declaration();
      if (brought !== undefined) return { program: brought, file: checkedOut(brought, directory), ...at };
      throw unknownProgram(name, [...own.map((one) => one.name), ...Object.keys(builtins)]);
    }),
  );
}

/** The declaration of a program that nixsmith brings, in a checkout of nixsmith. */
function checkedOut(program: ProgramDeclaration, directory: string): string {
  if (existsSync(factsDirectory(directory, program))) return join("schema", program.name, "declaration.ts");
  throw new NixsmithError(`the facts of ${program.name} come with nixsmith, and are not kept here`, {
    expected: "a program of your own, or a checkout of nixsmith",
  });
}

function unknownProgram(name: string, programs: readonly string[]): NixsmithError {
  const meant = nearest(name, [...programs, "json-schema", "typescript"]);
  const hint = meant === undefined ? "" : `; did you mean "${meant}"?`;
  return new NixsmithError(`no program ${name} is declared here${hint}`, {
    expected: `one of ${programs.join(", ")}`,
  });
}

/** The registry's newest release of a program's package, where it is not the declared one. */
async function newestOf(program: ProgramDeclaration, directory: string): Promise<string | undefined> {
  const [spec] = sourcesOf(program, directory);
  if (spec?.kind !== "npm") return undefined;
  const releases = (await versionsOf(spec.package)).filter((version) => prerelease(version) === null);
  const newest = inOrder(releases).at(-1);
  return newest === undefined || compareVersions(newest, spec.version) <= 0 ? undefined : newest;
}

function print(
  program: ProgramDeclaration,
  files: readonly RefreshedFile[],
  { json }: ImportProgramsOptions,
  io: Io,
) {
  if (json === true) {
    const told = files.map(({ name, origin, report, changes }) => ({ name, origin, report, changes }));
    io.out(`${JSON.stringify({ program: program.name, files: told }, null, 2)}\n`);
    return;
  }
  for (const { name, origin, report, changes } of files) {
    const lines = [...reportLines(report), ...changes.map((change) => `  ${changeLine(change)}`)];
    io.out(`${program.name}, ${name}: ${originText(origin)}\n${lines.join("\n")}\n`);
  }
}

function keep(
  program: ProgramDeclaration,
  { directory }: Declared,
  files: readonly RefreshedFile[],
  io: Io,
): void {
  const folder = factsDirectory(directory, program);
  const comparisons = keepFacts(program, directory, files);
  for (const { path, status } of comparisons)
    io.err(`${relative(io.cwd, join(folder, path))}: ${status === "fresh" ? "unchanged" : "written"}\n`);
}

/** The declaration names the release that its facts are of. */
function redeclare(program: ProgramDeclaration, file: string, version: string, io: Io): void {
  const path = resolve(io.cwd, file);
  const before = readFileSync(path, "utf8");
  const after = sourcesOf(program, io.cwd).reduce(
    (text, spec) =>
      spec.kind === "npm"
        ? text.replaceAll(`${spec.package}@${spec.version}`, `${spec.package}@${version}`)
        : text,
    before,
  );
  if (after === before) {
    io.err(`${file}: does not name its release in one piece; write ${version} there\n`);
    return;
  }
  writeFileSync(path, after);
  io.err(`${file}: names ${version} now\n`);
}
