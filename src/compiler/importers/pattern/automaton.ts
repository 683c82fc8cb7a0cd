import type { AST } from "@eslint-community/regexpp";

/** A pattern whose automaton is too large, or a judgement that took more steps than were given to it. */
export class TooManySteps extends Error {
  constructor() {
    super("judging it takes too many steps");
  }
}

/** How many steps are left; who judges takes from it, and throws {@link TooManySteps} at its end. */
export interface Steps {
  left: number;
}

type State =
  | { readonly kind: "take"; readonly takes: (character: string) => boolean; readonly next: number }
  | { readonly kind: "fork"; readonly next: readonly number[] }
  | { readonly kind: "check"; readonly holds: Check; readonly next: number }
  | { readonly kind: "accept" };

type Check = (text: readonly string[], at: number, steps: Steps) => boolean;

/** More states than this are unrolled repetitions. */
const MAX_STATES = 20_000;

/**
 * A nondeterministic automaton (Thompson 1968) for a parsed pattern without back references: it holds all states that a
 * text may lead to at once, so that no pattern takes it exponential time, as engines that backtrack can.
 */
export class Automaton {
  readonly #states: State[] = [{ kind: "accept" }];
  readonly #start: number;

  /**
   * @param flags how one character is compared: `u` where characters are code points, `s` where `.` is all of them
   * @throws TooManySteps
   */
  constructor(
    alternatives: readonly AST.Alternative[],
    readonly flags: string,
  ) {
    this.#start = this.#any(alternatives, ACCEPT);
  }

  /** Whether some part of the text matches. @throws TooManySteps */
  searches(text: readonly string[], steps: Steps): boolean {
    return this.#run(text, steps, { from: 0, anywhere: true, whole: false });
  }

  /** Whether all of the text matches. @throws TooManySteps */
  matches(text: readonly string[], steps: Steps): boolean {
    return this.#run(text, steps, { from: 0, anywhere: false, whole: true });
  }

  #run(
    text: readonly string[],
    steps: Steps,
    { from, anywhere, whole }: { readonly from: number; readonly anywhere: boolean; readonly whole: boolean },
  ): boolean {
    let current = new Set<number>();
    for (let at = from; ; at++) {
      if (anywhere || at === from) current.add(this.#start);
      this.#close(current, text, at, steps);
      if (current.has(ACCEPT) && (!whole || at === text.length)) return true;
      const character = text[at];
      if (character === undefined || (current.size === 0 && !anywhere)) return false;
      current = this.#after(current, character);
    }
  }

  #after(states: ReadonlySet<number>, character: string): Set<number> {
    const next = new Set<number>();
    for (const id of states) {
      const state = this.#states[id];
      if (state?.kind === "take" && state.takes(character)) next.add(state.next);
    }
    return next;
  }

  /** Adds what the states lead to without taking a character; a set is walked while it grows. */
  #close(states: Set<number>, text: readonly string[], at: number, steps: Steps): void {
    for (const id of states) {
      steps.left -= 1;
      if (steps.left < 0) throw new TooManySteps();
      const state = this.#states[id];
      if (state?.kind === "fork") for (const next of state.next) states.add(next);
      if (state?.kind === "check" && state.holds(text, at, steps)) states.add(state.next);
    }
  }

  #add(state: State): number {
    if (this.#states.length >= MAX_STATES) throw new TooManySteps();
    return this.#states.push(state) - 1;
  }

  /** Each of these yields the state to begin with, of a part that ends in `next`. */
  #any(alternatives: readonly AST.Alternative[], next: number): number {
    const starts = alternatives.map(({ elements }) =>
      elements.reduceRight((after, element) => this.#element(element, after), next),
    );
    return starts.length === 1 ? (starts[0] ?? next) : this.#add({ kind: "fork", next: starts });
  }

  #element(element: AST.Element, next: number): number {
    switch (element.type) {
      case "Character": {
        const wanted = String.fromCodePoint(element.value);
        return this.#add({ kind: "take", takes: (character) => character === wanted, next });
      }
      case "CharacterSet":
      case "CharacterClass":
        return this.#add({ kind: "take", takes: oneOf(element.raw, this.flags), next });
      case "Group":
      case "CapturingGroup":
        return this.#any(element.alternatives, next);
      case "Quantifier":
        return this.#repeated(element, next);
      case "Assertion":
        return this.#add({ kind: "check", holds: this.#assertion(element), next });
      case "Backreference":
      case "ExpressionCharacterClass":
        throw new TooManySteps();
    }
  }

  #repeated({ element, min, max }: AST.Quantifier, next: number): number {
    let start = next;
    if (max === Infinity) {
      const ends: number[] = [next];
      start = this.#add({ kind: "fork", next: ends });
      ends.push(this.#element(element, start));
    } else
      for (let count = min; count < max; count++)
        start = this.#add({ kind: "fork", next: [next, this.#element(element, start)] });
    for (let count = 0; count < min; count++) start = this.#element(element, start);
    return start;
  }

  #assertion(assertion: AST.Assertion): Check {
    switch (assertion.kind) {
      case "start":
        return (_, at) => at === 0;
      case "end":
        return (text, at) => at === text.length;
      case "word":
        return (text, at) => (isWord(text[at - 1]) !== isWord(text[at])) !== assertion.negate;
      case "lookahead":
      case "lookbehind": {
        const inner = new Automaton(assertion.alternatives, this.flags);
        const ahead = assertion.kind === "lookahead";
        return (text, at, steps) =>
          (ahead ? inner.#from(text, at, steps) : inner.#upTo(text, at, steps)) !== assertion.negate;
      }
    }
  }

  #from(text: readonly string[], at: number, steps: Steps): boolean {
    return this.#run(text, steps, { from: at, anywhere: false, whole: false });
  }

  #upTo(text: readonly string[], at: number, steps: Steps): boolean {
    return this.#run(text.slice(0, at), steps, { from: 0, anywhere: true, whole: true });
  }
}

const ACCEPT = 0;

const isWord = (character: string | undefined): boolean => character !== undefined && /^\w$/u.test(character);

/** Whether a character is in a set, as the engine says: one character takes it no time. */
function oneOf(set: string, flags: string): (character: string) => boolean {
  const regex = new RegExp(`^${set}$`, flags);
  const known = new Map<string, boolean>();
  return (character) => {
    const answer = known.get(character) ?? regex.test(character);
    known.set(character, answer);
    return answer;
  };
}
