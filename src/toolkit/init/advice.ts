import { quoted } from "../../compiler/nix/strings.js";
import type { Kind } from "./repository.js";
import type { HostNames } from "./starter.js";

/** Lines that the owner of a file adds, because it is not ours to change. */
export interface Advice {
  readonly file: string;
  readonly lines: readonly string[];
}

/** What a repository with a flake.nix of its own still needs. */
export function adviceFor(kind: Kind, { host, user, overlay }: HostNames): readonly Advice[] {
  switch (kind) {
    case "overlay":
      return [
        {
          file: "flake.nix",
          lines: [
            "# outputs",
            "nixosModules.pi-agent = {imports = [./modules/nixos/pi-agent];};",
            "homeManagerModules.pi = {imports = [./modules/home-manager/pi];};",
          ],
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
            "m3ta-nixpkgs.nixosModules.pi-agent",
            `./hosts/${host}/pi-agent.nix`,
            "{home-manager.sharedModules = [m3ta-nixpkgs.homeManagerModules.pi];}",
          ],
        },
        { file: `the Home Manager configuration of ${user}`, lines: ["coding.agents.pi.enable = true;"] },
      ];
  }
}

/** What to run next. */
export function nextCommand(kind: Kind, { host }: HostNames): string {
  return kind === "overlay" ? "nixsmith generate --out modules" : `nixsmith render hosts/${host}.yaml`;
}
