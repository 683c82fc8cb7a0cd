import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";
import { surfaceOf } from "./report.js";

const manifest: { readonly exports: Readonly<Record<string, string | { readonly default: string }>> } =
  JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));

/** The sources of the entries, by the name that a consumer imports. */
const entries = Object.fromEntries(
  Object.entries(manifest.exports).flatMap(([name, place]) =>
    typeof place === "string"
      ? []
      : [[name.replace(/^\./, "nixsmith"), place.default.replace(/^\.\/dist\/(.*)\.js$/, "$1.ts")]],
  ),
);

const head = `# What the package exports

The public surface, which semver holds for: to take something away, or to ask for more, is a new major version; to add is a minor one.
\`test/library/surface.test.ts\` compares this page with the sources; \`npx vitest run -u test/library\` writes it anew.
[The library](../library.md) says how to use it.

`;

it("is recorded, and names nothing that it does not export", async () => {
  const { report, hidden } = surfaceOf(entries);
  await expect(head + report).toMatchFileSnapshot(join(packageRoot, "docs/reference/api.md"));
  expect(hidden).toEqual([]);
});
