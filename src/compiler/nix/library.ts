import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { NixsmithError } from "../../errors.js";
import { packageRoot } from "../../root.js";
import { lockedPath } from "./flake-lock.js";

/** A nixpkgs library, or what stands in for one. */
export interface NixLibrary {
  /** The directory to import: nixpkgs' `lib`. */
  readonly path: string;
  readonly origin: "NIXSMITH_NIXPKGS" | "NIX_PATH" | "flake.lock" | "stand-in";
  /** The release it belongs to, such as `26.11`; unknown for trees that do not say. */
  readonly version: string | undefined;
  /** One line for the user: which library this is, and where it was found. */
  readonly describe: string;
}

/** The variables that are looked at, as `process.env` has them. */
export type LibraryEnvironment = Readonly<Partial<Record<"NIXSMITH_NIXPKGS" | "NIX_PATH", string>>>;

/**
 * Looks for nixpkgs' library: `NIXSMITH_NIXPKGS`, `<nixpkgs>` on `NIX_PATH`, the `nixpkgs` input that the project's
 * flake.lock names where the store already holds it, and last the project's own stand-in. Nothing is downloaded.
 * @param project directory of the flake
 * @throws NixsmithError where NIXSMITH_NIXPKGS is no nixpkgs, where flake.lock cannot be read, or where none is found
 */
export async function findLibrary(
  environment: LibraryEnvironment = process.env,
  project: string = process.cwd(),
): Promise<NixLibrary> {
  const candidates = [
    ["NIXSMITH_NIXPKGS", async () => chosenTree(environment.NIXSMITH_NIXPKGS)],
    ["NIX_PATH", async () => searchPathTree(environment.NIX_PATH)],
    ["flake.lock", async () => lockedPath(join(project, "flake.lock"), "nixpkgs")],
    ["stand-in", async () => join(packageRoot, "test/nixlib")],
  ] as const;
  for (const [origin, look] of candidates) {
    const tree = await look();
    if (tree !== undefined && hasLibrary(tree)) return describeLibrary(tree, origin);
  }
  throw new NixsmithError("no nixpkgs library was found", {
    expected: "a nixpkgs in NIXSMITH_NIXPKGS, on NIX_PATH, or locked by flake.lock and in the store",
    mend: "set NIXSMITH_NIXPKGS to the path of a nixpkgs tree",
  });
}

const hasLibrary = (tree: string): boolean => existsSync(join(tree, "lib/default.nix"));

async function describeLibrary(tree: string, origin: NixLibrary["origin"]): Promise<NixLibrary> {
  const path = join(tree, "lib");
  const version = await readFile(join(path, ".version"), "utf8").then(
    (text) => text.trim(),
    () => undefined,
  );
  const name =
    origin === "stand-in" ? "nixsmith's stand-in for nixpkgs' lib" : `nixpkgs' lib ${version ?? ""}`.trim();
  return { path, origin, version, describe: `${name} at ${path} (${origin})` };
}

/** What the user asked for by name has to be there: falling back would hide that it is not. */
function chosenTree(chosen: string | undefined): string | undefined {
  if (chosen === undefined || chosen === "") return undefined;
  const tree = resolve(chosen);
  if (hasLibrary(tree)) return tree;
  const parent = resolve(tree, "..");
  throw new NixsmithError(`${tree} is no nixpkgs tree`, {
    where: "NIXSMITH_NIXPKGS",
    expected: "a directory with lib/default.nix in it, such as a nixpkgs checkout",
    mend: hasLibrary(parent) ? `use ${parent}` : "correct the variable, or unset it",
  });
}

/** Where Nix looks when NIX_PATH is not set (Nix manual, `nix-path`). */
const defaultSearchPath = [
  join(homedir(), ".nix-defexpr/channels"),
  "nixpkgs=/nix/var/nix/profiles/per-user/root/channels/nixpkgs",
  "/nix/var/nix/profiles/per-user/root/channels",
].join(":");

/** `<nixpkgs>`, as far as it is a directory here: entries that Nix would have to download are passed over. */
function searchPathTree(searchPath: string = defaultSearchPath): string | undefined {
  const trees = searchPath.split(":").flatMap((entry) => {
    const [prefix, path] = entry.includes("=") ? splitOnce(entry, "=") : ["", entry];
    if (!isAbsolute(path)) return [];
    if (prefix === "") return [join(path, "nixpkgs")];
    return prefix === "nixpkgs" ? [path] : [];
  });
  return trees.find((tree) => existsSync(tree));
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}
