import { codeOf } from "../nix/code.js";
import type { Side } from "./side.js";

/** What programs that read the files for a living say of those that differ. */
export interface Evidence {
  /** Equal for scripts in which a shell reads the same; undefined where that cannot be told. */
  readonly shell: (script: string) => string | undefined;
  /** Whether Nix' parser makes the same of both texts, by path; absent where there is no Nix. */
  readonly nix?: ReadonlyMap<string, boolean>;
}

/** Nobody was asked: only what is the same letter by letter is the same. */
export const noEvidence: Evidence = { shell: () => undefined };

/** Whether two texts of Nix are the same tokens. */
export const sameCode = (one: string, other: string): boolean =>
  JSON.stringify(codeOf(one)) === JSON.stringify(codeOf(other));

/** Asks about the files that differ between two trees. The readers are loaded where there is something to read. */
export async function gatherEvidence(base: Side, head: Side): Promise<Evidence> {
  const pairs = [...(base.files ?? [])].flatMap(([path, before]) => {
    const after = head.files?.get(path);
    return after === undefined || after === before ? [] : [{ path, before, after }];
  });
  const isScript = ({ path }: { readonly path: string }): boolean => path.endsWith(".sh");
  const shell = pairs.some(isScript) ? (await import("./shell-code.js")).shellCode : noEvidence.shell;
  const alike = pairs.filter(({ path, before, after }) => path.endsWith(".nix") && sameCode(before, after));
  if (alike.length === 0) return { shell, nix: new Map() };
  const { parseTrees } = await import("../nix/parse.js");
  const trees = await parseTrees(alike.flatMap(({ before, after }) => [before, after]));
  if (trees === undefined) return { shell };
  const same = (at: number): boolean => trees[at] !== undefined && trees[at] === trees[at + 1];
  return { shell, nix: new Map(alike.map(({ path }, at) => [path, same(2 * at)])) };
}
