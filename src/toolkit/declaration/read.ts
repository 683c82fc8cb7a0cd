import { existsSync, readFileSync } from "node:fs";
import { defaultProgram } from "../../../schema/index.js";
import { HostFileError } from "../../compiler/data/problem.js";
import { type MapTree, treeOf } from "../../compiler/data/tree.js";
import { isObject } from "../../compiler/ir/object.js";
import { NixsmithError } from "../../errors.js";
import { checkDeclaration } from "./check.js";
import type { Declaration } from "./types.js";

/**
 * Reads a declaration and checks it.
 * @param path where it lies; `file` is how the user named it, for messages
 * @throws {HostFileError} with every problem found
 */
export async function readDeclaration(path: string, file: string): Promise<Declaration> {
  if (!existsSync(path))
    throw new NixsmithError("there is no such file", { where: file, expected: "a declaration" });
  if (/\.ya?ml$/.test(path)) return checkDeclaration(await parseText(readFileSync(path, "utf8"), file), file);
  if (path.endsWith(".json")) return readJson(readFileSync(path, "utf8"), file);
  const { evaluate } = await import("./evaluate.js");
  return checkData(await evaluate(path, file), file);
}

/** A declaration out of a value. @param file how it is called, for messages @throws {HostFileError} with every problem found */
export const checkData = (value: unknown, file: string): Declaration =>
  checkDeclaration(dataOf(value, file), file);

const words = `a declaration, such as \`programs: [${defaultProgram}]\``;

/** A reader of YAML is loaded where there is some to read: JSON without a mistake needs none. */
async function parseText(text: string, file: string): Promise<MapTree> {
  const { parseHost } = await import("../../compiler/data/document.js");
  return parseHost(text, file, words);
}

/** What holds no mistake needs no places; with one, the text is read again by what knows them. */
async function readJson(text: string, file: string): Promise<Declaration> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value) && !hasTwins(text, value)) return checkDeclaration(treeAt(value), file);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof HostFileError)) throw error;
  }
  return checkDeclaration(await parseText(text, file), file);
}

/** Whether a name stands twice in an object: JSON.parse keeps the last in silence. */
function hasTwins(text: string, value: object): boolean {
  const written = [...text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => colon !== undefined);
  return written.length !== countKeys(value);
}

function countKeys(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce((sum: number, inner) => sum + countKeys(inner), own);
}

/** What a program exports, which has to be data. */
function dataOf(value: unknown, file: string): MapTree {
  const text = JSON.stringify(value, (key, inner: unknown) => {
    if (isZod(inner))
      throw new NixsmithError(`${key} is a schema of zod, which is a program`, {
        where: file,
        expected: "its keys as data",
        mend: 'from: zod(…), with import { zod } from "nixsmith/zod"',
      });
    if (typeof inner !== "function" && typeof inner !== "symbol" && typeof inner !== "bigint") return inner;
    throw new NixsmithError(`${key || "the declaration"} is a ${typeof inner}`, {
      where: file,
      expected: "data",
    });
  });
  const data: unknown = text === undefined ? undefined : JSON.parse(text);
  if (isObject(data)) return treeAt(data);
  throw new NixsmithError("it has no default export that is a declaration", {
    where: file,
    expected: "export default defineConfig({ programs: […] })",
  });
}

type Data = Parameters<typeof treeOf>[0];

function treeAt(value: object): MapTree {
  const tree = treeOf(value as Data, { line: 0, column: 0 });
  if (tree.kind !== "map") throw new Error("an object is a map");
  return tree;
}

const isZod = (value: unknown): boolean => typeof value === "object" && value !== null && "_zod" in value;
