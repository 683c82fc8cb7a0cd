import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../src/compiler/output/compare.js";
import { packageRoot } from "../src/root.js";
import { artefacts } from "../src/toolkit/artefacts.js";

describe("the committed modules", () => {
  it("are what the schema and the templates give", () => {
    const stale = compare(join(packageRoot, "modules"), artefacts()).filter(
      ({ status }) => status !== "fresh",
    );
    expect(stale.map(({ path, status }) => `${path} is ${status}; run: npm run generate`)).toEqual([]);
  });

  it("are generated alike every time", () => {
    expect(artefacts()).toEqual(artefacts());
  });

  it("name no path of the machine they were generated on", () => {
    const own = artefacts().filter(({ content }) => content.includes(packageRoot));
    expect(own.map(({ path }) => path)).toEqual([]);
  });
});
