import type { PolicyRow } from "../../compiler/diff/snapshot-schema.js";
import type { Confinement } from "../../compiler/emit/snapshot.js";
import { messages } from "../options/assertions.js";
import { hardening } from "../policy/hardening.js";
import type { HardeningRow, PolicyText } from "../policy/hardening-row.js";
import { agentOwned, reservedVariables, sessionPackages } from "../policy/runtime.js";
import { tightening } from "../policy/tightening.js";
import { runnerStandIn, sudoersLines } from "../render/sudoers.js";

/** What a tree that holds the isolation says of it, for a comparison with another. */
export const confinement: Confinement = {
  hardening: hardening.map(policyRow),
  settable: tightening,
  sudo: sudoersLines({ hostUsers: [{ name: "alice" }, { name: "bob" }] }, runnerStandIn),
  reserved: [...reservedVariables, "LC_*", "XDG_*"],
  unsynced: [...agentOwned, "auth.json"],
  packages: sessionPackages,
  refusals: messages,
};

function policyRow({ property, value, when, where, locked, tighten, reason }: HardeningRow): PolicyRow {
  const { rule, ...detail } = tighten;
  return {
    property,
    value: value.kind === "scalar" ? showText(value.text) : value.entries.map(showText),
    reset: value.kind === "list" && value.reset,
    ...(when === undefined ? {} : { when: { option: when.option.join("."), oneOf: when.oneOf } }),
    where,
    locked,
    tighten: "values" in detail ? `${rule} ${detail.values.join(" ")}` : rule,
    reason,
  };
}

/** An option of the host stands as `<its.path>`. */
function showText(text: PolicyText): string {
  if (typeof text === "string") return text;
  return "option" in text ? `<${text.option.join(".")}>` : text.map(showText).join("");
}
