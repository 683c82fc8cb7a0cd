import { HostFileError } from "../../compiler/data/problem.js";
import { locate } from "../../compiler/data/tree.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import type { HostFile } from "../host/load.js";
import { type Access, accessOf } from "./access.js";
import { clashes } from "./clashes.js";
import { egressConfiguration, type OutsideKey, outsideKeys, type Reached, reachable } from "./egress.js";
import { type Environment, environmentOf } from "./environment.js";
import { type Host, isEnabled, nameOf, readHost } from "./host.js";
import { dropInText, policyFlags } from "./policy.js";
import { refusals, warnings } from "./refusals.js";
import { managedSettings } from "./settings.js";
import { runnerStandIn, sudoersLines } from "./sudoers.js";

/** What a host gets, computed without Nix. */
export interface Rendering {
  readonly host: string;
  readonly warnings: readonly string[];
  /** Those that are enabled. */
  readonly agents: readonly AgentRendering[];
}

export interface AgentRendering {
  readonly agent: IsolatedAgent;
  readonly user: string;
  readonly group: string;
  readonly network: string;
  readonly projectAccess: string;
  readonly protectGit: boolean;
  /** `none` or `daemon`. */
  readonly nixAccess: string;
  readonly access: readonly Access[];
  /** Which sudo reads the rule. */
  readonly sudo: string;
  /** Lines of the sudoers file. */
  readonly sudoers: string;
  /** `NAME=VALUE` for each `-p` of `systemd-run`. */
  readonly flags: readonly string[];
  readonly dropIn: string;
  /** JSON text of the settings that win. */
  readonly settings: string;
  readonly environment: Environment;
  /** JSON text of what the proxy is told; nothing where the mode of the network is another. */
  readonly egress: string | undefined;
  /** What the proxy lets a session reach, and where requests go whose key stays outside: nothing of either in other modes. */
  readonly reaches: readonly Reached[];
  readonly outside: readonly OutsideKey[];
}

/** Where NixOS puts the drop-in of the agent's units, `systemd.services."<account>-"`. */
export const dropInPath = ({ account }: Pick<IsolatedAgent, "account">): string =>
  `/etc/systemd/system/${account}-.service.d/overrides.conf`;

/** The absolute path of an agent's privileged runner. */
export type RunnerOf = (agent: IsolatedAgent) => string;

/**
 * @param runnerOf what only Nix knows; something stands in for it unless given
 * @throws {HostFileError} for a host that the modules' assertions refuse, in their words
 * @throws {NixsmithError} for a runner's path that no sudo rule can hold
 */
export function render(file: HostFile, runnerOf: RunnerOf = runnerStandIn): Rendering {
  const hosts = file.agents.map((agent) => readHost(file, agent));
  const problems = [...hosts.flatMap(refusals), ...clashes(hosts)].map(({ message, advice, path }) => ({
    position: locate(file.tree, path),
    path: "",
    message: message + advice,
  }));
  if (problems.length > 0) throw new HostFileError(file.file, problems);
  return {
    host: nameOf(file),
    warnings: hosts.flatMap(warnings),
    agents: hosts.filter(isEnabled).map((host) => renderAgent(host, runnerOf(host.agent))),
  };
}

function renderAgent(host: Host, runner: string): AgentRendering {
  const { options, agent } = host;
  const network = options.at("network", "mode").text;
  return {
    agent,
    user: options.at("user").text,
    group: options.at("group").text,
    network,
    nixAccess: options.at("nix", "access").text,
    projectAccess: options.at("projectAccess").text,
    protectGit: options.at("protectGit").flag,
    access: accessOf(host),
    sudo: host.sudo ?? "",
    sudoers: sudoersLines(host, runner)
      .map((line) => `${line}\n`)
      .join(""),
    flags: policyFlags(options, agent),
    dropIn: dropInText(options, agent),
    settings: managedSettings(options, agent),
    environment: environmentOf(options, agent),
    egress: network === "proxy" ? egressConfiguration(options, agent) : undefined,
    reaches: network === "proxy" ? reachable(options) : [],
    outside: outsideKeys(options),
  };
}
