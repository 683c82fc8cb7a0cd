import type { Project } from "ts-morph";
import { morph } from "./compiler.js";
import { GLOBALS } from "./globals.js";
import { compilerOptions } from "./modules.js";

/** Where the compiler finds its own declarations, in memory. */
const LIB = "/lib";

/** Files held in memory, for a compiler that reads nothing else. */
export function projectOf(files: Iterable<readonly [path: string, text: string]>): Project {
  const project = new morph.Project({
    compilerOptions,
    useInMemoryFileSystem: true,
    libFolderPath: LIB,
  });
  const host = project.getFileSystem();
  host.writeFileSync(`${LIB}/${compilerOptions.lib[0]}`, GLOBALS);
  for (const [path, text] of files) host.writeFileSync(path, text);
  return project;
}
