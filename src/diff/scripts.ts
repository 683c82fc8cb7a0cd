import type { Change, TreeChange } from "./change.js";
import { patchOf } from "./patch.js";
import type { Match } from "./rule.js";
import { withoutHeader } from "./snapshot.js";

const messages = {
  code: "runs other code",
  comments: "differs in comments only",
  added: "is new",
  removed: "is gone",
} as const;

type Kind = keyof typeof messages;

/** Shell parts that are new, gone, or other than they were, each with its difference. */
export function scriptMatches({ base, head, tree }: Change, kind: Kind): readonly Match[] {
  if (tree === undefined) return [];
  return differing(tree).flatMap((path): readonly Match[] => {
    const [before, after] = [base, head].map(({ files }) => text(files?.get(path)));
    if (kindOf(path, tree, before, after) !== kind) return [];
    const unread = before === undefined && after === undefined;
    const patch = unread ? {} : { patch: patchOf(path, before ?? "", after ?? "") };
    return [{ subject: path, message: messages[kind], ...patch }];
  });
}

function differing({ base, head }: TreeChange): readonly string[] {
  const paths = new Set([...Object.keys(base.files), ...Object.keys(head.files)]);
  return [...paths].filter((path) => path.endsWith(".sh") && base.files[path] !== head.files[path]);
}

const text = (content: string | undefined): string | undefined =>
  content === undefined ? undefined : withoutHeader(content);

function kindOf(path: string, tree: TreeChange, before: string | undefined, after: string | undefined): Kind {
  if (!(path in tree.base.files)) return "added";
  if (!(path in tree.head.files)) return "removed";
  if (before === undefined || after === undefined) return "code";
  return withoutComments(before) === withoutComments(after) ? "comments" : "code";
}

/** Lines that are empty or a comment say nothing to a shell, unless they are part of a text that spans lines. */
function withoutComments(script: string): string {
  const lines = script.split("\n");
  const code = lines.filter((line) => !/^\s*(#|$)/.test(line));
  const spans = code.some((line) => line.includes("<<") || isOdd(line, "'") || isOdd(line, '"'));
  return (spans ? lines : code).join("\n");
}

const isOdd = (line: string, quote: string): boolean => line.split(quote).length % 2 === 0;
