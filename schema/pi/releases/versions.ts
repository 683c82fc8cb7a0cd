import { compare } from "semver";
import { versionsOf } from "../../../src/compiler/importers/npm/client.js";
import { inOrder } from "../../../src/compiler/importers/releases.js";
import { packageOfVersion } from "./import.js";

/** Every version that the registry has under either name, oldest first. @throws ImportError */
export async function allVersions(): Promise<readonly string[]> {
  const names = ["0.0.0", "1.0.0"].map(packageOfVersion);
  const lists = await Promise.all(names.map(versionsOf));
  return inOrder(lists.flat());
}

/** The newest version that is older than one; undefined for the first. @throws ImportError */
export async function versionBefore(version: string): Promise<string | undefined> {
  return (await allVersions()).findLast((other) => compare(other, version) < 0);
}
