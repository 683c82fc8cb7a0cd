import type { TreeChange } from "../change.js";
import { guardMatches } from "../options/guards.js";
import type { OptionChanges } from "../options/pair.js";
import type { Match } from "../rule.js";
import { settingMatch } from "./matches.js";
import type { SettingChange } from "./pair.js";
import { network } from "./strictness.js";

const verdicts: Readonly<Record<"looser" | "stricter", readonly SettingChange["verdict"][]>> = {
  looser: ["looser", "removed"],
  stricter: ["stricter", "added"],
};

/** What opens or closes the network: settings of the policy, and defaults of options that decide over it. */
export function networkMatches(
  tree: TreeChange | undefined,
  options: OptionChanges,
  verdict: "looser" | "stricter",
): readonly Match[] {
  const settings = tree?.settings.filter(
    (one) => network.has(one.property) && verdicts[verdict].includes(one.verdict),
  );
  return [...(settings ?? []).map(settingMatch), ...guardMatches(tree, options, "network", verdict)];
}
