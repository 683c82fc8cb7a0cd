import type { TreeChange } from "../engine/change.js";
import type { Match } from "../engine/match.js";
import { settingMatch } from "./matches.js";
import type { SettingChange } from "./pair.js";
import { network } from "./strictness.js";

const verdicts: Readonly<Record<"looser" | "stricter", readonly SettingChange["verdict"][]>> = {
  looser: ["looser", "removed"],
  stricter: ["stricter", "added"],
};

/** Settings of the policy that open or close the network. */
export function networkMatches(
  tree: TreeChange | undefined,
  verdict: "looser" | "stricter",
): readonly Match[] {
  const settings = tree?.settings.filter(
    (one) => network.has(one.property) && verdicts[verdict].includes(one.verdict),
  );
  return (settings ?? []).map(settingMatch);
}
