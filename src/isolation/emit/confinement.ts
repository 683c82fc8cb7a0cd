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
  return {
    hardening: [...hardening.map(policyRow), ...agents.flatMap(ownRows)],
    settable: tightening,
    sudo: agents.flatMap((agent) => sudoersLines(hostUsers, runnerStandIn(agent))),
    reserved: namesOf(agents, (agent) => [...reservedBy(agent), "LC_*", "XDG_*"]),
    unsynced: namesOf(agents, ({ own, credentials }) => [...own, credentials]),
    managed: namesOf(agents, managedPlaces),
    kept: namesOf(agents, ({ settings }) => settings.kept),
    packages: sessionPackages,
    refusals: Object.fromEntries(
      agents.flatMap((agent, at) =>
        Object.entries(messagesOf(agent)).map(([id, message]) => [qualified(agent, at, id), message]),
      ),
    ),
  };
}

const managedPlaces = ({ settings: { names, variable, directory } }: IsolatedAgent): readonly string[] => [
  ...names,
  ...(variable === undefined ? [] : [`$${variable}`]),
  ...(directory === undefined ? [] : [directory]),
];

const hostUsers = { hostUsers: [{ name: "alice" }, { name: "bob" }] };

/**
 * The name of what is an agent's. The first one's stay as they are, so that one more takes nothing away from what a tree says of it;
 * each other's have its account before them.
 */
const qualified = ({ account }: IsolatedAgent, at: number, name: string): string =>
  at === 0 ? name : `${account}.${name}`;

const namesOf = (
  agents: readonly IsolatedAgent[],
  names: (agent: IsolatedAgent) => readonly string[],
): readonly string[] => agents.flatMap((agent, at) => names(agent).map((name) => qualified(agent, at, name)));

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
