import { linesOf, type Machine } from "./machine.js";
import { readPrelude } from "./prelude.js";

/** What a host has of an isolated agent, read from its own scripts. */
export interface Installation {
  /** Every place of the command on PATH, the first one first. */
  readonly places: readonly Place[];
  readonly wrapper: Wrapper | undefined;
  /** Absent where there is no runner, or none that can be read. */
  readonly runner: Runner | undefined;
}

export interface Place {
  readonly path: string;
  /** Whether the wrapper stands there, and not the program itself. */
  readonly isWrapper: boolean;
}

export interface Wrapper {
  /** Paths that it calls. */
  readonly sudo: string;
  readonly runner: string;
  readonly listedUsers: readonly string[];
}

export interface Runner {
  readonly user: string;
  readonly group: string;
  readonly stateDir: string;
  readonly projectAccess: string;
  /** Whether sessions have the network by a proxy. */
  readonly isProxied: boolean;
  readonly environmentFiles: readonly string[];
  /** Of keys that stay outside of sessions. */
  readonly credentialFiles: readonly string[];
  /** `NAME=VALUE` of each property on systemd-run's command line. */
  readonly policy: readonly string[];
  readonly hostUsers: readonly HostUser[];
}

interface HostUser {
  readonly name: string;
  readonly projectRoots: readonly string[];
  /** Where the agent's configuration is, seen from the home. */
  readonly configPath: string;
  /** Whether the credentials in it are copied: `never`, or when. */
  readonly syncAuth: string;
}

/** @param command name of the wrapper */
export async function findInstallation(machine: Machine, command: string): Promise<Installation> {
  const paths = linesOf(await machine.find(command));
  const wrappers = await Promise.all(paths.map((path) => readWrapper(machine, path)));
  const wrapper = wrappers.find((one) => one !== undefined);
  return {
    places: paths.map((path, index) => ({ path, isWrapper: wrappers[index] !== undefined })),
    wrapper,
    runner: wrapper === undefined ? undefined : await readRunner(machine, wrapper.runner),
  };
}

async function readWrapper(machine: Machine, path: string): Promise<Wrapper | undefined> {
  const script = await machine.read(path);
  if (script.kind !== "text" || !script.text.startsWith("#!")) return undefined;
  const { variables } = readPrelude(script.text);
  const [sudo] = variables.get("sudo") ?? [];
  const [runner] = variables.get("runner") ?? [];
  const listedUsers = variables.get("listedUsers");
  return sudo === undefined || runner === undefined || listedUsers === undefined
    ? undefined
    : { sudo, runner, listedUsers };
}

async function readRunner(machine: Machine, path: string): Promise<Runner | undefined> {
  const script = await machine.read(path);
  if (script.kind !== "text") return undefined;
  const { variables, branches } = readPrelude(script.text);
  const text = (name: string): string => variables.get(name)?.[0] ?? "";
  return {
    user: text("user"),
    group: text("group"),
    stateDir: text("stateDir"),
    projectAccess: text("projectAccess"),
    isProxied: text("isProxied") !== "",
    environmentFiles: variables.get("environmentFiles") ?? [],
    credentialFiles: variables.get("credentialFiles") ?? [],
    policy: (variables.get("policy") ?? []).filter((word) => word !== "-p"),
    hostUsers: [...branches]
      .filter(([, branch]) => branch.has("projectRoots"))
      .map(([name, branch]) => ({
        name,
        projectRoots: branch.get("projectRoots") ?? [],
        configPath: branch.get("configPath")?.[0] ?? "",
        syncAuth: branch.get("syncAuth")?.[0] ?? "never",
      })),
  };
}
