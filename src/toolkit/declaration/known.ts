import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Facts } from "../../compiler/importers/facts.js";
import { isFacts, isHistory } from "../../compiler/importers/is-facts.js";
import type { Origin } from "../../compiler/importers/origin.js";
import { parseSource } from "../../compiler/importers/source/spec.js";
import { NixsmithError } from "../../errors.js";
import { importOwn, isOwn } from "./own-source.js";
import type { Known } from "./resolve.js";
import type { FileDeclaration, ProgramDeclaration } from "./types.js";

/** Where a declared program's facts are kept, beside its declaration. */
export const factsDirectory = (directory: string, { name }: Pick<ProgramDeclaration, "name">): string =>
  join(directory, "schema", name);

/**
 * What is known of a declared program: its facts, its history, the files that it names.
 * @param directory where the declaration lies
 * @throws {NixsmithError} where facts are missing, are no facts, or are of another source than the declaration says
 */
export async function knownOf(program: ProgramDeclaration, directory: string): Promise<Known> {
  const folder = factsDirectory(directory, program);
  const factsOf = async ([file, { from }]: readonly [string, FileDeclaration]): Promise<
    readonly [string, Facts]
  > => {
    if (isOwn(from)) {
      const { origin, type, definitions } = await importOwn(from, `${program.name}.${file}`);
      return [file, { source: origin, type, definitions }];
    }
    const path = join(folder, `${file}.json`);
    const where = relative(directory, path);
    const known = readData(path, where, program, isFacts);
    if (known === undefined)
      throw new NixsmithError(`there are no facts of ${program.name}'s ${file}`, {
        where,
        expected: `what ${from} says of its keys`,
        mend: `nixsmith import ${program.name}`,
      });
    refuseOther(known.source, from, where, program, directory);
    return [file, known];
  };
  const facts = await Promise.all(Object.entries(program.files).map(factsOf));
  const history = join(folder, "history.json");
  const since = readData(history, relative(directory, history), program, isHistory);
  return {
    facts: Object.fromEntries(facts),
    ...(since === undefined ? {} : { history: since }),
    ownTemplates: ownTemplates(program, directory),
    ...(program.module === undefined ? {} : { extraModule: readBeside(program.module, directory) }),
  };
}

function readData<T>(
  path: string,
  where: string,
  { name }: ProgramDeclaration,
  isKept: (json: unknown) => json is T,
): T | undefined {
  if (!existsSync(path)) return undefined;
  const json = parsed(readFileSync(path, "utf8"));
  if (isKept(json)) return json;
  throw new NixsmithError("this is not what an import writes", {
    where,
    mend: `make it anew: nixsmith import ${name}`,
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Facts of another version would be taken for those of the declared one. */
function refuseOther(
  origin: Origin,
  from: string,
  where: string,
  { name }: ProgramDeclaration,
  directory: string,
): void {
  const spec = parseSource(from, directory);
  if (spec.kind !== "npm" || "file" in origin) return;
  if (origin.package === spec.package && origin.version === spec.version) return;
  throw new NixsmithError(`the facts are of ${origin.package} ${origin.version}`, {
    where,
    expected: `${spec.package} ${spec.version}, as the declaration says`,
    mend: `nixsmith import ${name}`,
  });
}

/** A template that is a file begins with a dot; another is one of nixsmith's own. */
function ownTemplates(
  { templates = {} }: ProgramDeclaration,
  directory: string,
): Readonly<Record<string, string>> {
  const own = Object.entries(templates).flatMap(([file, template]) =>
    template?.startsWith(".") === true ? [[file, readBeside(template, directory)] as const] : [],
  );
  return Object.fromEntries(own);
}

function readBeside(path: string, directory: string): string {
  const file = join(directory, path);
  if (existsSync(file)) return readFileSync(file, "utf8");
  throw new NixsmithError("the declaration names a file that is not there", { where: path });
}
