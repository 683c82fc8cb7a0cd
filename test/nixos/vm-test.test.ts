import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, expect, it } from "vitest";
import * as z from "zod";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { packageRoot } from "../../src/root.js";

/** The lines that the VM test's machine adds, with the text of what is copied. */
const question = (library: string): string => `let
  lib = import ${library};
  pkgs = import ${join(packageRoot, "test/nixos-stubs/pkgs.nix")} {inherit lib;};
  test = import ${join(packageRoot, "nix/vm-test.nix")} {piAgent = {};};
  settings = (test.nodes.machine {pkgs = pkgs // {writeText = _: text: text;};}).systemd.tmpfiles.settings.pi-agent-test;
in
  lib.concatLists (lib.mapAttrsToList (path: lib.mapAttrsToList (type: {mode, argument ? ""}: {inherit argument mode path type;})) settings)`;

const root = mkdtempSync(join(tmpdir(), "nixsmith-tmpfiles-"));
afterAll(() => rmSync(root, { recursive: true }));

it("the VM test's secrets are, by the real systemd-tmpfiles, what its tests expect", async () => {
  const { path: library } = await findLibrary();
  const lines = z
    .array(z.strictObject({ path: z.string(), type: z.string(), mode: z.string(), argument: z.string() }))
    .parse(await evaluateNix(question(library)));
  mkdirSync(join(root, "etc"));
  mkdirSync(join(root, "store"));
  writeFileSync(join(root, "etc/passwd"), "root:x:0:0::/:/bin/sh\n");
  const rules = lines.map(({ path, type, mode, argument }, index) => {
    if (argument === "") return `${type} ${path} ${mode}\n`;
    writeFileSync(join(root, `store/${index}`), argument);
    return `${type} ${path} ${mode} - - - /store/${index}\n`;
  });
  writeFileSync(join(root, "rules.conf"), rules.join(""));
  await execa("systemd-tmpfiles", ["--create", `--root=${root}`, join(root, "rules.conf")]);
  const secrets = join(root, "run/secrets/pi-agent.env");
  expect(readFileSync(secrets, "utf8")).toBe("FROM_FILE=secret\nPI_TELEMETRY=file\n");
  expect(statSync(secrets).mode & 0o7777).toBe(0o600);
});
