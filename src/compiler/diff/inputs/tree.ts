import { NixsmithError } from "../../../errors.js";
import type { Side } from "../engine/side.js";
import { isSnapshot, modulesOf, snapshotPath } from "../engine/snapshot.js";
import type { Snapshot } from "../engine/snapshot-schema.js";
import { directoriesOf } from "../matches/stray.js";
import { factsOfDocs } from "../options/from-docs.js";
import { factsOfModules } from "../options/from-modules.js";
import type { Place } from "./place.js";
import { parseJson } from "./text.js";

/** Where a tree lies below the directory that was named: there, or where `nixsmith generate` puts it. */
const homes = ["", "modules/"];

/**
 * What lies at a path of a place: an emitted tree, the snapshot of one, or an options.json.
 * @throws {NixsmithError} where it is none of them
 */
export async function readAt(place: Place, path: string, name: string): Promise<Side> {
  switch (await place.kind(path)) {
    case "file":
      return readFileSide(place, path, name);
    case "directory":
      return readTree(place, path, name);
    case undefined:
      throw new NixsmithError("there is no such file or directory", { where: place.name(path) });
  }
}

async function readFileSide(place: Place, path: string, name: string): Promise<Side> {
  const where = place.name(path);
  const [text = ""] = await place.read([path]);
  const json = parseJson(text, where);
  if (!isSnapshot(json)) return { name, options: factsOfDocs(json, where) };
  return described(name, await decode(json, where));
}

/** What an options.json needs nothing of is loaded where it is needed. */
async function decode(json: unknown, where: string): Promise<Snapshot> {
  const { decodeSnapshot } = await import("../engine/snapshot-schema.js");
  return decodeSnapshot(json, where);
}

function described(name: string, snapshot: Snapshot): Side {
  const modules = modulesOf(snapshot);
  const renames = new Map(Object.entries(snapshot.renames));
  return { name, modules, options: factsOfModules(modules), renames, snapshot };
}

async function readTree(place: Place, path: string, name: string): Promise<Side> {
  const directories = homes.map((home) => `${path === "" ? "" : `${path}/`}${home}`);
  const texts = await place.read(directories.map((directory) => directory + snapshotPath));
  const at = texts.findIndex((text) => text !== undefined);
  const [directory, text] = [directories[at], texts[at]];
  if (directory === undefined || text === undefined)
    throw new NixsmithError(`there is no ${snapshotPath} here, nor in modules/`, {
      where: place.name(path),
      expected: "a tree that nixsmith has generated",
      mend: "run `nixsmith generate` there and commit the result; older states cannot be compared",
    });
  const where = place.name(directory + snapshotPath);
  const snapshot = await decode(parseJson(text, where), where);
  const paths = Object.keys(snapshot.files);
  const contents = await place.read(paths.map((file) => directory + file));
  const files = paths.flatMap((file, index): readonly (readonly [string, string])[] => {
    const content = contents[index];
    return content === undefined ? [] : [[file, content]];
  });
  const entries = await readEntries(place, directory, paths);
  return { ...described(name, snapshot), files: new Map(files), directory, ...entries };
}

/**
 * What lies in the tree beside its texts. At the top of a repository the tree is where the listed files are, and what
 * else is there is none of its business.
 */
async function readEntries(
  place: Place,
  directory: string,
  listed: readonly string[],
): Promise<Pick<Side, "modes" | "stray">> {
  const top = await place.isTop(directory);
  const within = top ? [...directoriesOf(listed), ...listed, snapshotPath] : [""];
  const found = await place.list([...new Set(within)].map((path) => directory + path));
  const modes = new Map([...found].map(([path, mode]) => [path.slice(directory.length), mode]));
  const known = new Set([...listed, snapshotPath]);
  const unlisted = [...modes.keys()].filter((path) => !known.has(path));
  const digests = await place.digest(unlisted.map((path) => directory + path));
  return { modes, stray: new Map(unlisted.map((path, at) => [path, digests[at] ?? ""])) };
}
