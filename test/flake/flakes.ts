import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { quoted } from "../../src/compiler/nix/strings.js";
import { packageRoot } from "../../src/root.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { programs } from "../support/pi.js";

/** The project's flake and the examples' in one directory, with flakes that stand in for nixpkgs and Home Manager. */
export interface Flakes {
  readonly directory: string;
  /** Runs `nix` offline on the flake of a directory, its inputs overridden by the stand-ins. */
  readonly nix: (flake: string, ...args: readonly string[]) => Promise<NixResult>;
  /** Runs another program on the flake of a directory; the `nix` on its PATH is that of {@link Flakes.nix}. */
  readonly run: (flake: string, command: string, ...args: readonly string[]) => Promise<NixResult>;
  readonly remove: () => void;
}

export interface NixResult {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const configuration = [
  "experimental-features = nix-command flakes",
  "allow-import-from-derivation = false",
  "sandbox = false",
  // Debian's package brings no users for builds, without which root's do not begin.
  "build-users-group =",
  "substituters =",
].join("\n");

/** What the flake reads; a flake of a path takes the whole directory into the store, and node_modules is no part of it. */
const sources = [
  "flake.nix",
  "package.nix",
  "package.json",
  "package-lock.json",
  ".npmrc",
  "tsconfig.json",
  "tsconfig.build.json",
  "nix",
  "schema",
  "scripts",
  "src",
  "templates",
  "examples",
];

export async function makeFlakes(): Promise<Flakes> {
  const directory = mkdtempSync(join(tmpdir(), "nixsmith-flake-"));
  chmodSync(directory, 0o755); // A daemon's builds have users of their own.
  const copy = (from: string, to: string): void =>
    cpSync(join(packageRoot, from), join(directory, to), { recursive: true });
  for (const path of sources) copy(path, join("nixsmith", path));
  putModules(join(directory, "nixsmith"));
  for (const name of ["nixpkgs", "home-manager"]) {
    copy(`test/flake/${name}`, name);
    copy("test/nixos-stubs", `${name}/nixos-stubs`);
  }
  copy("test/home-manager-stubs", "home-manager/home-manager-stubs");
  cpSync((await findLibrary()).path, join(directory, "nixpkgs/lib"), { recursive: true });
  writeFileSync(join(directory, "nixpkgs/machine.nix"), machine(directory));
  return {
    directory,
    nix: (flake, ...args) => nix(directory, flake, args),
    run: (flake, command, ...args) => runWithNix(directory, flake, command, args),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** The modules as the sources make them; that the committed ones are the same has a test of its own. */
function putModules(flake: string): void {
  for (const { path, content } of artefacts(programs)) {
    const file = join(flake, "modules", path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Where this machine has the programs that a build of the package runs. */
function machine(directory: string): string {
  const bin = join(directory, "typescript/bin");
  mkdirSync(bin, { recursive: true });
  const compiler = join(packageRoot, "node_modules/typescript/bin/tsc");
  writeFileSync(join(bin, "tsc"), `#!/bin/sh\nexec node '${compiler}' "$@"\n`, { mode: 0o755 });
  return `{ node = ${quoted(dirname(dirname(process.execPath)))}; typescript = ${quoted(dirname(bin))}; }\n`;
}

function flagsFor(directory: string, flake: string): readonly string[] {
  const stand = (name: string): string => `path:${join(directory, name)}`;
  const ofProject = [
    "--override-input",
    "nixpkgs",
    stand("nixpkgs"),
    "--override-input",
    "home-manager",
    stand("home-manager"),
  ];
  const ofOthers = [
    "--override-input",
    "nixpkgs",
    stand("nixpkgs"),
    "--override-input",
    "nixsmith",
    stand("nixsmith"),
    "--override-input",
    "nixsmith/home-manager",
    stand("home-manager"),
  ];
  return ["--offline", "--no-write-lock-file", ...(flake === "nixsmith" ? ofProject : ofOthers)];
}

function nix(
  directory: string,
  flake: string,
  [command = "", ...args]: readonly string[],
): Promise<NixResult> {
  return run(directory, flake, "nix", [...command.split(" "), ...args, ...flagsFor(directory, flake)]);
}

function runWithNix(
  directory: string,
  flake: string,
  command: string,
  args: readonly string[],
): Promise<NixResult> {
  const bin = join(directory, `${flake}-bin`);
  if (!existsSync(bin)) mkdirSync(bin);
  const flags = flagsFor(directory, flake).map((flag) => `'${flag}'`);
  const text = `#!/bin/sh\nPATH='${process.env.PATH ?? ""}' exec nix "$@" ${flags.join(" ")}\n`;
  writeFileSync(join(bin, "nix"), text, { mode: 0o755 });
  return run(directory, flake, command, args, `${bin}:`);
}

async function run(
  directory: string,
  flake: string,
  command: string,
  args: readonly string[],
  before = "",
): Promise<NixResult> {
  const home = join(directory, "home");
  if (!existsSync(home)) mkdirSync(home);
  const result = await execa(command, args, {
    cwd: join(directory, flake),
    env: { PATH: `${before}${process.env.PATH ?? ""}`, HOME: home, NIX_CONFIG: configuration },
    extendEnv: false,
    reject: false,
  });
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr };
}
