import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { optionOf } from "../names.js";
import { type Finding, fail, ok, warn } from "./finding.js";
import type { Mount } from "./mounts.js";
import { isAtLeast } from "./versions.js";

/** File systems that can be id-mapped, and the first Linux that can: mount_setattr(2), "ID-mapped mounts". */
const since: Readonly<Record<string, readonly [number, number]>> = {
  ext4: [5, 12],
  xfs: [5, 12],
  vfat: [5, 12],
  btrfs: [5, 15],
  ntfs3: [5, 15],
  f2fs: [5, 18],
  erofs: [5, 19],
  squashfs: [6, 2],
  tmpfs: [6, 3],
  ceph: [6, 7],
};

/** File systems of which it is known that they cannot. */
const never = ["nfs", "nfs4", "cifs", "smb3", "9p", "overlay", "fuseblk", "ecryptfs", "exfat", "reiserfs"];

/** Whether a project on this mount keeps its owner in a session. */
export function idmapVerdict(
  root: string,
  { type, target }: Mount,
  kernel: readonly [number, number],
  { option }: Pick<IsolatedAgent, "option">,
): Finding {
  const byAcl = `${optionOf({ option })}.projectAccess = "acl"`;
  const place = `${root} (${type} at ${target})`;
  const first = since[type];
  if (first !== undefined) {
    return isAtLeast(kernel, first)
      ? ok(place)
      : fail(
          `${place} cannot be id-mapped before Linux ${first.join(".")}`,
          `boot.kernelPackages, or ${byAcl}`,
        );
  }
  if (never.includes(type)) return fail(`${place} cannot be id-mapped`, byAcl);
  // OpenZFS 2.2 can; a FUSE file system can where its program says so (Linux 6.12).
  return warn(`${place} may not allow id-mapped mounts`, `start a session there; if it is refused, ${byAcl}`);
}
