import { settings } from "../schema/pi/index.js";
import { packageVersion } from "../src/root.js";
import type { Artefact, Provenance } from "./artefact.js";
import { homeManagerModule } from "./home-manager.js";
import { nixosModule } from "./nixos.js";
import { piTypes } from "./pi-types.js";

/** Every file of the emitted tree. */
export function artefacts(): readonly Artefact[] {
  const { package: name, version, integrity } = settings.source;
  const provenance: Provenance = { version: packageVersion(), source: `${name} ${version} (${integrity})` };
  return [...piTypes(provenance), ...nixosModule(provenance), ...homeManagerModule(provenance)];
}
