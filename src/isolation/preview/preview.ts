import type { Json, JsonObject } from "../../compiler/ir/types.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { NixsmithError } from "../../errors.js";
import type { HostFile } from "../host/load.js";
import { Values } from "../host/values.js";
import { optionOf } from "../names.js";
import { terminalVariables } from "../policy/runtime.js";
import type { Access } from "../render/access.js";
import { reservedOn } from "../render/environment.js";
import type { AgentRendering, Rendering } from "../render/render.js";
import { runnerStandIn } from "../render/sudoers.js";
import { type Exposure, measureExposure } from "./exposure.js";
import { assignmentsIn, type PolicyProperty, policyProperties } from "./policy.js";
import { type SeenNode, treeSeenBy } from "./sees.js";
import { layeredSettings, type Setting } from "./settings.js";

/** Everything that a host gets, as data; the terminal, the page, `--json` and `--diff` all show this. */
export interface Preview {
  readonly host: string;
  readonly warnings: readonly string[];
  /** Those that are enabled. */
  readonly agents: readonly AgentPreview[];
  /** Options of the others that the host speaks of. */
  readonly disabled: readonly string[];
}

/** What the agent and its parts are called. */
export interface Naming extends Pick<IsolatedAgent, "title" | "account" | "credentials"> {
  /** Where its options are. */
  readonly option: string;
  /** The file that its settings are merged in. */
  readonly settings: string;
}

export interface AgentPreview
  extends Pick<
    AgentRendering,
    | "user"
    | "group"
    | "network"
    | "nixAccess"
    | "projectAccess"
    | "protectGit"
    | "sudo"
    | "dropIn"
    | "reaches"
    | "outside"
  > {
  readonly naming: Naming;
  /** Lines of the sudoers file. */
  readonly sudoers: readonly string[];
  /** Whether the program in them is the host's own, and not a stand-in. */
  readonly hasRunner: boolean;
  /** Sorted by name; whoever is not listed may do nothing. */
  readonly users: readonly UserPreview[];
  readonly settings: readonly Setting[];
  /** Whether the host user's own settings are among them. */
  readonly knowsHostSettings: boolean;
  /** The weakest layer first. Names and files only: a value may be a secret. */
  readonly environment: readonly EnvironmentLayer[];
  readonly policy: readonly PolicyProperty[];
  readonly exposure: Exposure;
}

export interface UserPreview extends Access {
  /** The file system of this user's sessions. */
  readonly sees: SeenNode;
}

export interface EnvironmentLayer {
  /** The option that sets these, or who does. */
  readonly from: string;
  readonly note: string;
  /** Names of variables; of `environmentFiles`, paths of files. */
  readonly names: readonly string[];
}

/** @param hostSettings a host user's own file of settings, where it is known, by the agent's account */
export async function preview(
  file: HostFile,
  { host, warnings, agents }: Rendering,
  hostSettings: Readonly<Record<string, JsonObject>> = {},
): Promise<Preview> {
  const shown = agents.map((agent) => previewAgent(file, agent, hostSettings[agent.agent.account]));
  const isDisabled = (agent: IsolatedAgent): boolean => !agents.some((one) => one.agent === agent);
  return {
    host,
    warnings,
    agents: await Promise.all(shown),
    disabled: file.agents.filter(isDisabled).map(optionOf),
  };
}

async function previewAgent(
  { config }: HostFile,
  rendering: AgentRendering,
  hostSettings: JsonObject | undefined,
): Promise<AgentPreview> {
  const { agent, network, nixAccess, projectAccess, protectGit, sudo, sudoers, dropIn, flags } = rendering;
  const { reaches, outside } = rendering;
  const { user, group, access, environment } = rendering;
  const naming = namingOf(agent);
  const options = new Values(config).at(naming.option);
  const policy = assignmentsIn(dropIn.split("\n"));
  const surroundings = {
    policy,
    stateDir: options.at("stateDir").text,
    protectGit,
    settingsDirectory: agent.settings.directory,
  };
  return {
    naming,
    user,
    group,
    network,
    nixAccess,
    reaches,
    outside,
    projectAccess,
    protectGit,
    sudo,
    sudoers: sudoers.trimEnd().split("\n"),
    hasRunner: !sudoers.includes(runnerStandIn(agent)),
    dropIn,
    users: access.map((one) => ({ ...one, sees: treeSeenBy(one, surroundings) })),
    settings: layeredSettings(agent, jsonObject(JSON.parse(rendering.settings)), hostSettings),
    knowsHostSettings: hostSettings !== undefined,
    environment: [
      { from: `${naming.option}.environment`, note: "", names: environment.managed },
      { from: `${naming.option}.environmentFiles`, note: "later files win", names: environment.files },
      { from: "the caller's terminal", note: "", names: [...terminalVariables, "LC_*"] },
      { from: "the session", note: "nothing can change these", names: ownVariables(agent, options) },
    ],
    policy: policyProperties(agent, options, assignmentsIn(flags), policy),
    exposure: await measureExposure(flags, dropIn),
  };
}

const namingOf = (agent: IsolatedAgent): Naming => ({
  title: agent.title,
  account: agent.account,
  credentials: agent.credentials,
  option: optionOf(agent),
  settings: agent.settings.path,
});

const ownVariables = (agent: IsolatedAgent, options: Values): readonly string[] => [
  ...reservedOn(agent, options).filter((name) => !terminalVariables.some((one) => one === name)),
  "XDG_*_HOME",
];

/**
 * Reads a host user's own file of settings.
 * @throws {NixsmithError} for text that is no JSON object; `file` is how the user named it
 */
export function readSettings(text: string, file: string, { title, settings }: IsolatedAgent): JsonObject {
  try {
    return jsonObject(JSON.parse(text));
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error));
    const [, why = message, offset] = /^(.*?) in JSON at position (\d+)/.exec(message) ?? [];
    const before = offset === undefined ? undefined : text.slice(0, Number(offset)).split("\n");
    const place = before === undefined ? "" : `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    throw new NixsmithError(`this is no ${settings.path} of ${title}: ${why}`, {
      where: `${file}${place}`,
      expected: "a JSON object, without comments or a comma after its last entry",
    });
  }
}

function jsonObject(json: Json): JsonObject {
  if (typeof json !== "object" || json === null || isList(json)) throw new Error("it is no object");
  return json;
}

// Array.isArray does not narrow readonly arrays.
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
