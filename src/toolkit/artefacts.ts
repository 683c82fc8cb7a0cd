import { settings } from "../../schema/pi/index.js";
import type { Artefact, Provenance } from "../compiler/emit/artefact.js";
import { homeManagerModule } from "../compiler/emit/home-manager.js";
import { piTypes } from "../compiler/emit/program-types.js";
import { snapshotFile } from "../compiler/emit/snapshot.js";
import { nixosModule } from "../isolation/emit/nixos.js";
import { packageVersion } from "../root.js";

/**
 * Every file of the emitted tree.
 * @param written the tree's sources as they will be written, where a formatter has changed them
 */
export function artefacts(written = sources()): readonly Artefact[] {
  return [...written, snapshotFile(written)];
}

/** The files that Nix and the shell read. */
export function sources(): readonly Artefact[] {
  const { package: name, version, integrity } = settings.source;
  const provenance: Provenance = { version: packageVersion(), source: `${name} ${version} (${integrity})` };
  return [...piTypes(provenance), ...nixosModule(provenance), ...homeManagerModule(provenance)];
}
