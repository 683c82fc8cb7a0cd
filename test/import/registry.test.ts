import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Registry, serve } from "../support/registry.js";

// What the importers ask a registry for, with one of our own: releases, what a type depends on, other files' schemas.

const manifest = (name: string, version: string, more: object = {}): string =>
  JSON.stringify({ name, version, ...more });
const release = (version: string, properties: object | undefined, more: object = {}) => ({
  "package.json": manifest("tool", version),
  ...(properties === undefined
    ? {}
    : { "schema.json": JSON.stringify({ type: "object", properties, ...more }) }),
});
const text = { type: "string" };

/** Out of order, as a registry has a fix for an old line that came late. */
const tool = {
  "0.9.0": release("0.9.0", undefined),
  "1.0.0": release("1.0.0", undefined),
  "1.1.0": release("1.1.0", { name: text, level: { enum: ["low", "high"] }, gone: text }),
  "2.0.0-rc.1": release("2.0.0-rc.1", { rc: text }),
  "1.10.0": release("1.10.0", { name: text, level: { enum: ["low"] }, size: { type: "integer" } }),
  "1.2.0": release("1.2.0", { name: text, level: { enum: ["low", "high", "mid"] }, gone: text }),
  "1.3.0": { "package.json": manifest("tool", "1.3.0"), "schema.json": "{" },
  "2.0.0": release("2.0.0", { name: text, size: { type: "integer" }, gone: text }, { required: ["name"] }),
  "3.0.0": release("3.0.0", { later: text }),
};

const typed = {
  "1.0.0": {
    "package.json": manifest("typed", "1.0.0", {
      dependencies: { deep: "^2.0.0", "@scope/other": "~1.1.0", "@types/untyped": "^1.0.0" },
      peerDependencies: { untyped: "*" },
    }),
    "index.d.ts": `import type { Level } from "deep/levels";
      import type { Other } from "@scope/other";
      import type { Plain } from "untyped";
      import type { Absent } from "absent";
      export interface Settings { level?: Level; other: Other; plain?: Plain; absent?: Absent }`,
  },
};
const deep = (levels: string) => ({
  "package.json": manifest("deep", "0"),
  "levels.d.ts": `export type Level = ${levels};`,
});

let registry: Registry;
beforeAll(async () => {
  registry = await serve({
    tool,
    typed,
    deep: { "1.9.0": deep('"old"'), "2.0.1": deep('"low" | "high"'), "2.5.0": deep('"newer"') },
    "@scope/other": {
      "1.1.0": {
        "package.json": manifest("@scope/other", "1.1.0", { types: "main.d.ts" }),
        "main.d.ts": "export interface Other { size: number }",
      },
    },
    untyped: { "1.0.0": { "package.json": manifest("untyped", "1.0.0"), "index.js": "" } },
    "@types/untyped": {
      "1.4.0": {
        "package.json": manifest("@types/untyped", "1.4.0"),
        "index.d.ts": "export type Plain = boolean;",
      },
    },
  });
});
afterAll(() => registry.close());

describe("the history of a package", () => {
  const history = (version: string, ...more: readonly string[]) =>
    registry.nixsmith(["import", "json-schema", `npm:tool@${version}/schema.json`, "--history", ...more]);

  test("names what each release brought, changed and took, as diff classes it", async () => {
    const { status, out } = await history("2.0.0");
    expect(status).toBe(0);
    const [releases, since] = out.split("\n\nsince\n");
    expect(releases?.split("\n")).toEqual([
      "0.9.0 to 1.0.0, 2 releases: not read, it has no file schema.json",
      "1.1.0",
      "1.2.0",
      '  info enum-value-added: level also takes "mid"',
      expect.stringMatching(/^1\.3\.0: not read, not JSON: /u),
      "1.10.0",
      "  breaking option-removed: gone was removed",
      '  breaking enum-value-removed: level no longer takes "high"',
      '  breaking enum-value-removed: level no longer takes "mid"',
      "  info option-added: size is new",
      "2.0.0",
      "  breaking option-removed: level was removed",
      "  breaking type-narrowed: name takes fewer values",
      "  breaking became-required: name has to be set now",
      "  info option-added: gone is new",
    ]);
    expect(since).toBe("  1.1.0 name\n  1.10.0 size\n  2.0.0 gone");
  });

  test("leaves pre-releases out, unless one is named", async () => {
    expect((await history("1.10.0")).out).not.toContain("rc.1");
    const { out } = await history("2.0.0-rc.1");
    expect(out).toContain("\n2.0.0-rc.1\n");
    expect(out).not.toContain("\n2.0.0\n");
  });

  test("as data", async () => {
    const { out } = await history("1.2.0", "--json");
    expect(JSON.parse(out)).toEqual({
      releases: [
        { version: "0.9.0", skipped: "it has no file schema.json", findings: [] },
        { version: "1.0.0", skipped: "it has no file schema.json", findings: [] },
        { version: "1.1.0", findings: [] },
        {
          version: "1.2.0",
          findings: [
            { severity: "info", rule: "enum-value-added", subject: "level", message: 'also takes "mid"' },
          ],
        },
      ],
      since: { name: "1.1.0", level: "1.1.0", gone: "1.1.0" },
    });
  });

  test("comes out of npm's cache, where that has all of it", async () => {
    const first = await history("2.0.0");
    expect(await history("2.0.0", "--json")).toMatchObject({ status: 0 });
    expect(registry.requests().filter((path) => path.endsWith(".tgz"))).toEqual([]);
    expect(await history("2.0.0")).toEqual(first);
  });

  test.each([
    [["json-schema", "schema.json", "--history"], '"schema.json" has no releases'],
    [["json-schema", "npm:nothing@1.0.0/schema.json", "--history"], "nothing: the npm registry has no such"],
  ])("%s is refused", async (words, want) => {
    const { status, out, err } = await registry.nixsmith(["import", ...words]);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(want);
  });
});

test("what a type depends on comes from the registry, the oldest of each range; what it has not is unknown and said", async () => {
  const { status, out, err } = await registry.nixsmith([
    "import",
    "typescript",
    "npm:typed@1.0.0/index.d.ts#Settings",
  ]);
  expect({ status, out: out.split("\n") }).toEqual({
    status: 0,
    out: [
      'level: "high" | "low"',
      "other: required set",
      "other.size: required number",
      "plain: bool",
      "absent: json",
    ],
  });
  expect(err).toMatch(/^5 keys: 4 exact, 1 widened, 0 dropped\n {2}widened absent: /u);
  expect(registry.requests()).toContain("deep@2.0.1.tgz");
  expect(registry.requests().filter((path) => /deep@(1|2\.5)/u.test(path))).toEqual([]);
});
