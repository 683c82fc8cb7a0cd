import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";

/** A checkout of Home Manager, where one is at hand. */
export const homeManager = process.env.NIXSMITH_HOME_MANAGER || undefined;

/** What a home is, once built. */
export interface BuiltHome {
  /** Where its files are, by their place below the home. */
  readonly files: string;
  /** Steps of an activation, as a script for bash. */
  readonly activate: string;
  readonly warnings: readonly string[];
  readonly failedAssertions: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * Builds homes with the real Nix, as far as this machine's own programs can: test/support/built-homes.nix.
 * @param homes each a list of Nix modules, in whose scope `fixtures` is
 * @param modules imported in each
 * @param whole with all modules of the checkout of Home Manager
 * @throws what Nix says
 */
export async function buildHomes(
  homes: Readonly<Record<string, string>>,
  { modules = [], whole = false }: { readonly modules?: readonly string[]; readonly whole?: boolean },
): Promise<Readonly<Record<string, BuiltHome>>> {
  const { path } = await findLibrary();
  const checkout = homeManager === undefined ? "null" : `(/. + ${quoted(homeManager)})`;
  const each = Object.entries(homes).map(
    ([name, home]) => `${quoted(name)} = [${modules.join(" ")} (${home})];`,
  );
  const expression = `let fixtures = ${join(packageRoot, "test/fixtures")}; in import ${join(packageRoot, "test/support/built-homes.nix")} {
    lib = import ${path};
    homeManager = ${checkout};
    ${whole ? `nixpkgs = /. + ${quoted(join(path, ".."))};` : ""}
    homes = {${each.join("\n")}};
  }`;
  const built = await nixBuild(expression);
  return Object.fromEntries(Object.keys(homes).map((name) => [name, readHome(join(built, name))]));
}

const configuration = [
  "sandbox = false",
  // Debian's package brings no users for builds, without which root's do not begin.
  "build-users-group =",
  "allow-import-from-derivation = false",
  "substituters =",
].join("\n");

async function nixBuild(expression: string): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), "nixsmith-build-"));
  try {
    const { stdout } = await execa("nix-build", ["--no-out-link", "-"], {
      input: expression,
      env: { PATH: process.env.PATH ?? "", HOME: home, NIX_CONFIG: configuration, NIX_PATH: "" },
      extendEnv: false,
    });
    return stdout.trim();
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

function readHome(link: string): BuiltHome {
  const directory = realpathSync(link);
  return {
    files: join(directory, "files"),
    activate: join(directory, "activate"),
    ...JSON.parse(readFileSync(join(directory, "said.json"), "utf8")),
  };
}

/** Files below a directory by their path, links followed. */
export function filesBelow(directory: string, below = ""): readonly string[] {
  return readdirSync(join(directory, below)).flatMap((name) => {
    const path = join(below, name);
    return statSync(join(directory, path)).isDirectory() ? filesBelow(directory, path) : [path];
  });
}
