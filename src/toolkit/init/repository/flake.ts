/** What a repository is to the agent's modules: it carries them, or its hosts use them. */
export type Kind = "overlay" | "host";
export const kinds: readonly Kind[] = ["overlay", "host"];

/** What a flake.nix says of its repository, read and not evaluated: its inputs may not be there. */
export interface Repository {
  /** Absent where it could be either. */
  readonly kind: Kind | undefined;
  /** Names in `nixosConfigurations`, as far as they stand there by themselves. */
  readonly hosts: readonly string[];
}

/** Outputs that others take from a repository. */
const offers =
  /\b(overlays?|packages|legacyPackages|nixosModules|homeManagerModules|homeModules)\b(\.[\w.-]+)?\s*=/;

/** @param flake text of flake.nix */
export function readRepository(flake: string): Repository {
  const code = flake.replace(/\/\*.*?\*\//gs, "").replace(/(^|\s)#.*$/gm, "");
  const isHost = /\bnixosConfigurations\b/.test(code);
  const kind = isHost ? "host" : offers.test(code) ? "overlay" : undefined;
  return { kind, hosts: isHost ? [...hostsIn(code)] : [] };
}

/** `nixosConfigurations.NAME =`, and `NAME = …nixosSystem` inside of a set. */
function hostsIn(code: string): ReadonlySet<string> {
  const patterns = [
    /nixosConfigurations\.(?:"([^"]+)"|([\w-]+))\s*=/g,
    /(?:"([^"]+)"|\b([\w-]+))\s*=\s*[\w.]*\bnixosSystem\b/g,
  ];
  const names = patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, quoted, plain]) => quoted ?? plain ?? ""),
  );
  return new Set(names.filter((name) => name !== "nixosConfigurations"));
}
