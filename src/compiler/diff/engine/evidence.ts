import { codeOf } from "../../nix/code.js";
import { explain } from "./explain.js";
import type { Side } from "./side.js";

/** What programs that read the files for a living say of those that differ. */
export interface Evidence {
  /** Equal for scripts in which a shell reads the same; undefined where that cannot be told. */
  readonly shell: (script: string) => string | undefined;
  /**
   * Whether Nix' parser confirms what our reader says of a file, by path: that it is the same code on both sides, or
   * that it is what is printed of the options. Absent where there is no Nix.
   */
  readonly nix?: ReadonlyMap<string, boolean>;
}

/** Nobody was asked: only what is the same letter by letter is the same. */
export const noEvidence: Evidence = { shell: () => undefined };

/** Whether two texts of Nix are the same tokens. */
export const sameCode = (one: string, other: string): boolean =>
  JSON.stringify(codeOf(one)) === JSON.stringify(codeOf(other));

/** Asks about the files that differ between two trees. The readers are loaded where there is something to read. */
export async function gatherEvidence(base: Side, head: Side): Promise<Evidence> {
  const pairs = [...(base.files ?? [])].flatMap(([path, before]): readonly Pair[] => {
    const after = head.files?.get(path);
    return after === undefined || after === before ? [] : [{ path, before, after }];
  });
  const isScript = ({ path }: { readonly path: string }): boolean => path.endsWith(".sh");
  const shell = pairs.some(isScript)
    ? (await import("../matches/shell-code.js")).shellCode
    : noEvidence.shell;
  const claims = pairs
    .filter(({ path }) => path.endsWith(".nix"))
    .flatMap((pair) => claimed(pair, base, head));
  if (claims.length === 0) return { shell, nix: new Map() };
  const { parseTrees } = await import("../../nix/parse.js");
  const trees = await parseTrees(claims.flatMap(({ texts }) => texts));
  if (trees === undefined) return { shell };
  const nix = new Map<string, boolean>();
  for (const [at, { path }] of claims.entries()) {
    const isSame = trees[2 * at] !== undefined && trees[2 * at] === trees[2 * at + 1];
    nix.set(path, isSame && nix.get(path) !== false);
  }
  return { shell, nix };
}

/** Two texts of which our reader says that they are the same code. */
interface Claim {
  readonly path: string;
  readonly texts: readonly [string, string];
}

interface Pair {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

function claimed({ path, before, after }: Pair, base: Side, head: Side): readonly Claim[] {
  if (sameCode(before, after)) return [{ path, texts: [before, after] }];
  const [old, now] = [base, head].map((side) => explain(side).files.get(path));
  if (old === undefined || now === undefined) return [];
  return [
    { path, texts: [before, old.printed] },
    { path, texts: [after, now.printed] },
  ];
}
