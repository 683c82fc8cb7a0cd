import type { IsolatedAgent } from "../../compiler/program/agent.js";
import type { HostFile } from "../host/load.js";
import { Values } from "../host/values.js";
import { optionOf } from "../names.js";
import { absoluteRoot } from "./paths.js";

/** A host as the agent's module sees it: defaults filled in, paths made absolute. */
export interface Host {
  readonly agent: IsolatedAgent;
  /** The options of its module. */
  readonly options: Values;
  /** Name to home of every user that the host has: root, its agents, and those it declares. */
  readonly homes: ReadonlyMap<string, string>;
  /** Users that are people. */
  readonly people: ReadonlySet<string>;
  /** Sorted by name. */
  readonly hostUsers: readonly HostUser[];
  readonly trustedUsers: readonly string[];
  /** The host's Nix: a store path, or nothing that is known. */
  readonly nix: { readonly path: string | undefined; readonly sandbox: boolean };
  readonly sudo: "sudo" | "sudo-rs" | undefined;
}

/** An entry of `hostUsers`. */
export interface HostUser {
  readonly name: string;
  readonly home: string;
  readonly roots: readonly Root[];
  /** Relative to the home. */
  readonly configPath: string;
  readonly exposure: string;
  readonly auth: string;
}

export interface Root {
  readonly written: string;
  /** Absolute, without `.` and empty components. */
  readonly path: string;
}

/** Reads a checked host file for one of its agents. */
export function readHost({ config, agents }: HostFile, agent: IsolatedAgent): Host {
  const host = new Values(config);
  const options = host.at(optionOf(agent));
  const accounts = agents.map((one) => host.at(optionOf(one))).filter((one) => one.at("enable").flag);
  const homes = new Map([
    ...[...accounts, options].map((one) => [one.at("user").text, one.at("stateDir").text] as const),
    ["root", "/root"],
    ...host.at("users.users").entries.map(([name, user]) => [name, homeOf(name, user)] as const),
  ]);
  const people = host.at("users.users").entries.filter(([, user]) => user.at("isNormalUser").flag);
  return {
    agent,
    options,
    homes,
    people: new Set(people.map(([name]) => name)),
    hostUsers: options
      .at("hostUsers")
      .entries.map(([name, user]) => readUser(name, user, homes.get(name), options)),
    trustedUsers: host.at("nix.settings.trusted-users").texts,
    nix: {
      path: host.at("nix.package").json === null ? undefined : host.at("nix.package").text,
      sandbox: host.at("nix.settings.sandbox").flag,
    },
    sudo: enabledSudo(host),
  };
}

export const nameOf = ({ config }: HostFile): string => new Values(config).at("networking.hostName").text;

export const isEnabled = ({ options }: Host): boolean => options.at("enable").flag;

/** NixOS' own rule: people live below /home, and an account without a home in /var/empty. */
function homeOf(name: string, user: Values): string {
  if (user.at("home").json !== null) return user.at("home").text;
  return user.at("isNormalUser").flag ? `/home/${name}` : "/var/empty";
}

function readUser(name: string, user: Values, declaredHome: string | undefined, options: Values): HostUser {
  const home = declaredHome ?? `/home/${name}`;
  const own = user.at("configPath");
  return {
    name,
    home,
    roots: user.at("projectRoots").texts.map((written) => ({ written, path: absoluteRoot(written, home) })),
    configPath: own.json === null ? options.at("wrapper", "hostConfigPath").text : own.text,
    exposure: user.at("exposure").text,
    auth: user.at("sync", "auth").text,
  };
}

function enabledSudo(host: Values): Host["sudo"] {
  if (host.at("security.sudo-rs.enable").flag) return "sudo-rs";
  return host.at("security.sudo.enable").flag ? "sudo" : undefined;
}
