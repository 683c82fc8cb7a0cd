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
    }),
  ),
});

describe("the lock file", () => {
  const lock = Lock.parse(JSON.parse(readFileSync(join(packageRoot, "package-lock.json"), "utf8")));
  const packages = Object.entries(lock.packages).filter(([name]) => name !== "");

  // npm writes optional packages of other platforms without a version when it updates the file in place, and then
  // refuses its own file. To mend it: remove it together with node_modules, then run npm install.
  it("pins every package by version and integrity", () => {
    const unpinned = packages.filter(
      ([, { version, integrity }]) => version === undefined || integrity === undefined,
    );
    expect(unpinned.map(([name]) => name)).toEqual([]);
  });

  it("names no registry", () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});
