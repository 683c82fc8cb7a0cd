import { beforeAll, describe, expect, it, test } from "vitest";
import { flattenWhole, withoutRecursion } from "../../src/compiler/docs/flatten.js";
import { htmlPage } from "../../src/compiler/docs/html.js";
import { manPageText } from "../../src/compiler/docs/man.js";
import { markdownPage } from "../../src/compiler/docs/markdown.js";
import { optionsJson } from "../../src/compiler/docs/options-json.js";
import { type Entry, type ModuleReference, referenceOf } from "../../src/compiler/docs/reference.js";
import type { Imported } from "../../src/compiler/importers/import.js";
import { importJsonSchema } from "../../src/compiler/importers/json-schema/import.js";
import type { Json, Module } from "../../src/compiler/ir/types.js";
import type { Program } from "../../src/compiler/program/types.js";
import { NixsmithError } from "../../src/errors.js";
import { published } from "../import/published.js";
import { pi } from "../support/pi.js";

// Types that stand at many places: pages describe each once, and what has to list every place is refused where that has no end.

/** `d0` has `d1` twice, which has `d2` twice, and so on. */
function chain(length: number, link: (next: Json) => Json): Json {
  const links = Array.from({ length }, (_, index) => [`d${index}`, link({ $ref: `#/$defs/d${index + 1}` })]);
  return {
    type: "object",
    properties: { first: { $ref: "#/$defs/d0" } },
    $defs: { ...Object.fromEntries(links), [`d${length}`]: { type: "string", format: "uri" } },
  };
}

const twice = (next: Json): Json => ({ type: "object", properties: { x: next, y: next } });
const listOrSet = (next: Json): Json => ({
  anyOf: [
    { type: "array", items: next },
    { type: "object", additionalProperties: next },
  ],
});

function moduleOf({ type, definitions }: Imported): Module {
  return {
    target: "home-manager",
    path: ["programs", "app"],
    summary: "An app",
    options: [{ name: "settings", type: { kind: "ref", name: "settings" }, description: "" }],
    definitions: { ...definitions, settings: type },
  };
}

/** Its reference, with the file that the settings are of. */
function documented(imported: Imported): ModuleReference {
  const { type, definitions, losses } = imported;
  if (type.kind !== "submodule") throw new Error("no set of keys");
  const file: Program["files"][number] = {
    name: "settings",
    type,
    definitions,
    retired: {},
    source: { file: "schema.json", integrity: "" },
    history: { describedSince: "1.0.0", since: { first: "1.0.0" }, losses: [...losses] },
  };
  const program = { ...pi, title: "app", files: [file] };
  return referenceOf({ module: moduleOf(imported), program, declarations: ["options.nix"] });
}

const imported = (schema: Json): Imported => importJsonSchema(JSON.stringify(schema));
const entriesOf = ({ sections }: ModuleReference): readonly Entry[] =>
  sections.flatMap(({ entries }) => entries);
const pageOf = (module: ModuleReference): string =>
  htmlPage([module], { header: "header", source: "app", titles: ["app"] });

/** Links of a page that lead to nothing on it. */
function lost(links: readonly (string | undefined)[], targets: readonly (string | undefined)[]) {
  expect(links.length).toBeGreaterThan(0);
  const known = new Set(targets);
  return links.filter((link) => !known.has(link));
}

function lostInMarkdown(page: string) {
  const anchors = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-"),
  );
  return lost(
    [...page.matchAll(/\]\(#(.*?)\)/g)].map(([, anchor]) => anchor),
    anchors,
  );
}

function lostInHtml(page: string) {
  const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) =>
    id?.replaceAll("&lt;", "<").replaceAll("&gt;", ">"),
  );
  const links = [...page.matchAll(/ href="#([^"]*)"/g)].map(([, target = ""]) => decodeURIComponent(target));
  return lost(
    links,
    ids.map((id) => id?.replaceAll("&quot;", '"').replaceAll("&#39;", "'")),
  );
}

