import type { IsolatedAgent } from "../../../src/compiler/program/agent.js";
import { optionOf } from "../../../src/isolation/names.js";
import { claudeCode } from "./subjects/claude-code.js";
import { opencode } from "./subjects/opencode.js";
import { pi } from "./subjects/pi.js";
import type { Use } from "./subjects/types.js";

/** Which agent a run of the end-to-end tests is about, so that each file holds for every agent. */

/** An agent's names, out of its declaration, and how the lab uses its program. */
export interface Subject extends Omit<Use, "program"> {
  readonly program: Use["program"];
  readonly agent: IsolatedAgent;
  readonly title: string;
  /** The path of its options. */
  readonly option: string;
  /** Its account, and the last name of its options. */
  readonly account: string;
  readonly command: string;
  /** Of its configuration, below a home. */
  readonly directory: string;
  readonly variable: string;
  /** Name of the file of its settings. */
  readonly settings: string;
  /** Path of the file of its credentials, below a home. */
  readonly credentials: string;
}

function subjectOf(use: Use): Subject {
  const { isolated: agent, name } = use.program;
  if (agent === undefined) throw new Error(`${name} is not isolated`);
  const { title, account, command, configuration, settings, credentials } = agent;
  const { directory, variable } = configuration;
  return {
    ...use,
    agent,
    title,
    option: optionOf(agent),
    account,
    command,
    directory,
    variable,
    settings: settings.path,
    credentials: credentials.startsWith("~/") ? credentials.slice(2) : `${directory}/${credentials}`,
  };
}

export const subjects = {
  pi: subjectOf(pi),
  opencode: subjectOf(opencode),
  "claude-code": subjectOf(claudeCode),
} as const;

/** @throws Error for a name that is none of `subjects` */
export function subjectNamed(name = "pi"): Subject {
  const found = Object.entries(subjects).find(([key]) => key === name)?.[1];
  if (found !== undefined) return found;
  throw new Error(`NIXSMITH_AGENT is ${name}; expected ${Object.keys(subjects).join(" or ")}`);
}

/** The agent of this run; vitest.config.ts has a project for each. */
export const subject = subjectNamed(process.env.NIXSMITH_AGENT);
