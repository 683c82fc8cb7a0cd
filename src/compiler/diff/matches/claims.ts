import { type Origin, originText } from "../../importers/origin.js";
import { reachable } from "../../ir/references.js";
import type { Module } from "../../ir/types.js";
import { qualified } from "../engine/agents.js";
import type { Change, TreeChange } from "../engine/change.js";
import type { Match } from "../engine/match.js";
import type { Side } from "../engine/side.js";
import { headerSource, modulesOf } from "../engine/snapshot.js";
import type { Snapshot } from "../engine/snapshot-schema.js";
import { changedCode } from "./code.js";
import { newlyEdited } from "./edited.js";

/**
 * What the head says of itself otherwise than the base, though no code of it is otherwise: the file that says it was
 * changed alone, and what rules make of it describes no tree.
 */
export function unprovenClaims(change: Change): readonly Match[] {
  const { base, head, tree } = change;
  if (tree === undefined || base.files === undefined || head.files === undefined) return [];
  const source = isSourceProven(tree, head) ? [] : [sourceClaim(tree)];
  if (changedCode(change).length > 0 || newlyEdited(base, head).length > 0) return source;
  const [before, after] = [qualified(tree.base), qualified(tree.head)];
  const differing = Object.entries(claims).flatMap(([name, read]) =>
    claim(name, "no code differs", read(before), read(after)),
  );
  const renames = areRenamesProven(change, tree)
    ? []
    : claim("renames", "no option was renamed so", entries(tree.base.renames), entries(tree.head.renames));
  return [...source, ...renames, ...differing];
}

function claim(
  name: string,
  why: string,
  before: readonly string[],
  after: readonly string[],
): readonly Match[] {
  const [removed, added] = [beyond(before, after), beyond(after, before)];
  if (removed.length + added.length === 0) return [];
  const subject = `nixsmith.json: ${name}`;
  return [{ subject, message: `differs, and ${why}`, before: removed.join("\n"), after: added.join("\n") }];
}

/** Entries of a list that another has not, or has less often. */
function beyond(list: readonly string[], other: readonly string[]): readonly string[] {
  const rest = [...other];
  return list.filter((entry) => {
    const at = rest.indexOf(entry);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
}

const sourceClaim = ({ base, head }: TreeChange): Match => ({
  subject: "nixsmith.json: source",
  message: "differs, and the headers of the files name another",
  before: JSON.stringify(base.source),
  after: JSON.stringify(head.source),
});

const entries = (table: Readonly<Record<string, string>>): readonly string[] => sorted(Object.entries(table));

/** What is not looked at here: files are what their hashes say, and source and renames have tests of their own. */
type Claimed = Exclude<keyof Snapshot, "generatedBy" | "format" | "files" | "source" | "renames">;

/** Everything in a snapshot that no file of options shows, without prose and without an order that does not count. */
const claims: Readonly<Record<Claimed, (snapshot: Snapshot) => readonly string[]>> = {
  modules: ({ modules }) => sorted(modules.map(({ target, path }) => [target, path])),
  definitions: unreached,
  hardening: ({ hardening }) => sorted(hardening.map(({ reason: _, ...row }) => row)),
  settable: ({ settable }) => sorted(settable),
  sudo: ({ sudo }) => sorted(sudo),
  reserved: ({ reserved }) => sorted(reserved),
  unsynced: ({ unsynced }) => sorted(unsynced),
  managed: ({ managed }) => sorted(managed),
  kept: ({ kept }) => sorted(kept),
  packages: ({ packages }) => sorted(packages),
  refusals: ({ refusals }) => entries(refusals),
};

const sorted = (values: readonly unknown[]): readonly string[] =>
  values.map((value) => JSON.stringify(value)).sort();

/** Types that no option refers to. */
function unreached(snapshot: Snapshot): readonly string[] {
  const modules: readonly Module[] = modulesOf(snapshot);
  const reached = modules.flatMap(({ options, definitions }) => [
    ...reachable({ kind: "submodule", options }, definitions),
  ]);
  return sorted(Object.entries(snapshot.definitions).filter(([name]) => !reached.includes(name)));
}

/** Every type file names in its header one of the packages that the tree says it is from. */
function isSourceProven({ base, head }: TreeChange, { files }: Side): boolean {
  if (sourceTexts(base) === sourceTexts(head)) return true;
  const named = [...(files?.values() ?? [])].map(headerSource).filter((line) => line !== undefined);
  const sources = [head.source].flat();
  return (
    named.length > 0 &&
    named.every((line) =>
      sources.some(
        (source) => line.includes(`: ${nameOf(source)}`) && line.includes(`(${source.integrity})`),
      ),
    )
  );
}

const nameOf = (origin: Origin): string =>
  "file" in origin ? origin.file : `${origin.package} ${origin.version}`;

/** What the types were taken from, with what tells its content from any other. */
export const sourceTexts = ({ source }: Pick<Snapshot, "source">): string =>
  [source].flat().map(originText).sort().join(", ");

/** The same as people name it. A file has no version: another content is another source. */
export const sourceNames = ({ source }: Pick<Snapshot, "source">): string =>
  [source]
    .flat()
    .map((origin) => ("file" in origin ? originText(origin) : nameOf(origin)))
    .sort()
    .join(", ");

/** Those of the sources that have versions. */
export const packagesOf = ({ source }: Pick<Snapshot, "source">): Pick<Snapshot, "source"> => ({
  source: [source].flat().filter((origin) => !("file" in origin)),
});

/** A new entry belongs to an option that is gone and one that is new. */
function areRenamesProven({ base, head }: Change, tree: TreeChange): boolean {
  const [before, after] = [tree.base.renames, tree.head.renames];
  return (
    Object.entries(before).every(([from, to]) => after[from] === to) &&
    Object.entries(after).every(
      ([from, to]) =>
        before[from] === to || (base.options.has(from) && !head.options.has(from) && head.options.has(to)),
    )
  );
}