describe("types that have each other twice, forty times", () => {
  const reference = documented(imported(chain(40, twice)));

  it("are described once each, with every key", () => {
    const names = entriesOf(reference).map(({ name }) => name);
    const keys = Array.from({ length: 39 }, (_, index) => index + 1).flatMap((index) =>
      ["", ".x", ".y"].map((key) => `#d${index}${key}`),
    );
    expect(names).toEqual([
      "programs.app.settings",
      "programs.app.settings.first",
      "programs.app.settings.first.x",
      "programs.app.settings.first.y",
      ...keys,
    ]);
  });

  it("say where they stand, and are said where they stand", () => {
    const entry = (name: string) => entriesOf(reference).find((one) => one.name === name);
    expect(entry("#d7")).toMatchObject({ isType: true, description: "Stands at `#d6.x`, `#d6.y`." });
    expect(entry("#d6.x")).toMatchObject({ types: ["#d7"], type: "null or d7" });
    expect(entry("programs.app.settings.first.y")).toMatchObject({ types: ["#d1"] });
  });

  it("have what their import lost", () => {
    const told = entriesOf(reference).filter(({ losses }) => losses.length > 0);
    expect(told.map(({ name }) => name)).toEqual(["#d39.x", "#d39.y"]);
  });

  it("are linked, on pages that say so", () => {
    const page = markdownPage(reference, "header");
    expect(page).toContain("described once, after the options");
    expect(page).toContain("- See: [`#d7`](#d7-options)");
    expect(lostInMarkdown(page)).toEqual([]);
    const html = pageOf(reference);
    expect(html).toContain("described once, after the options");
    expect(html).toContain('<dt>See</dt><dd><a href="#%23d7"><code>#d7</code></a></dd>');
    expect(lostInHtml(html)).toEqual([]);
    expect(manPageText([reference], "0.0.0", "header")).toContain("described once, after the options");
  });
});

test("words that double forty times are said once each", () => {
  const names = entriesOf(documented(imported(chain(40, listOrSet)))).map(({ name }) => name);
  expect(names.slice(0, 3)).toEqual(["programs.app.settings", "programs.app.settings.first", "#d1"]);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeLessThan(50);
});

test("where a page can be read, it has every key at every place", () => {
  const reference = documented(imported(chain(8, twice)));
  const names = entriesOf(reference).map(({ name }) => name);
  expect(names).toHaveLength(2 + 2 ** 9 - 2);
  expect(names.filter((name) => name.startsWith("#"))).toEqual([]);
  expect(reference.notes).toEqual([]);
});

test.each([
  ["options", twice],
  ["words", listOrSet],
])("a list of all options that has no end of %s is refused", (_, link) => {
  const list = () => optionsJson([moduleOf(imported(chain(40, link)))], () => []);
  expect(list).toThrow(NixsmithError);
  expect(list).toThrow(/cannot be listed, each at every place/);
});

describe("vega-lite 6.5.0, whose types stand at half a million places", () => {
  let schema: Imported;
  let reference: ModuleReference;
  beforeAll(async () => {
    schema = importJsonSchema(await published("vega-lite", "6.5.0", "build/vega-lite-schema.json"));
    // Its root is a union of sets.
    const type = {
      kind: "submodule",
      options: [{ name: "it", type: schema.type, description: "" }],
    } as const;
    reference = documented({ ...schema, type });
  });

  it("has pages that can be opened, with links that lead somewhere", () => {
    const markdown = markdownPage(reference, "header");
    const html = pageOf(reference);
    const man = manPageText([reference], "0.0.0", "header");
    expect([markdown, html, man].filter(({ length }) => length > 8_000_000)).toEqual([]);
    expect(lostInHtml(html)).toEqual([]);
  });

  it("has every key that stands anywhere", () => {
    const lastOf = ({ loc }: Pick<Entry, "loc">) => loc.at(-1);
    const told = new Set(entriesOf(reference).map(lastOf));
    const keys = new Set(flattenWhole(withoutRecursion(moduleOf(schema))).map(lastOf));
    expect(keys.size).toBeGreaterThan(500);
    expect([...keys].filter((key) => !told.has(key))).toEqual([]);
  });
});
