import { dirname } from "node:path/posix";
import type { Path } from "../../compiler/data/tree.js";
import { suggestion } from "../../compiler/nearest.js";
import { isForEgress } from "../egress/entries.js";
import { providers } from "../egress/providers.js";
import { byBytes, type Values } from "../host/values.js";
import { optionOf } from "../names.js";
import { fill, type Holes, type MessageId, messagesOf } from "../options/assertions.js";
import { isPatchedNix } from "../policy/nix.js";
import { hiddenDirectories } from "../policy/runtime.js";
import { sharedDirectories, systemGroups, systemTrees, systemUsers } from "../policy/system.js";
import { reservedOn } from "./environment.js";
import type { Host, HostUser, Root } from "./host.js";
import { hasParent, isBelow, normalize } from "./paths.js";
import { loosened } from "./policy.js";

/** What the emitted module's assertions would say of a host, and where in the host file the reason stands. */
export interface Refusal {
  readonly id: MessageId;
  /** The module's own words. */
  readonly message: string;
  /** What can be said beyond them, such as the nearest name. */
  readonly advice: string;
  readonly path: Path;
}

/** Every refusal, none for a host that evaluates. A module that is not enabled refuses nothing. */
export function refusals(host: Host): readonly Refusal[] {
  if (!host.options.at("enable").flag) return [];
  const refuse = refusing(host);
  return [
    ...host.hostUsers.flatMap((user) => userRefusals(host, user, refuse)),
    ...hostRefusals(host, refuse),
  ];
}

/** A refusal and whether it applies. */
type Check = readonly [applies: boolean, refusal: Refusal];

const applying = (checks: readonly Check[]): readonly Refusal[] =>
  checks.filter(([applies]) => applies).map(([, refusal]) => refusal);

/** Makes a refusal of an id, its holes, and where the reason stands. */
type Refuse = <Id extends MessageId>(id: Id, holes: Holes<Id>, path: Path, advice?: string) => Refusal;

function refusing({ agent }: Host): Refuse {
  const messages = messagesOf(agent);
  return (id, holes, path, advice = "") => ({ id, message: fill(messages, id, holes), advice, path });
}

function userRefusals(host: Host, { name, roots, configPath }: HostUser, refuse: Refuse): readonly Refusal[] {
  const path = [optionOf(host.agent), "hostUsers", name];
  const agent = host.options.at("user").text;
  const known = [...host.homes.keys()].filter((one) => one !== "root" && one !== agent);
  const isPlain = configPath !== "" && !/^[/~]/.test(configPath) && !hasParent(configPath);
  const isPrivileged = name === "root" || name === agent;
  return [
    ...applying([
      [!host.homes.has(name), refuse("unknownHostUser", { name }, path, suggestion(name, known))],
      [isPrivileged, refuse("privilegedHostUser", { name }, path)],
      [roots.length === 0, refuse("noRoots", { name }, [...path, "projectRoots"])],
      [!isPlain, refuse("configPath", { name, configPath }, [...path, "configPath"])],
    ]),
    ...roots.flatMap((root, index) =>
      rootRefusals(host, name, root, [...path, "projectRoots", index], refuse),
    ),
  ];
}

function rootRefusals(
  host: Host,
  name: string,
  { written: root, path: absolute }: Root,
  path: Path,
  refuse: Refuse,
) {
  const stateDir = host.options.at("stateDir").text;
  const homes = ["/", "/home", "/root", stateDir, ...[...host.homes.values()].map(normalize)];
  const overlapsState = isBelow(stateDir, absolute) || isBelow(absolute, stateDir);
  const isAnchored = /^(\/|~\/|~$)/.test(root);
  return applying([
    [!isAnchored, refuse("relativeRoot", { name, root }, path)],
    [hasParent(root), refuse("parentInRoot", { name, root }, path)],
    [isAnchored && homes.includes(absolute), refuse("wholeHome", { name, root }, path)],
    [
      overlapsState && stateRefusal(host, refuse) === undefined,
      refuse("stateInRoot", { name, root, stateDir }, path),
    ],
  ]);
}

