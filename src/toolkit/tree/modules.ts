import type { DocumentedModule } from "../../compiler/docs/reference.js";
import type { Module } from "../../compiler/ir/types.js";
import { homeDirectory, isolatedAmong, type Program, sharedDirectory } from "../../compiler/program/types.js";
import { isolatedModule, directory as isolationDirectory } from "../../isolation/emit/nixos.js";

/** Every module that the tree has of a program, whole. */
export function modulesOf(program: Program): readonly Module[] {
  return documentedModules(program).map(({ module }) => module);
}

/** The directories of the tree that hold a program's files. */
export const directoriesOf = (program: Program): readonly string[] => [
  program.name,
  homeDirectory(program),
  ...(Object.keys(program.shared).length === 0 ? [] : [sharedDirectory]),
  ...isolatedAmong([program]).map(({ agent }) => isolationDirectory(agent)),
];

/** Whether an option or a file of the tree, by its path, is one of a program's. */
export function belongsTo(program: Program): (path: string) => boolean {
  const begins = [
    ...modulesOf(program).map((module) => `${module.path.join(".")}.`),
    ...directoriesOf(program).map((directory) => `${directory}/`),
  ];
  return (path) => begins.some((begin) => path.startsWith(begin) || `${path}.` === begin);
}

/** The same, with what documentation tells beside the options. */
export function documentedModules(program: Program): readonly DocumentedModule[] {
  const declared = (module: Module, directory: string): DocumentedModule => ({
    module,
    program,
    declarations: [`${directory}/options.nix`],
  });
  return [
    ...isolatedAmong([program]).map(({ agent }) =>
      declared(isolatedModule(program, agent), isolationDirectory(agent)),
    ),
    declared(program.module, homeDirectory(program)),
  ];
}
