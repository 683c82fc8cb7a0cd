import { isDeepStrictEqual } from "node:util";
import { codeOf } from "../nix/code.js";
import type { Change, TreeChange } from "./change.js";
import { briefPatchOf, patchOf } from "./patch.js";
import type { Match } from "./rule.js";
import { shellCode } from "./shell-code.js";
import { withoutHeader } from "./snapshot.js";

/** What became of a file. */
type Kind = "code" | "comments" | "added" | "removed";

const messages: Readonly<Record<Kind, string>> = {
  code: "holds other code",
  comments: "differs in comments only",
  added: "is new",
  removed: "is gone",
};

interface File {
  readonly path: string;
  readonly kind: Kind;
  /** Without the header; undefined where it is not there, or was not read. */
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Shell parts of one kind, each with its difference. */
export function scriptMatches(change: Change, kind: Kind): readonly Match[] {
  return differing(change, ".sh", shellCode)
    .filter((file) => file.kind === kind)
    .map((file) => asMatch(file, patchOf));
}

/**
 * Nix files of one kind, each with its difference. Of files that declare options the findings about these speak, unless
 * no option differs. Of files that were not read nothing is known.
 */
export function wiringMatches(change: Change, kind: Kind): readonly Match[] {
  const { base, head } = change;
  const sameOptions = isDeepStrictEqual(base.modules, head.modules);
  return differing(change, ".nix", (text) => codeOf(text).join(" "))
    .filter((file) => file.kind === kind && (file.before ?? file.after) !== undefined)
    .filter(({ before, after }) => sameOptions || ![before, after].some(declaresOptions))
    .map((file) => asMatch(file, briefPatchOf));
}

const declaresOptions = (text: string | undefined): boolean =>
  text !== undefined && codeOf(text).includes("mkOption");

function asMatch({ path, kind, before, after }: File, patch: typeof patchOf): Match {
  const unread = before === undefined && after === undefined;
  return {
    subject: path,
    message: messages[kind],
    ...(unread ? {} : { patch: patch(path, before ?? "", after ?? "") }),
  };
}

/** Files of the trees that differ, as they were generated. @param code equal for texts that say the same */
function differing(
  { base, head, tree }: Change,
  extension: string,
  code: (text: string) => string,
): readonly File[] {
  if (tree === undefined) return [];
  const paths = new Set([...Object.keys(tree.base.files), ...Object.keys(tree.head.files)]);
  return [...paths]
    .filter((path) => path.endsWith(extension) && tree.base.files[path] !== tree.head.files[path])
    .map((path) => {
      const [before, after] = [base, head].map(({ files }) => files?.get(path)).map(bare);
      return { path, kind: kindOf(path, tree, before, after, code), before, after };
    });
}

const bare = (content: string | undefined): string | undefined =>
  content === undefined ? undefined : withoutHeader(content);

function kindOf(
  path: string,
  tree: TreeChange,
  before: string | undefined,
  after: string | undefined,
  code: (text: string) => string,
): Kind {
  if (!(path in tree.base.files)) return "added";
  if (!(path in tree.head.files)) return "removed";
  if (before === undefined || after === undefined) return "code";
  return code(before) === code(after) ? "comments" : "code";
}
