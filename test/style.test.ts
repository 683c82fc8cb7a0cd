import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../src/root.js";

const checks: readonly [string, readonly string[]][] = [
  ["biome", ["biome", "check", "--error-on-warnings", "."]],
  ["tsc", ["tsc", "-p", "tsconfig.json"]],
  ["tsc, of the egress program,", ["tsc", "-p", "templates/egress"]],
  ["knip", ["knip"]],
];

describe("style", () => {
  it.each(checks)("%s has nothing to say", async (_, command) => {
    const { all, exitCode } = await execa("npx", ["--no-install", ...command], {
      cwd: packageRoot,
      all: true,
      reject: false,
    });
    expect(all).toSatisfy(() => exitCode === 0);
  });
});
