import type { TypeLocation } from "./import.js";
import { compilerOptions, filesInModules, inModules, outermost, type TypeFiles } from "./modules.js";
import { reachable } from "./reach.js";

/** A package that is not there, and the one whose file asks for it. */
interface MissingPackage {
  readonly name: string;
  readonly by: string;
}

/** The packages that a type depends on and that were not given; `@types/…` of one that has no types is one too. */
export function unresolved(
  { file, type }: TypeLocation,
  main: TypeFiles,
  dependencies: readonly TypeFiles[],
): readonly MissingPackage[] {
  const all = [main, ...dependencies];
  const entry = inModules(main.source.package, file);
  const { missing } = reachable(entry, outermost(type), filesInModules(all), compilerOptions);
  return missing.flatMap(({ specifier, from }) => {
    const by = all.find(({ source }) => from.startsWith(inModules(source.package, "")))?.source.package;
    const [, name] = /^((?:@[^/]+\/)?[^./@][^/]*)/u.exec(specifier) ?? [];
    if (by === undefined || name === undefined || specifier.includes(":")) return [];
    const types = `@types/${name.replace(/^@/u, "").replace("/", "__")}`;
    return [
      { name, by },
      { name: types, by },
    ];
  });
}