/** What is wrong with the state's directory, the first thing only: others may follow from it. */
function stateRefusal(host: Host, refuse: Refuse): Refusal | undefined {
  const stateDir = host.options.at("stateDir").text;
  const path = [optionOf(host.agent), "stateDir"];
  const owner = ownerOf(host, stateDir);
  const [first] = applying([
    [stateDir !== normalize(stateDir) || hasParent(stateDir), refuse("stateSpelling", { stateDir }, path)],
    [isBelowAny(hiddenDirectories, stateDir), refuse("stateDirectory", { stateDir }, path)],
    [isSystems(stateDir), refuse("stateInSystem", { stateDir }, path)],
    [owner !== undefined, refuse("stateInHome", { stateDir, owner: owner ?? "" }, path)],
  ]);
  return first;
}

const isBelowAny = (directories: readonly string[], path: string): boolean =>
  directories.some((directory) => isBelow(directory, path));

function isSystems(path: string): boolean {
  const isShared = sharedDirectories.some((directory) => directory === path);
  return dirname(path) === "/" || isShared || isBelowAny(systemTrees, path);
}

/** Whose home is, holds or lies in a directory; what lies in the home of an account that is nobody's is not counted. */
function ownerOf({ homes, people, hostUsers, options }: Host, directory: string): string | undefined {
  const agent = options.at("user").text;
  const isPersons = (name: string): boolean =>
    people.has(name) || hostUsers.some((user) => user.name === name);
  return [...homes.keys()]
    .filter((name) => name !== agent)
    .sort(byBytes)
    .find((name) => {
      const home = normalize(homes.get(name) ?? "");
      return isBelow(directory, home) || (isPersons(name) && home !== "/" && isBelow(home, directory));
    });
}

function hostRefusals(host: Host, refuse: Refuse): readonly Refusal[] {
  const module = optionOf(host.agent);
  const { command } = host.agent;
  const { options, people, trustedUsers, nix, sudo } = host;
  const opensDaemon = options.at("nix", "access").text === "daemon";
  const mode = options.at("network", "mode").text;
  const repositories = options.at("network", "git").entries;
  const gitCredentials = repositories.map(([, given]) => given.at("credential").json);
  const isProxied = mode === "proxy";
  const user = options.at("user").text;
  const group = options.at("group").text;
  const isSystemUser = people.has(user) || systemUsers.some((one) => one === user);
  const isSystemGroup = systemGroups.some((one) => one === group);
  const state = stateRefusal(host, refuse);
  return [
    ...(state === undefined ? [] : [state]),
    ...applying([
      [isSystemUser, refuse("privilegedAgent", { user }, [module, "user"])],
      [isSystemGroup, refuse("privilegedGroup", { group }, [module, "group"])],
      ...trustedUsers.map(
        (entry, index): Check => [
          !isSystemUser && ["*", user, `@${group}`].includes(entry),
          refuse("trustedUser", { setting: "trusted-users", entry, user }, [
            "nix.settings.trusted-users",
            index,
          ]),
        ],
      ),
      [
        isAmbiguous(host),
        refuse("commandAmbiguous", { command, other: `${command}-isolated` }, [
          module,
          "wrapper",
          "commandName",
        ]),
      ],
      [opensDaemon && !isPatched(nix.path), refuse("nixUnpatched", {}, [module, "nix", "access"])],
      [opensDaemon && !nix.sandbox, refuse("nixUnsandboxed", {}, [module, "nix", "access"])],
      ...options
        .at("network", "allow")
        .texts.map(
          (destination, index): Check => [
            !isProxied && isForEgress(destination),
            refuse("nameOutsideProxy", { destination, mode }, [module, "network", "allow", index]),
          ],
        ),
      ...options.at("credentials").entries.flatMap(([credential, given]): readonly Check[] => {
        const path = [module, "credentials", credential];
        const file = given.at("file").text;
        const isKnown =
          given.at("baseUrl").json !== null || credential in providers || gitCredentials.includes(credential);
        return [
          [!isProxied, refuse("credentialOutsideProxy", { credential }, path)],
          [
            !isKnown,
            refuse("credentialUnknown", { credential }, path, suggestion(credential, Object.keys(providers))),
          ],
          [credential === "git", refuse("credentialNamedGit", {}, path)],
          [
            file.startsWith("/nix/store/"),
            refuse("credentialInStore", { credential, file }, [...path, "file"]),
          ],
        ];
      }),
      ...repositories.flatMap(([repository, given]): readonly Check[] => {
        const path = [module, "network", "git", repository];
        const { json } = given.at("credential");
        const credential = typeof json === "string" ? json : "";
        const isMissing = json !== null && options.at("credentials", credential).json === null;
        return [
          [!isProxied, refuse("gitOutsideProxy", { repository }, path)],
          [isMissing, refuse("gitCredential", { repository, credential }, [...path, "credential"])],
        ];
      }),
      [isProxied && opensDaemon, refuse("nixBesideProxy", {}, [module, "nix", "access"])],
      [sudo === undefined, refuse("noSudo", {}, ["security.sudo.enable"])],
      ...options
        .at("environment")
        .entries.map(
          ([variable]): Check => [
            isReserved(host, variable),
            refuse("reservedEnvironment", { variable }, [module, "environment", variable]),
          ],
        ),
      ...loosened(options, host.agent).map(
        (property): Check => [
          true,
          refuse("looserProperty", { property }, [module, "hardening", "extraProperties", property]),
        ],
      ),
    ]),
  ];
}

