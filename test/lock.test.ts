import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { packageRoot } from "../src/root.js";

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

describe("the lock file", () => {
  const lock = Lock.parse(JSON.parse(readFileSync(join(packageRoot, "package-lock.json"), "utf8")));
  const packages = Object.entries(lock.packages).filter(([name]) => name !== "");

  it("pins every package by version and integrity", () => {
    const unpinned = packages.filter(
      ([, { version, integrity }]) => version === undefined || integrity === undefined,
    );
    expect(unpinned.map(([name]) => name)).toEqual([]);
  });

  // `npm ci` refuses a lock file that lacks the packages of another platform. npm leaves them out where it updates the
  // file beside installed packages; to mend it, make the file anew where no node_modules is.
  it("has the optional packages of every platform", () => {
    const names = new Set(packages.map(([path]) => path.replace(/^.*node_modules\//, "")));
    const wanted = packages.flatMap(([, { optionalDependencies }]) =>
      Object.keys(optionalDependencies ?? {}),
    );
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });

  it("names no registry", () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});
