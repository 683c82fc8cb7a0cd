import { codeOf } from "../../src/compiler/nix/code.js";

/**
 * Statix's lints (its lib/src/lints, release 0.5.8) that hand-made templates can meet, over the tokens of a text: each says
 * where it begins to hold. They find what the lint finds in code as alejandra lays it out, and need no statix.
 */

interface Lint {
  readonly code: string;
  readonly name: string;
  readonly holds: (tokens: readonly string[], at: number) => boolean;
}

const name = /^[A-Za-z_][\w'-]*$/;
const isName = (token: string | undefined): token is string => name.test(token ?? "");
/** Where a binding may begin. */
const opens = (token: string | undefined): boolean => [";", "{", "let", "${"].includes(token ?? "");

/** `name = … ;`, the tokens between. */
function binding(
  tokens: readonly string[],
  at: number,
): { readonly key: string; readonly value: readonly string[] } | undefined {
  const [before, key, equals] = [tokens[at - 1], tokens[at], tokens[at + 1]];
  if (!opens(before) || !isName(key) || equals !== "=") return undefined;
  const value = upTo(tokens, at + 2, ";");
  return value === undefined ? undefined : { key, value };
}

const opening = new Set(["(", "[", "{", "${"]);
const closing = new Set([")", "]", "}"]);

/** Tokens up to one that stands outside of all brackets. */
function upTo(tokens: readonly string[], from: number, end: string): readonly string[] | undefined {
  let depth = 0;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at] ?? "";
    if (depth === 0 && token === end) return tokens.slice(from, at);
    if (opening.has(token)) depth += 1;
    if (closing.has(token)) depth -= 1;
    if (depth < 0) return undefined;
  }
  return undefined;
}

/** Whether the tokens are one pair of parentheses with something in it. */
const isParenthesized = (tokens: readonly string[]): boolean =>
  tokens[0] === "(" && tokens.at(-1) === ")" && upTo(tokens, 1, ")")?.length === tokens.length - 2;

/** `set.key`, with a default perhaps, for which statix is wrong, since `inherit` takes none. */
function selects(key: string, given: readonly string[]): boolean {
  const or = given.indexOf("or");
  const value = or === -1 ? given : given.slice(0, or);
  const [only] = value;
  if (value.length === 1) return only?.endsWith(`.${key}`) === true && only.split(".").length === 2;
  return value.at(-1) === `.${key}` && isParenthesized(value.slice(0, -1));
}

