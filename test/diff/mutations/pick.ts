import type { Tree } from "./tree.js";

/** Whole numbers below a bound, out of a seed. */
export type Pick = (bound: number) => number;

/** One thing done to a tree; undefined where there is nothing to do it to. */
export type Operator = (tree: Tree, pick: Pick) => Tree | undefined | Promise<Tree | undefined>;

/** One thing done to a text. */
export type TextChange = (text: string, pick: Pick) => string | undefined;

export const one = <T>(list: readonly T[], pick: Pick): T | undefined => list[pick(list.length)];
