import { pretty } from "../../docs/pretty.js";
import type { TreeChange } from "../change.js";
import type { Match } from "../rule.js";
import type { Guard } from "../snapshot-schema.js";
import type { OptionChanges, OptionPair } from "./pair.js";

/** Options whose default protects a host: those of one concern whose default became looser or stricter. */
export function guardMatches(
  tree: TreeChange | undefined,
  { changed }: OptionChanges,
  concern: Guard["concern"],
  verdict: "looser" | "stricter",
): readonly Match[] {
  return changed.flatMap(({ before, after }) => {
    const step = guardStep({ before, after }, tree);
    return step !== undefined && step.concern === concern && step.verdict === verdict
      ? [
          {
            subject: before.name,
            message: `has a ${verdict === "looser" ? "less" : "more"} protective default`,
            ...(before.default === undefined ? {} : { before: before.default }),
            ...(after.default === undefined ? {} : { after: after.default }),
          },
        ]
      : [];
  });
}

/** Whether a changed default is one that {@link guardMatches} reports. */
export function isGuarded(pair: Pick<OptionPair, "before" | "after">, tree: TreeChange | undefined): boolean {
  return guardStep(pair, tree) !== undefined;
}

interface Step {
  readonly concern: Guard["concern"];
  readonly verdict: "looser" | "stricter";
}

function guardStep(
  { before, after }: Pick<OptionPair, "before" | "after">,
  tree: TreeChange | undefined,
): Step | undefined {
  const guards = tree === undefined ? [] : [...tree.base.guards, ...tree.head.guards];
  const guard = guards.find(({ option }) => option === before.name);
  if (guard === undefined) return undefined;
  if (before.default === undefined || after.default === undefined) return undefined;
  const safest = guard.safest.map((value) => pretty(value));
  const rank = (preset: string): number => (safest.includes(preset) ? safest.indexOf(preset) : safest.length);
  const step = rank(after.default) - rank(before.default);
  if (step === 0) return undefined;
  return { concern: guard.concern, verdict: step > 0 ? "looser" : "stricter" };
}
