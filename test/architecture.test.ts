import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../src/root.js";

/** Folder to the folders that ARCHITECTURE.md lets it read; absent for "all of it". */
const allowed = new Map(
  [
    ...readFileSync(join(packageRoot, "ARCHITECTURE.md"), "utf8").matchAll(/^\| (`.+?) \| .+ \| (.+) \|$/gm),
  ].flatMap(([, folders = "", reads = ""]) =>
    names(folders).map((folder) => [folder, reads === "all of it" ? undefined : names(reads)] as const),
  ),
);

const wings = ["compiler", "isolation", "toolkit"];

const folders = (directory: string): readonly string[] =>
  readdirSync(join(packageRoot, directory), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${directory}/${name}`);

const code = ["schema", ...folders("schema"), ...wings.flatMap((wing) => folders(`src/${wing}`))];

it("has three wings", () => {
  expect(folders("src").toSorted()).toEqual(wings.map((wing) => `src/${wing}`));
});

it("has a row for every folder of the code", () => {
  expect([...code, "templates"].filter((folder) => !allowed.has(folder))).toEqual([]);
});

it("says what each folder reads, no less and no more", () => {
  const wrong = code.flatMap((folder) => {
    const wanted = allowed.get(folder);
    const read = readBy(folder);
    return wanted === undefined || wanted.toSorted().join() === read.join() ? [] : [{ folder, wanted, read }];
  });
  expect(wrong).toEqual([]);
});

it("never imports from an earlier wing to a later one, nor from a wing to a program", () => {
  const wingOf = (folder: string): number => wings.findIndex((wing) => folder.startsWith(`src/${wing}/`));
  const backwards = code
    .filter((folder) => folder.startsWith("src/"))
    .flatMap((folder) =>
      readBy(folder)
        .filter((target) => target.startsWith("schema/") || wingOf(target) > wingOf(folder))
        .map((target) => `${folder} reads ${target}`),
    );
  expect(backwards).toEqual([]);
});

it("has no circles of files, of types neither", () => {
  const files = ["src", "schema"].flatMap((top) =>
    readdirSync(join(packageRoot, top), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => join(top, path)),
  );
  let left = new Map(files.map((file) => [file, importsOf(file)]));
  for (let before = files.length + 1; left.size < before; ) {
    before = left.size;
    // What imports nothing that is left is in no circle.
    left = new Map([...left].filter(([, imports]) => imports.some((target) => left.has(target))));
  }
  // Of those, what nobody of them imports only leads into one.
  for (let before = files.length + 1; left.size < before; ) {
    before = left.size;
    const imported = new Set([...left.values()].flat());
    left = new Map([...left].filter(([file]) => imported.has(file)));
  }
  expect([...left.keys()]).toEqual([]);
});

it("has at its root what a tool or a reader looks for there", () => {
  const tools =
    ".ci .gitignore .npmrc .pre-commit-hooks.yaml biome.json flake.nix knip.json package-lock.json package.json " +
    "package.nix tsconfig.build.json tsconfig.json vitest.config.ts";
  const readers = "ARCHITECTURE.md CHANGELOG.md LICENSE README.md";
  const parts = "bench docs examples modules nix schema scripts src templates test";
  const known = `${tools} ${readers} ${parts}`.split(" ");
  const tracked = execFileSync("git", ["ls-files", "-z"], { cwd: packageRoot, encoding: "utf8" }).split("\0");
  const found = new Set(tracked.map((path) => path.split("/")[0] ?? ""));
  expect([...found].filter((entry) => entry !== "" && !known.includes(entry))).toEqual([]);
});

it("names no program outside of its own folders", () => {
  const programs = folders("schema").map((folder) => folder.slice("schema/".length));
  const name = new RegExp(`(?<![A-Za-z.])(?:${programs.join("|")})(?![A-Za-z])`, "i");
  const isOwn = (path: string): boolean =>
    programs.some((program) => path.startsWith(`templates/${program}/`));
  const paths = ["src", "templates"].flatMap((top) =>
    readdirSync(join(packageRoot, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(packageRoot, join(entry.parentPath, entry.name))),
  );
  const found = paths
    .filter((path) => !isOwn(path))
    .flatMap((path) =>
      readFileSync(join(packageRoot, path), "utf8")
        .split("\n")
        .filter((line) => name.test(line))
        .map((line) => `${path}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});

function names(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+?)\/?`/g)].map(([, name = ""]) => name);
}

/** Folders that files of this one import; what lies in `src` or a wing itself counts as none. */
function readBy(folder: string): readonly string[] {
  const files = readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path))
    .filter((path) => folderOf(path) === folder);
  const targets = files.flatMap((file) =>
    [...readFileSync(join(packageRoot, file), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(
      ([, target = ""]) => folderOf(join(dirname(file), target)),
    ),
  );
  return [...new Set(targets)].filter((target) => target !== folder && code.includes(target)).toSorted();
}

/** Files that a file imports, as paths. */
function importsOf(file: string): readonly string[] {
  return [...readFileSync(join(packageRoot, file), "utf8").matchAll(/(?:from|^import) "(\.[^"]+)"/gm)].map(
    ([, target = ""]) => join(dirname(file), target.replace(/\.js$/, ".ts")),
  );
}

/** `src/<wing>/<folder>`, `schema/<program>`, or the folder that a file lies in itself. */
function folderOf(path: string): string {
  const parts = path.split("/").slice(0, -1);
  return parts.slice(0, parts[0] === "src" ? 3 : 2).join("/");
}
