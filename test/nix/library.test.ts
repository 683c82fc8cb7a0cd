import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { lockedPath } from "../../src/compiler/nix/flake-lock.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { printNix } from "../../src/compiler/nix/print.js";
import { inSandbox } from "../../src/compiler/nix/sandbox.js";
import { NixsmithError } from "../../src/errors.js";
import { packageRoot } from "../../src/root.js";

let directory: string;
beforeAll(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), "library-")));
  await tree("checkout", { "lib/default.nix": "{}", "lib/.version": "25.05\n" });
  await tree("channels", { "nixpkgs/lib/default.nix": "{}" });
  await tree("empty", { "README.md": "" });
});
afterAll(() => rm(directory, { recursive: true }));

async function tree(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(directory, name, path);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, text);
  }
  return join(directory, name);
}

const at = (name: string): string => join(directory, name);
const nowhere = { NIX_PATH: "" };

describe("the order of looking", () => {
  test.each([
    [
      "the variable comes first",
      () => ({ NIXSMITH_NIXPKGS: at("checkout"), NIX_PATH: `nixpkgs=${at("channels/nixpkgs")}` }),
      () => ({ origin: "NIXSMITH_NIXPKGS", path: at("checkout/lib"), version: "25.05" }),
    ],
    [
      "a named entry of the search path",
      () => ({ NIX_PATH: `other=${at("checkout")}:nixpkgs=${at("channels/nixpkgs")}` }),
      () => ({ origin: "NIX_PATH", path: at("channels/nixpkgs/lib"), version: undefined }),
    ],
    [
      "a directory on the search path that holds nixpkgs",
      () => ({ NIX_PATH: `${at("empty")}:${at("channels")}` }),
      () => ({ origin: "NIX_PATH", path: at("channels/nixpkgs/lib") }),
    ],
    [
      "an entry to download is passed over",
      () => ({
        NIX_PATH: `nixpkgs=https://example.org/nixpkgs.tar.gz:nixpkgs=flake:nixpkgs:${at("channels")}`,
      }),
      () => ({ origin: "NIX_PATH", path: at("channels/nixpkgs/lib") }),
    ],
    [
      "nothing but the stand-in",
      () => ({ NIXSMITH_NIXPKGS: "", NIX_PATH: at("empty") }),
      () => ({ origin: "stand-in", path: join(packageRoot, "test/nixlib/lib") }),
    ],
  ])("%s", async (_, environment, want) => {
    expect(await findLibrary(environment(), directory)).toMatchObject(want());
  });

  test("says which one it is", async () => {
    const { describe } = await findLibrary({ NIXSMITH_NIXPKGS: at("checkout") });
    expect(describe).toBe(`nixpkgs' lib 25.05 at ${at("checkout/lib")} (NIXSMITH_NIXPKGS)`);
  });

  test("a locked nixpkgs that the store does not hold is passed over", async () => {
    const project = await tree("locked", {
      "flake.lock": lock({ nixpkgs: "nixpkgs" }, `sha256-${"A".repeat(43)}=`),
    });
    expect(await findLibrary(nowhere, project)).toMatchObject({ origin: "stand-in" });
  });
});

describe("refusals", () => {
  test.each([
    [
      "a variable that names no nixpkgs",
      () => findLibrary({ NIXSMITH_NIXPKGS: at("empty") }),
      () => `NIXSMITH_NIXPKGS: ${at("empty")} is no nixpkgs tree
  expected: a directory with lib/default.nix in it, such as a nixpkgs checkout
  to mend: correct the variable, or unset it`,
    ],
    [
      "a variable that names lib itself",
      () => findLibrary({ NIXSMITH_NIXPKGS: at("checkout/lib") }),
      () => `NIXSMITH_NIXPKGS: ${at("checkout/lib")} is no nixpkgs tree
  expected: a directory with lib/default.nix in it, such as a nixpkgs checkout
  to mend: use ${at("checkout")}`,
    ],
    [
      "a lock file that is none",
      async () => findLibrary(nowhere, await tree("broken", { "flake.lock": "{}" })),
      () => `${at("broken/flake.lock")}: cannot be read
  expected: a lock file as \`nix flake lock\` writes it
  to mend: run \`nix flake lock\`, or restore the file`,
    ],
  ])("%s", async (_, work, want) => {
    const error: unknown = await work().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(NixsmithError);
    expect(error instanceof NixsmithError ? error.render() : "").toBe(want());
  });
});

describe("the store path of a locked input", () => {
  test("is the one Nix gives the same tree", async () => {
    const hash = await inSandbox({}, ({ run }) => run("nix", ["hash", "path", at("checkout")]));
    const narHash = hash.stdout.trim();
    const path = printNix({ kind: "string", value: at("checkout") });
    const want = await evaluateNix(`builtins.path { name = "source"; path = ${path}; }`);
    const flake = await tree("flake", {
      "flake.lock": lock({ nixpkgs: "nixpkgs", other: ["nixpkgs"] }, narHash),
    });
    expect(await lockedPath(join(flake, "flake.lock"), "nixpkgs")).toBe(want);
    expect(await lockedPath(join(flake, "flake.lock"), "other")).toBe(want);
    expect(await lockedPath(join(flake, "flake.lock"), "missing")).toBeUndefined();
  });
});

function lock(inputs: Readonly<Record<string, string | readonly string[]>>, narHash: string): string {
  return JSON.stringify({
    nodes: { root: { inputs }, nixpkgs: { locked: { narHash, type: "github" } } },
    root: "root",
    version: 7,
  });
}