/** Whether a store path is of a Nix whose daemon makes nobody root; the same rule as the emitted module's. */
function isPatched(path: string | undefined): boolean {
  const [, version] = /^\/nix\/store\/[^-]+-nix-([^-]+)$/.exec(path ?? "") ?? [];
  return version !== undefined && isPatchedNix(version);
}

/** The wrapper and the agent's own command are both on PATH under one name. */
function isAmbiguous({ agent, options }: Host): boolean {
  const wrapper = options.at("wrapper");
  const bothShown = wrapper.at("enable").flag && !wrapper.at("hideDirectBinary").flag;
  return bothShown && wrapper.at("commandName").text === agent.command;
}

function isReserved({ agent, options }: Host, variable: string): boolean {
  return /^(XDG_|LC_)/.test(variable) || reservedOn(agent, options).includes(variable);
}

/** What the emitted module would warn of; such a host evaluates. */
export function warnings({ agent, options, hostUsers }: Host): readonly string[] {
  if (!options.at("enable").flag) return [];
  const secrets = options.at("environment").entries.filter(([variable]) => looksSecret.test(variable));
  const messages = messagesOf(agent);
  const copying = hostUsers.filter(({ auth }) => auth !== "never");
  return [
    ...(hostUsers.length === 0 ? [fill(messages, "noHostUsers", {})] : []),
    ...(letsNothingThrough(options) ? [fill(messages, "nothingAllowed", {})] : []),
    ...(options.at("credentials").entries.length === 0 ? [] : copying).map(({ name }) =>
      fill(messages, "authBesideCredentials", { name }),
    ),
    ...secrets.map(([variable]) => fill(messages, "secretInStore", { variable })),
  ];
}

const letsNothingThrough = (options: Values): boolean =>
  options.at("network", "mode").text === "proxy" &&
  [
    options.at("network", "allow").items,
    options.at("credentials").entries,
    options.at("network", "git").entries,
  ].every(({ length }) => length === 0);

const looksSecret = /(API_KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|CUSTOM_HEADERS|AUTH_CONTENT)$/;
