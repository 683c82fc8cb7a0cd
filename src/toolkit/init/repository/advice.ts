import { printPath } from "../../../compiler/nix/print.js";
import { quoted } from "../../../compiler/nix/strings.js";
import { isolatedAmong, type Program } from "../../../compiler/program/types.js";
import type { Kind } from "./flake.js";
import { offersOf } from "./offers.js";
import type { HostNames } from "./starter.js";

/** Lines that the owner of a file adds, because it is not ours to change. */
export interface Advice {
  readonly file: string;
  readonly lines: readonly string[];
}

/**
 * What a repository with a flake.nix of its own still needs.
 * @param programs what its overlay carries, or what its host runs
 */
export function adviceFor(
  kind: Kind,
  { host, user, overlay }: HostNames,
  programs: readonly Program[],
): readonly Advice[] {
  const offers = offersOf(programs);
  switch (kind) {
    case "overlay":
      return [
        {
          file: "flake.nix",
          lines: ["# outputs", ...offers.map(({ output, path }) => `${output} = {imports = [${path}];};`)],
        },
      ];
    case "host":
      return [
        {
          file: "flake.nix",
          lines: [
            "# inputs",
            `m3ta-nixpkgs.url = ${quoted(overlay)};`,
            `# modules of ${host}`,
            ...isolatedAmong(programs).flatMap(({ agent: { account } }) => [
              `m3ta-nixpkgs.nixosModules.${account}`,
              `./hosts/${host}/${account}.nix`,
            ]),
            ...programs.map(
              ({ name }) => `{home-manager.sharedModules = [m3ta-nixpkgs.homeManagerModules.${name}];}`,
            ),
          ],
        },
        {
          file: `the Home Manager configuration of ${user}`,
          lines: programs.map(({ module }) => `${printPath(module.path)}.enable = true;`),
        },
      ];
  }
}

/** What to run next. */
export function nextCommand(kind: Kind, { host }: HostNames): string {
  return kind === "overlay" ? "nixsmith generate --out modules" : `nixsmith render hosts/${host}.yaml`;
}
