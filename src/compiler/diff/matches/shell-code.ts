import { forEachChild, parse, type SyntaxNode } from "unbash";

/**
 * What a shell reads of a script: its text without comments and layout. A parser of bash's grammar says which of its
 * characters belong to words and here documents, and those stand as they are; only between them may a `#` begin a
 * comment, and a line break stand for a semicolon or for nothing. Undefined where that cannot be told: for what is no
 * whole script, for control characters, and for an end that runs into whatever is put after it, because scripts are
 * joined out of parts.
 */
export function shellCode(script: string): string | undefined {
  if (/[^\P{Cc}\n\t]/u.test(script) || !/(^|[^\\])\n$/.test(script)) return undefined;
  const tree = parse(script);
  if ((tree.errors ?? []).length > 0) return undefined;
  const spans = literals(tree).sort((one, other) => one.pos - other.pos);
  if (spans.some(({ pos }, at) => pos < (spans[at - 1]?.end ?? 0))) return undefined;
  // What runs the script is said by a line that is a comment to the shell itself.
  const first = /^#!.*/.exec(script)?.[0] ?? "";
  const code = [first];
  let last: Span = { pos: 0, end: first.length };
  for (const span of spans) {
    const text = script.slice(span.pos, span.end);
    code.push(signsIn(script.slice(last.end, span.pos), last), span.isRedirection ? text.trimEnd() : text);
    last = span;
  }
  code.push(signsIn(script.slice(last.end), last));
  return JSON.stringify(code.with(1, code[1]?.replace(/^;/, "") ?? ""));
}

interface Span {
  readonly pos: number;
  readonly end: number;
  /** The last pattern of an item of `case`: the parenthesis after it ends no list of commands. */
  readonly isPattern?: true;
  /** The sign of a redirection, which may stand apart from its target. */
  readonly isRedirection?: true;
}

/** What is made of words and, between them, of signs, spaces and comments. All that is not among them is taken as it is. */
const open: ReadonlySet<SyntaxNode["type"]> = new Set([
  "AndOr",
  "ArrayValue",
  "BraceGroup",
  "Case",
  "Command",
  "CompoundList",
  "Coproc",
  "Elif",
  "For",
  "Function",
  "If",
  "Pipeline",
  "Redirected",
  "Script",
  "Select",
  "Statement",
  "Subshell",
  "TestCommand",
  "TestGroup",
  "TestLogical",
  "TestNot",
  "While",
]);

/** The stretches of a tree that stand as they are. */
function literals(node: SyntaxNode): Span[] {
  if (node.type === "CaseItem") {
    const patterns = node.pattern.flatMap(literals);
    return [
      ...patterns.map((span, at): Span => (at < patterns.length - 1 ? span : { ...span, isPattern: true })),
      ...literals(node.body),
    ];
  }
  if (open.has(node.type)) return children(node).flatMap(literals);
  if (node.type === "Assignment" && node.value.type === "ArrayValue")
    return [{ pos: node.pos, end: node.value.pos }, ...literals(node.value)];
  if ((node.type === "Redirect" || node.type === "HereString") && node.target !== undefined)
    return [{ pos: node.pos, end: node.target.pos, isRedirection: true }, ...literals(node.target)];
  if (node.type === "HereDoc") {
    const { delimiter, body, closing } = node;
    const after = delimiter?.end ?? node.end;
    return [{ pos: node.pos, end: after }, body, ...(closing === undefined ? [] : [closing])];
  }
  return around(node, commandsIn(node));
}

function children(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  forEachChild(node, (child) => void found.push(child));
  return found;
}

interface Inner extends Span {
  readonly script: SyntaxNode;
}

/** The commands that a word substitutes, without the signs around them. */
function commandsIn(node: SyntaxNode): readonly Inner[] {
  if ((node.type === "CommandExpansion" || node.type === "ProcessSubstitution") && node.script !== undefined)
    return /^[$<>]\(/.test(node.text) && node.script.source === undefined
      ? [{ pos: node.pos + 2, end: node.end - 1, script: node.script }]
      : [];
  return children(node).flatMap(commandsIn);
}

/** A stretch with holes in it, and what stands as it is in the holes. */
function around({ pos, end }: Span, inner: readonly Inner[]): Span[] {
  const edges = [pos, ...inner.flatMap((one) => [one.pos, one.end]), end];
  const outer = edges.flatMap((edge, at) =>
    at % 2 === 0 ? [{ pos: edge, end: edges[at + 1] ?? edge }] : [],
  );
  return [...outer, ...inner.flatMap(({ script }) => literals(script))];
}

/**
 * The signs between two stretches, each in one way of writing it (bash(1), SHELL GRAMMAR): a line break ends a command as
 * a semicolon does, but after a word or sign that begins one, or that joins two, it is a space.
 */
function signsIn(between: string, { isPattern }: Span): string {
  const plain = withoutComments(between);
  return (isPattern ? plain.replace(/^ ?\)[ \n]?/, ")") : plain)
    .replace(/ ?(;;&|;;|;&|&&|\|\||\|&|[;&|])[ \n]?/g, "$1")
    .replace(/[ \n]?\)/g, ")")
    .replace(/\n(?=;;|;&)/g, "")
    .replace(/\(\)[ \n]\{/g, "(){")
    .replace(/(?<![^ \n;&|()])(then|do|else|in|\{|\()\n/g, "$1 ")
    .replaceAll("( ", "(")
    .replaceAll("\n", ";");
}

/** Blanks are one space, with a line break among them one line break; a line that goes on does not end. */
function withoutComments(between: string): string {
  const kept = between.match(/\\\n|#[^\n]*|[^\\#]+|\\/g) ?? [];
  return kept
    .map((part) => (part === "\\\n" ? " " : part))
    .filter((part) => !part.startsWith("#"))
    .join("")
    .replace(/[ \t\n]+/g, (blank) => (blank.includes("\n") ? "\n" : " "));
}
