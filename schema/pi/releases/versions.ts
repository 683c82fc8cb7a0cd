import { versionsOf } from "../../../src/compiler/importers/npm/client.js";
import { packageOfVersion } from "./import.js";

/** Every version that the registry has under either name, oldest first. @throws ImportError */
export async function allVersions(): Promise<readonly string[]> {
  const names = ["0.0.0", "1.0.0"].map(packageOfVersion);
  const lists = await Promise.all(names.map(versionsOf));
  return lists.flat().sort(byNumber);
}

/** The newest version that is older than one; undefined for the first. @throws ImportError */
export async function versionBefore(version: string): Promise<string | undefined> {
  return (await allVersions()).findLast((other) => byNumber(other, version) < 0);
}

/** The releases have no pre-releases, so their numbers order them. */
function byNumber(left: string, right: string): number {
  const [a, b] = [left.split(".").map(Number), right.split(".").map(Number)];
  const at = a.findIndex((part, index) => part !== b[index]);
  return (a[at] ?? 0) - (b[at] ?? 0);
}
