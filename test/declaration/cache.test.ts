import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { evaluate } from "../../src/toolkit/declaration/evaluate.js";

/** A declaration in TypeScript that is run again, with what an earlier run may have kept of it. */

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "nixsmith-declared-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
});

const declared = async (maintainer: string): Promise<unknown> => {
  const path = join(directory, "nixsmith.config.ts");
  writeFileSync(
    path,
    `import { defineConfig } from "nixsmith";\nconst maintainers: string[] = ["${maintainer}"];\nexport default defineConfig({ maintainers, programs: ["pi"] });\n`,
  );
  return evaluate(path, "nixsmith.config.ts");
};

it("is what the file says now", async () => {
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "cache"));
  for (const maintainer of ["alice", "bob", "alice", "alice"])
    expect(await declared(maintainer)).toEqual({ maintainers: [maintainer], programs: ["pi"] });
});

it("is run where nothing can be kept", async () => {
  writeFileSync(join(directory, "file"), "");
  vi.stubEnv("XDG_CACHE_HOME", join(directory, "file"));
  expect(await declared("alice")).toEqual({ maintainers: ["alice"], programs: ["pi"] });
});

it("makes no home that is not there", async () => {
  vi.stubEnv("XDG_CACHE_HOME", "");
  vi.stubEnv("HOME", join(directory, "none"));
  expect(await declared("alice")).toEqual({ maintainers: ["alice"], programs: ["pi"] });
  expect(existsSync(join(directory, "none"))).toBe(false);
});

it("is not taken from what was kept of another text", async () => {
  const cache = join(directory, "cache");
  vi.stubEnv("XDG_CACHE_HOME", cache);
  mkdirSync(join(cache, "nixsmith"), { recursive: true });
  await declared("alice");
  for (const name of readdirSync(join(cache, "nixsmith")))
    writeFileSync(join(cache, "nixsmith", name), "garbage(");
  expect(await declared("bob")).toEqual({ maintainers: ["bob"], programs: ["pi"] });
});
