import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
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

const folders = (directory: string): readonly string[] =>
  readdirSync(join(packageRoot, directory), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

it("has a row for every folder of the code", () => {
  const code = ["schema", "generators", "templates", ...folders("src").map((name) => `src/${name}`)];
  expect(code.filter((folder) => !allowed.has(folder))).toEqual([]);
});

it("says what each folder reads, no less and no more", () => {
  const code = ["schema", "generators", ...folders("src").map((name) => `src/${name}`)];
  const wrong = code.flatMap((folder) => {
    const wanted = allowed.get(folder);
    const read = readBy(folder);
    return wanted === undefined || wanted.toSorted().join() === read.join() ? [] : [{ folder, wanted, read }];
  });
  expect(wrong).toEqual([]);
});

function names(cell: string): readonly string[] {
  return [...cell.matchAll(/`([^`]+?)\/?`/g)].map(([, name = ""]) => name);
}

/** Folders whose files those of this one import; `src/x` counts as one, and what lies in `src` itself as none. */
function readBy(folder: string): readonly string[] {
  const files = readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(folder, path));
  const targets = files.flatMap((file) =>
    [...readFileSync(join(packageRoot, file), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(
      ([, target = ""]) => folderOf(join(dirname(file), target)),
    ),
  );
  return [...new Set(targets)].filter((target) => target !== folder && target !== "src").toSorted();
}

function folderOf(path: string): string {
  const [top = "", below = "", ...rest] = path.split("/");
  return top === "src" && rest.length > 0 ? `${top}/${below}` : top;
}
