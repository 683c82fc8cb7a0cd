import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../src/root.js";
import { type BuiltHome, buildHomes, homeManager } from "../support/built-homes.js";
import { type Content, contentOf, home, programs } from "./home-manager/homes.js";
import { brought, evaluateHomes, resultOf, treeOf } from "./support.js";

/*
 * Home Manager's own test cases, restated. What its modules make of them is recorded (NIXSMITH_RECORD=1, with a checkout), and
 * held to the checkout where there is one.
 */
const golden = join(packageRoot, "test/programs/golden/home-manager.json");
const page = join(packageRoot, "docs/home-manager.md");
const tree = treeOf(brought);
const checkout = homeManager ?? "";
const all = Object.entries(programs).flatMap(([module, { name, cases }]) =>
  Object.entries(cases).map(([title, one]) => ({ ...one, module, name, title, id: `${module}-${title}` })),
);
const comparable = all.filter(({ ours }) => ours !== null);

let recorded: Readonly<Record<string, Content>>;
let ours: Readonly<Record<string, BuiltHome>>;
beforeAll(async () => {
  if (process.env.NIXSMITH_RECORD !== undefined) {
    writeFileSync(golden, `${JSON.stringify(await theirs(), null, 2)}\n`);
    writeFileSync(page, withTable(readFileSync(page, "utf8")));
  }
  recorded = JSON.parse(readFileSync(golden, "utf8"));
  const homes = comparable.map((one) => [
    one.id,
    home(`coding.agents.${one.name}`, one.ours ?? one.theirs, one),
  ]);
  const modules = brought.map(({ name }) => `${tree}/home-manager/${name}`);
  ours = await buildHomes(Object.fromEntries(homes), { modules });
});

/** What Home Manager makes of the cases that ours can be compared with; one home has a case of each program. */
async function theirs(): Promise<Readonly<Record<string, Content>>> {
  const bare = await buildHomes({ bare: "{}" }, { whole: true });
  const common = Object.keys(bare.bare === undefined ? {} : contentOf(bare.bare));
  const lists = Object.keys(programs).map((module) => comparable.filter((one) => one.module === module));
  const groups = Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  );
  const contents: Record<string, Content> = {};
  // An evaluation of Home Manager takes much memory, which Nix gives back at its end.
  for (let first = 0; first < groups.length; first += 6) {
    const part = groups.slice(first, first + 6);
    const homes = part.map((group, index) => [
      String(index),
      `{imports = [${group.map((one) => home(`programs.${one.module}`, one.theirs, one)).join(" ")}];}`,
    ]);
    const built = await buildHomes(Object.fromEntries(homes), { whole: true });
    for (const [index, group] of part.entries()) {
      const found = built[index];
      if (found === undefined) throw new Error("a home was not built");
      const content = Object.entries(contentOf(found)).filter(([path]) => !common.includes(path));
      for (const { id, module } of group)
        contents[id] = Object.fromEntries(content.filter(([path]) => ofModule(path) === module));
    }
  }
  return contents;
}

/** Whose a file is. */
function ofModule(path: string): string | undefined {
  if (/claude/i.test(path)) return "claude-code";
  if (/opencode/i.test(path)) return "opencode";
  return /\.pi\b|\bpi\b|PI_/.test(path) ? "pi-coding-agent" : undefined;
}

/** Files that two homes have not alike, without what is said of their mode. */
function differing(one: Content, other: Content): readonly string[] {
  const paths = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return [
    ...new Set(
      paths.filter((path) => one[path] !== other[path]).map((path) => path.replace(/ \(executable\)$/, "")),
    ),
  ];
}

describe.each(Object.entries(programs))("Home Manager's cases for %s", (module, { cases }) => {
  const own = all.filter((one) => one.module === module);

  it.each(own.filter((one) => one.ours !== null))("$title", ({ id, differs }) => {
    const built = ours[id];
    if (built === undefined) throw new Error("the home was not built");
    expect(built.failedAssertions).toEqual([]);
    expect(built.warnings).toEqual([]);
    expect(differing(contentOf(built), recorded[id] ?? {})).toEqual([...(differs?.files ?? [])].sort());
  });

  if (checkout !== "") {
    it("are all of them", () => {
      const list = readFileSync(join(checkout, `tests/modules/programs/${module}/default.nix`), "utf8");
      const names = [...list.matchAll(/^ {2}([a-z-]+) = /gm)].map(([, name]) => name);
      expect(Object.keys(cases).map((title) => `${module}-${title}`)).toEqual(names);
    });
  }
});

if (checkout !== "") {
  it("Home Manager makes of them what is recorded", async () => {
    expect(await theirs()).toEqual(recorded);
  });
}

it("a path that is a file is refused in the place of a directory", async () => {
  const file = `{coding.agents.claude-code = {enable = true; package = null; skills = fixtures + "/home-files/note.md";};}`;
  const { refused } = await evaluateHomes(
    tree,
    ["claude-code"],
    { refused: file },
    "home: home.failedAssertions",
  );
  expect(resultOf(refused)).toEqual([
    expect.stringMatching(
      /^coding\.agents\.claude-code\.skills: .*\/note\.md is a file; name a directory that holds all of them, or a set of them by name$/,
    ),
  ]);
});

/** The table of docs/home-manager.md: how many cases there are, how many are equal, and why the others are not. */
function withTable(text: string): string {
  const rows = Object.entries(programs).map(([module, { cases }]) => {
    const different = Object.values(cases).filter(({ differs }) => differs !== undefined).length;
    const count = Object.keys(cases).length;
    return `| \`programs.${module}\` | ${count} | ${count - different} | ${different} |`;
  });
  const reasons = all.flatMap(({ id, differs }) =>
    differs === undefined ? [] : [`| \`${id}\` | ${differs.reason} |`],
  );
  const table = [
    "| module | cases | equal | different |",
    "|---|---|---|---|",
    ...rows,
    "",
    "| case | what differs |",
    "|---|---|",
    ...reasons,
  ].join("\n");
  return text.replace(/(<!-- cases -->\n)[\s\S]*(\n<!-- \/cases -->)/, `$1${table}$2`);
}

it("the documentation has the count, and each difference", () => {
  const text = readFileSync(page, "utf8");
  expect(withTable(text)).toBe(text);
  expect(all.length).toBe(77);
});
