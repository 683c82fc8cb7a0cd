import type { Stats } from "node:fs";
import {
  constants,
  type FileHandle,
  lstat,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  stat,
} from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { NixsmithError } from "../../../errors.js";
import type { Mode, Place } from "./place.js";
import { decodeName, decodeText, digestOf, refuseLarge } from "./text.js";

/** A directory of the file system. @param name how the user named it, where paths in messages begin */
export function directoryPlace(directory: string, name: string): Place {
  const nameOf = (path: string): string => (path === "" || path === "." ? name : join(name, path));
  return {
    name: nameOf,
    kind: async (path) => {
      const found = await stat(join(directory, path)).catch(missing);
      if (found?.isDirectory()) return "directory";
      return found === undefined ? undefined : "file";
    },
    isTop: async (path) => (await stat(join(directory, path, ".git")).catch(missing)) !== undefined,
    read: (paths) => Promise.all(paths.map((path) => readInside(directory, path, nameOf(path)))),
    list: async (paths) =>
      new Map((await Promise.all(paths.map((path) => entries(directory, path, nameOf)))).flat()),
    digest: (paths) => Promise.all(paths.map((path) => digestAt(join(directory, path), nameOf(path)))),
  };
}

/** git's own, and what npm puts beside a package.json: no tree is made of them, and there may be a great deal. */
const isPassedOver = (name: string, beside: readonly string[]): boolean =>
  name === ".git" || (name === "node_modules" && beside.includes("package.json"));

async function entries(
  directory: string,
  path: string,
  nameOf: Place["name"],
): Promise<readonly (readonly [string, Mode])[]> {
  const found = await lstat(join(directory, path)).catch(missing);
  if (found === undefined) return [];
  if (!found.isDirectory()) return [[path, modeOf(found)]];
  const bytes = await readdir(join(directory, path), { encoding: "buffer" });
  const names = bytes.map((name) => decodeName(name, nameOf(path)));
  const inside = names.filter((name) => !isPassedOver(name, names));
  return (await Promise.all(inside.map((name) => entries(directory, join(path, name), nameOf)))).flat();
}

function modeOf(stats: Stats): Mode {
  if (stats.isSymbolicLink()) return "link";
  if (!stats.isFile()) return "other";
  return (stats.mode & 0o111) === 0 ? "file" : "executable";
}

async function digestAt(path: string, where: string): Promise<string> {
  const stats = await lstat(path);
  if (stats.isSymbolicLink()) return digestOf(await readlink(path));
  // What is neither file nor link, such as a FIFO, has no content to be told apart by.
  if (!stats.isFile()) return "";
  refuseLarge(stats.size, where);
  return digestOf(await readFile(path));
}

function missing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
  throw error;
}

/** A tree under review may hold links to anywhere; what they lead to is nobody's business. */
async function readInside(directory: string, path: string, where: string): Promise<string | undefined> {
  const file = await realpath(join(directory, path)).catch(missing);
  if (file === undefined) return undefined;
  const way = relative(await realpath(directory), file);
  if (way === ".." || way.startsWith(`..${sep}`))
    throw new NixsmithError("a link leads out of the tree", { where, mend: "put the file itself there" });
  // Without O_NONBLOCK, opening a FIFO waits for a writer for ever.
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    return await readText(handle, where);
  } finally {
    await handle.close();
  }
}

async function readText(handle: FileHandle, where: string): Promise<string> {
  const stats = await handle.stat();
  if (!stats.isFile())
    throw new NixsmithError("this is not a regular file", { where, expected: "a text file" });
  refuseLarge(stats.size, where);
  return decodeText(await handle.readFile(), where);
}
