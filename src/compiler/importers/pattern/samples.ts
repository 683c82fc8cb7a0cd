import type { AST } from "@eslint-community/regexpp";

/** Strings that find the usual differences between dialects: edges, line breaks, brackets, other alphabets. */
const FIXED = [
  ..."aAzZ09_-.^$]\\[/: ",
  "",
  "\n",
  "\r",
  "\t",
  "\u00a0",
  "é",
  "日本",
  "😀",
  "aé",
  "éa",
  "a\nb",
  "ab",
  "a1",
  "1a",
  "A_b-c",
  "a.b",
  "a b",
  "aaa",
];

const PER_PATTERN = 200;
/** Nested repetition takes engines that backtrack exponential time, so its samples stay short. */
const MAX_LENGTH = { plain: 64, nested: 12 };

/** Strings that the pattern takes, their neighbours that it may refuse, and ones it knows nothing of. */
export function samplesOf(pattern: AST.Pattern): readonly string[] {
  const random = generator(pattern.raw.length + 1);
  const limit = repetitions(pattern.alternatives) > 1 ? MAX_LENGTH.nested : MAX_LENGTH.plain;
  const made = Array.from({ length: PER_PATTERN }, () =>
    expand(pattern.alternatives, random).slice(0, limit),
  );
  const changed = made.flatMap((text) => [
    `${text}a`,
    ` ${text}`,
    text.slice(1),
    text.slice(0, -1),
    `${text}\n`,
    mutate(text, random),
  ]);
  return [...new Set([...FIXED, ...made, ...changed])].filter((text) => !/[\0\p{Surrogate}]/u.test(text));
}

/** How many unlimited quantifiers stand inside each other. */
function repetitions(alternatives: readonly AST.Alternative[]): number {
  return Math.max(0, ...alternatives.flatMap(({ elements }) => elements.map(depthOf)));
}

function depthOf(element: AST.Element): number {
  if (element.type === "Quantifier") return depthOf(element.element) + (element.max === Infinity ? 1 : 0);
  return "alternatives" in element ? repetitions(element.alternatives) : 0;
}

type Random = (below: number) => number;

/** Numerical Recipes' linear congruential generator: the same samples every time. */
function generator(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function mutate(text: string, random: Random): string {
  const characters = [...text];
  const at = random(characters.length + 1);
  return characters.toSpliced(at, random(2), FIXED[random(FIXED.length)] ?? "").join("");
}

const pick = <T>(items: readonly T[], random: Random): T | undefined => items[random(items.length)];

const expand = (alternatives: readonly AST.Alternative[], random: Random): string =>
  (pick(alternatives, random)?.elements ?? []).map((element) => one(element, random)).join("");

function one(element: AST.Element, random: Random): string {
  switch (element.type) {
    case "Character":
      return String.fromCodePoint(element.value);
    case "CharacterSet":
      return ofSet(element, random);
    case "CharacterClass":
      return element.negate ? (pick(FIXED, random) ?? "") : ofClass(pick(element.elements, random), random);
    case "Group":
    case "CapturingGroup":
      return expand(element.alternatives, random);
    case "Quantifier": {
      const most = Math.min(element.max, element.min + 3);
      const count = element.min + random(most - element.min + 1);
      return Array.from({ length: Math.min(count, MAX_LENGTH.plain) }, () =>
        one(element.element, random),
      ).join("");
    }
    default:
      return "";
  }
}

function ofSet(set: AST.CharacterSet, random: Random): string {
  const usual = { any: "aé .-", digit: "059", space: " \t\u00a0", word: "aZ_5", property: "aé" }[set.kind];
  return pick([...usual], random) ?? "";
}

function ofClass(element: AST.CharacterClassElement | undefined, random: Random): string {
  switch (element?.type) {
    case "Character":
      return String.fromCodePoint(element.value);
    case "CharacterClassRange":
      return String.fromCodePoint(element.min.value + random(element.max.value - element.min.value + 1));
    case "CharacterSet":
      return ofSet(element, random);
    default:
      return "";
  }
}
