import type { TypeFiles } from "./import.js";
import { compilerOptions, inModules } from "./modules.js";
import { reachable } from "./reach.js";

/** A package that is not there, and the one whose file asks for it. */
interface MissingPackage {
  readonly name: string;
  readonly by: string;
}

/** The packages that a file's types depend on and that were not given; `@types/…` of one that has no types is one too. */
export function unresolved(
  file: string,
  main: TypeFiles,
  dependencies: readonly TypeFiles[],
): readonly MissingPackage[] {
  const all = [main, ...dependencies];
  const files = all.flatMap(({ source, files: of }) =>
    [...of].map(([path, text]): [string, string] => [inModules(source.package, path), text]),
  );
  const { missing } = reachable(inModules(main.source.package, file), new Map(files), compilerOptions);
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
