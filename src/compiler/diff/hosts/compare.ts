import type { Json } from "../../ir/types.js";
import type { Evidence } from "../engine/evidence.js";
import type { Match } from "../engine/match.js";
import type { Side } from "../engine/side.js";
import type { PolicyRow } from "../engine/snapshot-schema.js";
import { pairSettings, type SettingChange, showSetting } from "../hardening/pair.js";
import { strictness } from "../hardening/strictness.js";
import { patchOf } from "../matches/patch.js";
import { flatten, type HostFacts, withoutHashes } from "./facts.js";

/** A host that both sides make. */
export interface HostPair {
  readonly name: string;
  readonly before: HostFacts;
  readonly after: HostFacts;
}

/** How hosts stand to each other that were evaluated on both sides. */
export interface HostChanges {
  readonly pairs: readonly HostPair[];
  /** Made before, and refused now; the message says why. */
  readonly refused: readonly Match[];
  /** Refused before, and made now. */
  readonly accepted: readonly Match[];
  /** Not made on either side, or asked for and not tried. */
  readonly unknown: readonly Match[];
}

export function pairHosts(base: Side, head: Side): HostChanges {
  const names = [...new Set([...(base.hosts?.keys() ?? []), ...(head.hosts?.keys() ?? [])])];
  const hosts = names.map((name) => ({
    name,
    before: base.hosts?.get(name) ?? { refused: notTried },
    after: head.hosts?.get(name) ?? { refused: notTried },
  }));
  return {
    pairs: hosts.flatMap(({ name, before, after }) =>
      "made" in before && "made" in after
        ? [{ name, before: withoutHashes(before.made), after: withoutHashes(after.made) }]
        : [],
    ),
    refused: hosts.flatMap(({ name, before, after }) =>
      "made" in before && "refused" in after
        ? [{ subject: `host ${name}`, message: "no longer evaluates", after: after.refused }]
        : [],
    ),
    accepted: hosts.flatMap(({ name, before, after }) =>
      "refused" in before && "made" in after
        ? [
            {
              subject: `host ${name}`,
              message: "evaluates now, and there is nothing to compare it with",
              before: before.refused,
            },
          ]
        : [],
    ),
    unknown: hosts.flatMap(({ name, before, after }) =>
      "refused" in before && "refused" in after
        ? [
            {
              subject: `host ${name}`,
              message: "was not compared, since neither side makes it",
              before: before.refused,
              after: after.refused,
            },
          ]
        : [],
    ),
  };
}

const notTried = "it was not evaluated";

/** Facts that only `after` has: nothing that the host has is known to take something from somebody. */
export function gained({ name, before, after }: HostPair): readonly Match[] {
  const known = flatten(before.config);
  return [...flatten(after.config)]
    .filter(([fact]) => !known.has(fact))
    .map(([fact, value]) => ({
      subject: `host ${name}: ${fact}`,
      message: "is new",
      ...(value === "" ? {} : { after: value }),
    }));
}

/** Facts that are others, and files that a shell reads otherwise. */
export function differing({ name, before, after }: HostPair, { shell }: Evidence): readonly Match[] {
  const known = flatten(before.config);
  const facts = [...flatten(after.config)].flatMap(([fact, value]): readonly Match[] => {
    const was = known.get(fact);
    return was === undefined || was === value
      ? []
      : [{ subject: `host ${name}: ${fact}`, message: "is another", before: was, after: value }];
  });
  const isSame = (one: string, other: string): boolean =>
    one === other || (shell(one) !== undefined && shell(one) === shell(other));
  const paths = [...new Set([...Object.keys(before.files), ...Object.keys(after.files)])];
  const files = paths.flatMap((path): readonly Match[] => {
    const [was = "", is = ""] = [before.files[path], after.files[path]];
    if (isSame(was, is)) return [];
    return [
      {
        subject: `host ${name}: ${path}`,
        message: "holds other code",
        patch: patchOf(path.slice(1), was, is),
      },
    ];
  });
  return [...facts, ...files];
}

/** Properties of the host's services of one verdict. */
export function unitMatches(
  { name, before, after }: HostPair,
  verdicts: readonly SettingChange["verdict"][],
): readonly Match[] {
  const units = [...new Set([...Object.keys(before.units), ...Object.keys(after.units)])];
  return units.flatMap((unit) =>
    pairSettings(rows(before.units[unit] ?? {}), rows(after.units[unit] ?? {}))
      .filter(({ verdict }) => verdicts.includes(verdict))
      .map((change) => ({
        subject: `host ${name}: ${unit}.service, ${change.property}`,
        message: words[change.verdict],
        ...(change.before === undefined ? {} : { before: showSetting(change.before) }),
        ...(change.after === undefined ? {} : { after: showSetting(change.after) }),
      })),
  );
}

const words: Readonly<Record<SettingChange["verdict"], string>> = {
  removed: "is gone",
  added: "is new",
  looser: "allows more",
  stricter: "allows less",
  unclear: "differs, and it cannot be shown that it is as strict",
};

/** As the policy has them. An empty entry of a list empties what stands before it, which nothing here knows to judge. */
const rows = (properties: Readonly<Record<string, Json>>): readonly PolicyRow[] =>
  Object.entries(properties).flatMap(([property, value]) => {
    const entries = Array.isArray(value) ? value.map(text) : undefined;
    const filled = entries?.filter((entry) => entry !== "") ?? text(value);
    // Modules may write one assignment as a list of one.
    const isOne = filled.length === 1 && strictness[property]?.kind === "ladder";
    const plain = row(property, isOne ? String(filled[0]) : filled);
    return entries?.includes("") ? [plain, row(`${property}, emptied first`, "yes")] : [plain];
  });

const row = (property: string, value: PolicyRow["value"]): PolicyRow => ({
  property,
  value,
  reset: false,
  where: ["dropin"],
  locked: true,
  tighten: "",
  reason: "",
});

/** systemd.syntax(7) takes these for booleans, and NixOS writes them so. */
const text = (value: Json): string => (typeof value === "boolean" ? (value ? "yes" : "no") : String(value));
