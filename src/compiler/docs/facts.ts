import type { Loss } from "../importers/loss.js";
import type { Entry } from "./reference.js";

/** A line of what is known of an option: Nix or JSON, a description's Markdown, or plain words. */
export interface Fact {
  readonly term: string;
  readonly kind: "code" | "prose" | "words";
  readonly text: string;
  /** Worth a second look before the option is set. */
  readonly isWarning?: true;
}

const lossTerms: Readonly<Record<Loss["status"], (program: string) => string>> = {
  widened: (program) => `Wider than in ${program}`,
  dropped: () => "Not carried over",
};

/** What every format lists below an option's description, in this order. */
export function factsOf(entry: Entry): readonly Fact[] {
  const some = (term: string, kind: Fact["kind"], text: string | undefined): readonly Fact[] =>
    text === undefined ? [] : [{ term, kind, text }];
  const warning = (fact: Fact): Fact => ({ ...fact, isWarning: true });
  return [
    ...some("Type", "code", entry.type),
    ...(entry.types.length === 0
      ? []
      : some("See", "prose", entry.types.map((name) => `\`${name}\``).join(", "))),
    ...some("Default", "code", entry.isType ? undefined : entry.default),
    ...(entry.default === undefined && !entry.isType ? some("Default", "words", "none, it must be set") : []),
    ...some(`Without it, ${entry.program} takes`, "code", entry.upstreamDefault),
    ...some("Example", "code", entry.example),
    ...some("Read-only", "words", entry.readOnly ? "yes" : undefined),
    ...some(`Since ${entry.program}`, "words", entry.since),
    ...some("Deprecated", "prose", entry.deprecated).map(warning),
    ...entry.losses.map(({ status, reason }) =>
      warning({ term: lossTerms[status](entry.program), kind: "words", text: reason }),
    ),
  ];
}
