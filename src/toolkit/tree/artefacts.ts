import type { Artefact } from "../../compiler/emit/artefact.js";
import { homeManagerModule, sharedFiles } from "../../compiler/emit/home-manager.js";
import { programTypes, valuesFile } from "../../compiler/emit/program-types.js";
import { snapshotFile, unconfined } from "../../compiler/emit/snapshot.js";
import { isolatedAmong, type Program } from "../../compiler/program/types.js";
import { confinementOf } from "../../isolation/emit/confinement.js";
import { egressProgram, providerFiles } from "../../isolation/emit/egress.js";
import { nixosModule } from "../../isolation/emit/nixos.js";
import { packageVersion } from "../../root.js";
import { modulesOf } from "./modules.js";

/**
 * Every file of the emitted tree.
 * @param written the tree's sources as they will be written, where a formatter has changed them
 */
export function artefacts(
  programs: readonly Program[],
  written: readonly Artefact[] = sources(programs),
): readonly Artefact[] {
  const described = programs.map((program) => ({ program, modules: modulesOf(program) }));
  const agents = isolatedAmong(programs).map(({ agent }) => agent);
  return [
    ...written,
    snapshotFile(described, agents.length === 0 ? unconfined : confinementOf(agents), written),
  ];
}

/** The files that Nix and the shell read. */
export function sources(programs: readonly Program[]): readonly Artefact[] {
  const made = { version: packageVersion() };
  const agents = isolatedAmong(programs).map(({ agent }) => agent);
  return [
    ...programs.flatMap((program) => [
      ...programTypes(program, made),
      ...isolatedAmong([program]).flatMap(({ agent }) => nixosModule(program, agent, made)),
      ...homeManagerModule(program, made),
    ]),
    ...sharedFiles(programs, made),
    valuesFile(made),
    ...(agents.length === 0 ? [] : [...providerFiles(agents, made), ...egressProgram(made)]),
  ];
}
