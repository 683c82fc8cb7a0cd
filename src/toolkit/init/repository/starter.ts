import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isIdentifier } from "../../../compiler/nix/names.js";
import { quoted } from "../../../compiler/nix/strings.js";
import type { IsolatedAgent } from "../../../compiler/program/agent.js";
import { isolatedAmong, type Program } from "../../../compiler/program/types.js";
import { packageRoot } from "../../../root.js";
import type { Kind } from "./flake.js";
import { offersOf } from "./offers.js";

/** What a repository begins with. The examples are the templates: a file is the guide's with other names in it. */

export interface StarterFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly content: string;
}

/** What the files of a host speak of. */
export interface HostNames {
  readonly host: string;
  readonly user: string;
  /** As in `projectRoots`. */
  readonly roots: readonly string[];
  /** Where a flake finds the overlay. */
  readonly overlay: string;
}

/** The names in the examples. */
export const guide: HostNames = {
  host: "m3-kratos",
  user: "m3tam3re",
  roots: ["~/p", "~/work/private"],
  overlay: "git+https://code.m3ta.dev/m3tam3re/nixpkgs",
};

interface Source {
  /** Below the examples. */
  readonly from: string;
  readonly path: string;
  readonly always: boolean;
}

/** Where a file of each kind of repository comes from, and whether a repository that has a flake.nix still needs it. */
const sources: Readonly<Record<Kind, readonly Source[]>> = {
  overlay: [
    { from: "m3ta-nixpkgs/flake.nix", path: "flake.nix", always: false },
    { from: "m3ta-nixpkgs/nixsmith.config.ts", path: "nixsmith.config.ts", always: true },
  ],
  host: [
    { from: "nixos-config/flake.nix", path: "flake.nix", always: false },
    { from: "nixos-config/home/m3tam3re.nix", path: "home/m3tam3re.nix", always: false },
    { from: "nixos-config/hosts/m3-kratos/default.nix", path: "hosts/m3-kratos/default.nix", always: false },
    { from: "hosts/m3-kratos.yaml", path: "hosts/m3-kratos.yaml", always: true },
  ],
};

/** The file of a host that sets the options of an agent's module. */
const agentSource = ({ account }: IsolatedAgent): Source => {
  const path = `hosts/${guide.host}/${account}.nix`;
  return { from: `nixos-config/${path}`, path, always: true };
};

/**
 * @param example the program that the examples are of
 * @param programs what an overlay carries
 * @param hasFlake whether the repository has a flake.nix of its own, and with it a structure of its own
 */
export function starterFiles(
  kind: Kind,
  names: HostNames,
  { example, programs }: { readonly example: Program; readonly programs: readonly Program[] },
  hasFlake: boolean,
): readonly StarterFile[] {
  const ofAgent = kind === "host" ? isolatedAmong([example]).map(({ agent }) => agentSource(agent)) : [];
  return [...sources[kind], ...ofAgent]
    .filter(({ always }) => always || !hasFlake)
    .map(({ from, path }) => ({
      path: path.replace(guide.host, names.host).replace(guide.user, names.user),
      content: renamed(
        carrying(readFileSync(join(packageRoot, "examples", from), "utf8"), [example], programs),
        names,
      ),
    }));
}

/** Puts what an overlay carries where the example carries something else. */
function carrying(text: string, from: readonly Program[], to: readonly Program[]): string {
  return text.replace(declared(from), () => declared(to)).replace(offering(from), () => offering(to));
}

const declared = (programs: readonly Program[]): string =>
  `programs: ${listOf(programs.map(({ name }) => name))}`;

const offering = (programs: readonly Program[]): string =>
  offersOf(programs)
    .map(
      ({ output, path }) =>
        `    ${output} = {\n      key = "m3ta-nixpkgs#${output}";\n      imports = [${path}];\n    };\n`,
    )
    .join("");

/** Puts a host's names where the guide's stand. The guide's user is in addresses too, which are not its host's. */
function renamed(text: string, { host, user, roots, overlay }: HostNames): string {
  return (
    text
      .replace('["~/p" "~/work/private"]', () => `[${roots.map(quoted).join(" ")}]`)
      .replace('["~/p", "~/work/private"]', () => listOf(roots))
      // An attribute, and a key in YAML: NixOS takes names such as john.doe.
      .replace(/\bm3tam3re(?= = |:)/g, () => (isIdentifier(user) ? user : quoted(user)))
      .replace(/(?<!m3ta\.dev\/)\bm3tam3re\b/g, user)
      .replace(quoted(guide.overlay), () => quoted(overlay))
      // An attribute of the flake, and a value in YAML: a name like 1984 would be a number there.
      .replace(/\bm3-kratos(?= = )|(?<=: )m3-kratos\b/g, () => (isIdentifier(host) ? host : quoted(host)))
      .replace(/\bm3-kratos\b/g, host)
  );
}

const listOf = (words: readonly string[]): string => JSON.stringify(words).replaceAll('","', '", "');
