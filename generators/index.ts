import { settings } from "../schema/pi/index.js";
import { packageVersion } from "../src/root.js";
import type { Artefact, Provenance } from "./artefact.js";
import { homeManagerModule } from "./home-manager.js";
import { nixosModule } from "./nixos.js";
import { piTypes } from "./pi-types.js";
import { snapshotFile } from "./snapshot.js";

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
