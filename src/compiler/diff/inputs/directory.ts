import { constants, type FileHandle, open, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { NixsmithError } from "../../../errors.js";
import type { Place } from "./place.js";
import { decodeText, refuseLarge } from "./text.js";

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
    read: (paths) => Promise.all(paths.map((path) => readInside(directory, path, nameOf(path)))),
  };
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
