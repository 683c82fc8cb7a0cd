import type { Protects, Value } from "../../ir/types.js";
import type { Match } from "../engine/match.js";
import type { OptionFacts } from "../engine/side.js";
import { shownNulls } from "./null-matches.js";
import type { OptionChanges, OptionPair } from "./pair.js";
import { presetOf } from "./preset.js";
import { isSafest, judgeDefault, type Step } from "./protection.js";
import { shownDefaults, shownTypes } from "./shown.js";

/** Options that say in which direction they protect, and that went the way of `verdict`. */
export function guardMatches({ changed }: OptionChanges, verdict: Exclude<Step, "same">): readonly Match[] {
  return changed.flatMap((pair) =>
    steps(pair)
      .filter((step) => step.verdict === verdict)
      .map(({ verdict: _, ...found }) => ({ subject: pair.before.name, ...found })),
  );
}

/** Whether a changed default is one that {@link guardMatches} reports. */
export const isGuarded = ({ before, after }: OptionPair): boolean =>
  defaultStep(protectsOf(before, after), before, after) !== undefined;

/** Options that no longer say, or that say for the first time, in which direction they protect. */
export function protectionMatches(
  { changed }: OptionChanges,
  verdict: "dropped" | "declared",
): readonly Match[] {
  return changed.flatMap(({ before, after }) => {
    const [was, is] = [before, after].map(({ declared }) => declared?.protects);
    const isNew = was === undefined;
    if (JSON.stringify(was) === JSON.stringify(is) || isNew !== (verdict === "declared")) return [];
    return [
      {
        subject: before.name,
        message: isNew ? "says in which direction it protects" : "protects in another direction, or in none",
        ...(was === undefined ? {} : { before: JSON.stringify(was) }),
        ...(is === undefined ? {} : { after: JSON.stringify(is) }),
      },
    ];
  });
}

interface Found extends Omit<Match, "subject"> {
  readonly verdict: Step;
}

const comparison: Readonly<Record<Exclude<Step, "same">, string>> = {
  looser: "has a less protective default",
  stricter: "has a more protective default",
  unclear: "has a default of which it cannot be shown that it protects as well",
};

const checks: Readonly<Record<Exclude<Step, "same">, string>> = {
  looser: "takes values that it refused",
  stricter: "refuses values that it took",
  unclear: "takes other values, of which it cannot be shown that they protect as well",
};

const otherNull = "means something else by null, of which it cannot be shown that it protects as well";

function steps(pair: OptionPair): readonly Found[] {
  const { before, after, type, nulls } = pair;
  const protects = protectsOf(before, after);
  if (protects === "nothing") return [];
  const preset = defaultStep(protects, before, after);
  const check = typeStep(type);
  const writable: Step = before.readOnly === after.readOnly ? "same" : after.readOnly ? "stricter" : "looser";
  return [
    ...(preset === undefined ? [] : [preset]),
    ...(check === "same" ? [] : [{ verdict: check, message: checks[check], ...shownTypes(pair) }]),
    ...[...nulls].map((now): Found => ({ verdict: "unclear", message: otherNull, ...shownNulls(pair, now) })),
    ...(writable === "same"
      ? []
      : [{ verdict: writable, message: writable === "looser" ? "can be set now" : "can no longer be set" }]),
  ];
}

/** The base says what protects; a new option of an old name may not talk it away. */
function protectsOf(before: OptionFacts, after: OptionFacts): Protects {
  return before.declared?.protects ?? after.declared?.protects ?? "nothing";
}

function defaultStep(protects: Protects, before: OptionFacts, after: OptionFacts): Found | undefined {
  if (protects === "nothing") return undefined;
  const [from, to] = [presetOf(before), presetOf(after)];
  const verdict = judgePresence(protects, from, to);
  if (verdict === "same") return undefined;
  return {
    verdict,
    message: comparison[verdict],
    ...shownDefaults({ before, after }),
  };
}

/** A host that had to choose may be worse off with what is chosen for it. */
function judgePresence(protects: Protects, from: Value | undefined, to: Value | undefined): Step {
  if (from !== undefined && to !== undefined) return judgeDefault(protects, from, to);
  const one = from ?? to;
  if (one === undefined || (one.kind === "data" && isSafest(protects, one))) return "same";
  return from === undefined ? "looser" : "stricter";
}

/** A check that is gone protects nobody; which of the values that are taken now are harmless, nobody has said. */
function typeStep(type: OptionPair["type"]): Step {
  switch (type.kind) {
    case "widened":
      return "looser";
    case "narrowed":
      return "stricter";
    case "values":
      if (type.added.length === 0) return "stricter";
      return type.removed.length === 0 ? "looser" : "unclear";
    case "incompatible":
      return "unclear";
    case "same":
      return "same";
  }
}
