/**
 * Releases of Nix whose daemon gives nobody who may connect to it root, the first of each branch: CVE-2026-39860,
 * CVE-2026-44028 and CVE-2026-110450. Branches that are not named have none, but for later ones.
 */
export const patchedNix = ["2.28.8", "2.30.6", "2.31.6", "2.34.9", "2.35.3"] as const;

/** The first branch that began with the fixes. */
export const patchedNixBranch = "2.36";

/** Where the daemon, its relatives and their sockets are; systemd's dash is for hosts without. */
export const nixSockets = [
  "-/nix/var/nix/daemon-socket",
  "-/nix/var/nix/gc-socket",
  "-/nix/var/determinate",
] as const;

/** Whether a version of Nix has the fixes: that of its branch, or of a branch that began with them. */
export function isPatchedNix(version: string): boolean {
  const [major, minor = 0, patch = 0] = (/^\d+\.\d+\.\d+$/.exec(version)?.[0] ?? "").split(".").map(Number);
  if (major !== 2) return false;
  const [, firstMinor = 0] = patchedNixBranch.split(".").map(Number);
  return (
    minor >= firstMinor ||
    patchedNix.some((least) => {
      const [, leastMinor = 0, leastPatch = 0] = least.split(".").map(Number);
      return minor === leastMinor && patch >= leastPatch;
    })
  );
}
