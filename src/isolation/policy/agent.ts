import type { AgentProperty, IsolatedAgent } from "../../compiler/program/agent.js";
import { hardening, minimumSystemd } from "./hardening.js";
import { append, bindingOf, type HardeningRow, locked, scalar, type Tighten } from "./hardening-row.js";
import { isWithin, tightening } from "./tightening.js";

/** What an agent's own rows make of the hardening policy, and which of them are refused. */

type Policed = Pick<IsolatedAgent, "policy" | "title">;

/**
 * What of the table an agent may open, in systemd's words: kernel interfaces that nobody but its own session is exposed to.
 * Whatever keeps sessions, users and the host apart, or is looked at from inside before a session runs, is not here.
 * @see systemd.exec(5)
 */
const openable: Readonly<Record<string, RegExp>> = {
  IgnoreSIGPIPE: /^yes$/,
  LockPersonality: /^no$/,
  RestrictNamespaces: /^no$/,
  SendSIGHUP: /^no$/,
  SystemCallArchitectures: /^native( (x86|x32|arm))+$/,
  SystemCallFilter: /^(kcmp|process_vm_readv|process_vm_writev|ptrace|userfaultfd|vmsplice)$/,
};

/** Of these, an entry more in a list that allows would open something. */
const allowLists: readonly string[] = ["RestrictFileSystems", "RestrictNetworkInterfaces"];

const entriesOf = ({ value }: AgentProperty): readonly string[] =>
  typeof value === "string" ? [value] : value;

/** The policy of one agent: one assignment of its own takes the place of the table's, and entries stand beside those. */
export function policyOf({ policy = {}, title }: Policed): readonly HardeningRow[] {
  const isReplaced = ({ property }: HardeningRow): boolean => typeof policy[property]?.value === "string";
  return [
    ...hardening.filter((row) => !isReplaced(row)),
    ...Object.entries(policy).map(([property, one]) => rowOf(property, one, title)),
  ];
}

function rowOf(property: string, own: AgentProperty, title: string): HardeningRow {
  const { value, since = minimumSystemd, breaks = "" } = own;
  const printed = typeof value === "string" ? scalar(value) : append(...value);
  return locked(property, printed, {
    since,
    breaks,
    reason: `Of ${title}'s own: ${reasonOf(own)}`,
    tighten: tightenOf(property, own),
  });
}

const reasonOf = ({ reason, opens }: AgentProperty): string =>
  opens === undefined ? reason : `${reason} It opens this: ${opens}`;

/** What a host may still make of it: as strict as the agent has it, or as the table has. */
function tightenOf(property: string, { value }: AgentProperty): Tighten {
  const table = bindingOf(hardening, property);
  if (typeof value !== "string") {
    if (table !== undefined) return table.tighten;
    if (value.every((entry) => entry.startsWith("~"))) return { rule: "deny" };
    return { rule: allowLists.includes(property) ? "subset" : "more" };
  }
  const before = table?.value.kind === "scalar" ? table.value.text : undefined;
  return typeof before === "string" ? { rule: "oneOf", values: [value, before] } : { rule: "same" };
}

/** What an agent opens of the policy, as assignments. */
export const openedBy = ({ policy = {} }: Pick<IsolatedAgent, "policy">): readonly string[] =>
  Object.entries(policy).flatMap(([property, own]) =>
    own.opens === undefined ? [] : [`${property}=${entriesOf(own).join(" ")}`],
  );

/** For `explain`, in turn an assignment and why it is there. */
export const ownPolicy = ({ policy = {} }: Policed): readonly string[] =>
  Object.entries(policy).flatMap(([property, own]) => [
    `${property}=${entriesOf(own).join(" ")}`,
    reasonOf(own),
  ]);

/** Why the isolation does not take a row of an agent's own; nothing where it does. */
export function policyFault(property: string, own: AgentProperty): string | undefined {
  const entries = entriesOf(own);
  if (entries.length === 0 || entries.some((entry) => !/^[^\p{Cc}%]+$/u.test(entry)))
    return "a value is one line of text and has no %; an empty one would take the policy's away";
  const table = bindingOf(hardening, property);
  return table === undefined ? faultBeside(property, own) : faultIn(table, own, entries);
}

/** Of a property that the table does not have. */
function faultBeside(property: string, { opens }: AgentProperty): string | undefined {
  if (!tightening.includes(property))
    return `${property} may open something, and nobody has looked; expected a property of the policy, or one of ${tightening.join(", ")}`;
  return opens === undefined ? undefined : `${property} opens nothing; remove opens`;
}

function faultIn(
  { property, tighten, value }: HardeningRow,
  own: AgentProperty,
  entries: readonly string[],
): string | undefined {
  if (tighten.rule === "option") return `${property} follows an option of the host's; leave it to that`;
  if ((value.kind === "scalar") !== (typeof own.value === "string"))
    return `${property} is ${value.kind === "scalar" ? "one assignment; write a text" : "a list; write one"}`;
  const texts = value.kind === "scalar" ? [value.text] : value.entries;
  const policy = texts.filter((text) => typeof text === "string");
  const written = `${property}=${entries.join(" ")}`;
  if (isWithin(tighten, entries, policy))
    return own.opens === undefined ? undefined : `${written} opens nothing; remove opens`;
  if (!entries.every((entry) => openable[property]?.test(entry) === true))
    return `${written} would open what sessions, users and the host rely on, which no agent may; remove it, or choose a value as strict as the policy's`;
  return own.opens === undefined
    ? `${written} loosens the policy; say in opens what that opens, or remove it`
    : undefined;
}
