import type { AST } from "@eslint-community/regexpp";
import { type Atom, character, Untranslatable, type Widen } from "./atom.js";
import { emitClass, emitSet } from "./classes.js";

/** Past this, the automaton that `std::regex` unrolls for counted repetition gets too large to build. */
const MAX_STATES = 5_000;

export interface Emitted {
  readonly pattern: string;
  /** What the pattern takes that the source refuses. */
  readonly wider: readonly string[];
}

/** @throws Untranslatable */
export function emitPattern(tree: AST.Pattern): Emitted {
  const wider = new Set<string>();
  const widen: Widen = (what) => wider.add(what);
  const all = topLevel(tree.alternatives).map((alternative) => emitAnchored(alternative, widen));
  const { text, states } = alternation(all);
  if (states > MAX_STATES) throw new Untranslatable("it repeats too much for Nix's regular expressions");
  return { pattern: text, wider: [...wider] };
}

/** The alternatives of the whole pattern, out of groups that hold nothing else. */
function topLevel(alternatives: readonly AST.Alternative[]): readonly AST.Alternative[] {
  return alternatives.flatMap((alternative) => {
    const [only, ...others] = alternative.elements;
    return others.length === 0 && (only?.type === "Group" || only?.type === "CapturingGroup")
      ? topLevel(plainGroup(only).alternatives)
      : [alternative];
  });
}

/** Anchors become the edges of the match; where there is none, anything may stand. */
function emitAnchored({ elements }: AST.Alternative, widen: Widen): Atom {
  const isEdge = (element: AST.Element | undefined, kind: "start" | "end") =>
    element?.type === "Assertion" && element.kind === kind;
  const start = isEdge(elements[0], "start");
  const end = isEdge(elements.at(-1), "end");
  const inner = sequence(elements.slice(start ? 1 : 0, end ? -1 : undefined), widen);
  return {
    text: `${start ? "" : ".*"}${inner.text}${end ? "" : ".*"}`,
    bytewise: false,
    states: inner.states + 2,
  };
}

function sequence(elements: readonly AST.Element[], widen: Widen): Atom {
  const atoms = elements.map((element) => emitElement(element, widen));
  return {
    text: atoms.map(({ text }) => text).join(""),
    bytewise: false,
    states: atoms.reduce((sum, { states }) => sum + states, 0),
  };
}

/** `a|b`; an empty alternative, which POSIX leaves undefined, becomes `?`. */
function alternation(atoms: readonly Atom[]): Atom {
  const full = atoms.filter(({ text }) => text !== "");
  const text = full.map((atom) => atom.text).join("|");
  const states = full.reduce((sum, atom) => sum + atom.states + 1, 0);
  const optional = full.length > 0 && full.length < atoms.length;
  return { text: optional ? `(${text})?` : text, bytewise: false, states };
}

function emitElement(element: AST.Element, widen: Widen): Atom {
  switch (element.type) {
    case "Character":
      return character(element.value);
    case "CharacterSet":
      return counted(emitSet(element, widen), widen);
    case "CharacterClass":
      return counted(emitClass(element, widen), widen);
    case "Group":
    case "CapturingGroup":
      return group(plainGroup(element), widen);
    case "Quantifier":
      return quantified(element, widen);
    case "Assertion":
      return assertion(element, widen);
    case "Backreference":
    case "ExpressionCharacterClass":
      throw new Untranslatable(`POSIX has nothing like ${element.raw}`);
  }
}

function plainGroup<G extends AST.Group | AST.CapturingGroup>(element: G): G {
  if (element.type === "Group" && element.modifiers !== null)
    throw new Untranslatable("it changes flags inside a group");
  return element;
}

function group(element: AST.Group | AST.CapturingGroup, widen: Widen): Atom {
  const inner = alternation(element.alternatives.map(({ elements }) => sequence(elements, widen)));
  return inner.text === "" ? inner : { ...inner, text: `(${inner.text})` };
}

/** Checks that look around are left out, which takes more. */
function assertion(element: AST.Assertion, widen: Widen): Atom {
  if (element.kind === "start" || element.kind === "end")
    throw new Untranslatable(`POSIX has no ${element.raw} inside a pattern`);
  widen(`${element.raw} is not checked`);
  return { text: "", bytewise: false, states: 0 };
}

/** A byte where one character is meant: a character outside ASCII has up to four. */
function counted(atom: Atom, widen: Widen): Atom {
  if (!atom.bytewise) return atom;
  widen("characters outside ASCII are counted by their bytes");
  return { text: `${atom.text}{1,4}`, bytewise: false, states: atom.states * 4 };
}

function quantified({ element, min, max }: AST.Quantifier, widen: Widen): Atom {
  const atom = quantifiable(element, widen);
  if (atom.text === "") return atom;
  const unlimited = max === Infinity;
  if (atom.bytewise && !(unlimited && min <= 1)) {
    widen("characters outside ASCII are counted by their bytes");
    return repeated(atom, min, unlimited ? max : max * 4);
  }
  return repeated(atom, min, max);
}

function repeated({ text, states }: Atom, min: number, max: number): Atom {
  const count = max === Infinity ? Math.max(min, 1) : max;
  return { text: `${text}${suffix(min, max)}`, bytewise: false, states: states * Math.max(count, 1) + 1 };
}

function quantifiable(element: AST.Element, widen: Widen): Atom {
  if (element.type === "CharacterSet") return emitSet(element, widen);
  if (element.type === "CharacterClass") return emitClass(element, widen);
  return emitElement(element, widen);
}

function suffix(min: number, max: number): string {
  if (max === Infinity) return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
  if (min === max) return `{${min}}`;
  return min === 0 && max === 1 ? "?" : `{${min},${max}}`;
}
