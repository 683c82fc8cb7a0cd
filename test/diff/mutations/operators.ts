import { entryChanges } from "./entry-changes.js";
import { type Operator, one, type TextChange } from "./pick.js";
import { snapshotChanges } from "./snapshot-changes.js";
import { textChanges } from "./text-changes.js";
import { regenerated, sources, textAt, withEntry } from "./tree.js";

/** A file that Nix or a shell reads, and what a change makes of it; the snapshot lists what came of it, or does not. */
function inFile(change: TextChange): Operator {
  return (tree, pick) => {
    const path = one(sources(tree), pick);
    if (path === undefined) return undefined;
    const text = change(textAt(tree, path), pick);
    if (text === undefined) return undefined;
    const changed = withEntry(tree, path, { text });
    return pick(4) === 0 ? changed : regenerated(changed);
  };
}

/** Every kind of change that is tried, by what it is. */
export const operators: Readonly<Record<string, Operator>> = {
  ...Object.fromEntries(Object.entries(textChanges).map(([name, change]) => [name, inFile(change)])),
  ...entryChanges,
  ...snapshotChanges,
};