export const lints: readonly Lint[] = [
  {
    code: "W01",
    name: "bool_comparison",
    holds: (tokens, at) =>
      /^[!=]=$/.test(tokens[at] ?? "") &&
      [tokens[at - 1], tokens[at + 1]].some((side) => side === "true" || side === "false"),
  },
  {
    code: "W02",
    name: "empty_let_in",
    holds: (tokens, at) => tokens[at] === "let" && tokens[at + 1] === "in",
  },
  {
    code: "W03",
    name: "manual_inherit",
    holds: (tokens, at) => {
      const { key, value } = binding(tokens, at) ?? {};
      return key !== undefined && value?.length === 1 && value[0] === key;
    },
  },
  {
    code: "W04",
    name: "manual_inherit_from",
    holds: (tokens, at) => {
      const { key, value } = binding(tokens, at) ?? {};
      return key !== undefined && value !== undefined && selects(key, value);
    },
  },
  {
    code: "W05",
    name: "legacy_let_syntax",
    holds: (tokens, at) => tokens[at] === "let" && tokens[at + 1] === "{",
  },
  {
    code: "W06",
    name: "collapsible_let_in",
    holds: (tokens, at) => tokens[at] === "in" && tokens[at + 1] === "let",
  },
  {
    code: "W07",
    name: "eta_reduction",
    holds: (tokens, at) => {
      const argument = tokens[at]?.slice(0, -1);
      const [callee, given, after] = tokens.slice(at + 1, at + 4);
      return (
        tokens[at] === `${argument}:` &&
        isName(argument) &&
        isName(callee) &&
        callee !== argument &&
        given === argument &&
        [")", ";", undefined].includes(after)
      );
    },
  },
  {
    code: "W08",
    name: "useless_parens",
    holds: (tokens, at) => {
      const { value } = binding(tokens, at) ?? {};
      const [bracket, first, end] = tokens.slice(at, at + 3);
      const isSource = tokens[at - 1] === "inherit";
      const aroundOne =
        !isSource && bracket === "(" && end === ")" && first !== undefined && /^[\w."[]/.test(first);
      return aroundOne || (value !== undefined && isParenthesized(value));
    },
  },
  {
    code: "W10",
    name: "empty_pattern",
    holds: (tokens, at) => {
      const rest = tokens.slice(at + (tokens[at + 1] === "..." ? 2 : 1));
      const isModule = rest[2] === "{" && upTo(rest, 3, "}")?.includes("imports") === true;
      return tokens[at] === "{" && rest[0] === "}" && rest[1] === ":" && !isModule;
    },
  },
  {
    code: "W13",
    name: "empty_inherit",
    holds: (tokens, at) => tokens[at] === "inherit" && tokens[at + 1] === ";",
  },
  {
    code: "W17",
    name: "deprecated_to_path",
    holds: (tokens, at) => /^(builtins[.])?toPath$/.test(tokens[at] ?? ""),
  },
  {
    code: "W18",
    name: "bool_simplification",
    holds: (tokens, at) => {
      const inner = tokens[at] === "!" && tokens[at + 1] === "(" ? upTo(tokens, at + 2, ")") : undefined;
      return inner !== undefined && inner.length === 3 && /^[!=]=$/.test(inner[1] ?? "");
    },
  },
  {
    code: "W19",
    name: "useless_has_attr",
    holds: (tokens, at) => {
      const condition = tokens[at] === "if" ? upTo(tokens, at + 1, "then") : undefined;
      const question = condition?.indexOf("?") ?? -1;
      if (condition === undefined || question < 1) return false;
      const body = upTo(tokens, at + 2 + condition.length, "else");
      const [set, path] = [condition.slice(0, question), condition.slice(question + 1)];
      return body?.join("") === `${set.join("")}.${path.join("")}`;
    },
  },
  {
    code: "W13",
    name: "deprecated_is_null",
    holds: (tokens, at) => /^(builtins\.)?isNull$/.test(tokens[at] ?? "") && !isKey(tokens, at),
  },
  {
    code: "W15",
    name: "faster_groupby",
    holds: (tokens, at) => selectsOutside(tokens[at], "groupBy") && !isKey(tokens, at),
  },
  {
    code: "W16",
    name: "faster_zipattrswith",
    holds: (tokens, at) => selectsOutside(tokens[at], "zipAttrsWith") && !isKey(tokens, at),
  },
  {
    code: "W20",
    name: "repeated_keys",
    holds: (tokens, at) => opens(tokens[at - 1]) && twins(tokens, at) >= 3,
  },
  {
    code: "W23",
    name: "empty_list_concat",
    holds: (tokens, at) => {
      const isEmpty = (from: number): boolean => tokens[from] === "[" && tokens[from + 1] === "]";
      return tokens[at] === "++" && (isEmpty(at + 1) || isEmpty(at - 2));
    },
  },
];

const isKey = (tokens: readonly string[], at: number): boolean => tokens[at + 1] === "=";

/** Whether a token takes a function from something other than `builtins`, which has it as well. */
const selectsOutside = (token = "", key = ""): boolean =>
  token.endsWith(`.${key}`) && token !== `builtins.${key}`;

/** How many bindings of the same set, from this one on, begin with the same component. */
function twins(tokens: readonly string[], at: number): number {
  const first = /^([A-Za-z_][\w'-]*)[.]/.exec(tokens[at] ?? "")?.[1];
  if (first === undefined) return 0;
  let count = 0;
  for (let here = at; here < tokens.length; ) {
    if (tokens[here]?.split(".")[0] === first) count += 1;
    const rest = upTo(tokens, here, ";");
    if (rest === undefined) return count;
    here += rest.length + 1;
  }
  return count;
}

/** What statix would say of a text. */
export function findings(text: string): readonly string[] {
  const tokens = codeOf(text);
  return lints.flatMap(({ code, name, holds }) =>
    tokens.flatMap((_, at) =>
      holds(tokens, at) ? [`${code} ${name}: ${tokens.slice(at, at + 8).join(" ")}`] : [],
    ),
  );
}
