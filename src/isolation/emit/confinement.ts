import type { PolicyRow } from "../../compiler/diff/engine/snapshot-schema.js";
import type { Confinement } from "../../compiler/emit/snapshot.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { messagesOf } from "../options/assertions.js";
import { policyOf } from "../policy/agent.js";
import { hardening } from "../policy/hardening.js";
import type { HardeningRow, PolicyText } from "../policy/hardening-row.js";
import { reservedBy, sessionPackages } from "../policy/runtime.js";
import { tightening } from "../policy/tightening.js";
import { runnerStandIn, sudoersLines } from "../render/sudoers.js";

/** What a tree that holds isolated agents says of them, for a comparison with another. */
export function confinementOf(agents: readonly IsolatedAgent[]): Confinement {
  const [first, ...others] = agents;
  return {
    hardening: [...hardening.map(policyRow), ...agents.flatMap(ownRows)],
    settable: tightening,
    sudo: agents.flatMap((agent) => sudoersLines(hostUsers, runnerStandIn(agent))),
    reserved: [...new Set(agents.flatMap(reservedBy)), "LC_*", "XDG_*"],
    unsynced: [...new Set(agents.flatMap(({ own, credentials }) => [...own, credentials]))],
    packages: sessionPackages,
    // The first agent's stay as they are, so that one more takes nothing away from what a tree says of it.
    refusals: Object.assign(
      {},
      first === undefined ? {} : messagesOf(first),
      ...others.map(qualifiedMessages),
    ),
  };
}

const hostUsers = { hostUsers: [{ name: "alice" }, { name: "bob" }] };

const qualifiedMessages = (agent: IsolatedAgent): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(messagesOf(agent)).map(([id, message]) => [`${agent.account}.${id}`, message]),
  );

/** All rows of the properties of which an agent has one for itself. */
const ownRows = (agent: IsolatedAgent): readonly PolicyRow[] =>
  policyOf(agent)
    .filter(({ property }) => agent.policy?.[property] !== undefined)
    .map((row) => ({ agent: agent.account, ...policyRow(row) }));

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
