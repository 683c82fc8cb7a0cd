import { suggestion } from "../host/nearest.js";
import type { Path } from "../host/tree.js";
import { fill, type Holes, type MessageId } from "../options/assertions.js";
import { directCommand, hiddenDirectories, reservedVariables } from "../policy/runtime.js";
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

const module = "m3ta.pi-agent";

/** Every refusal, none for a host that evaluates. A module that is not enabled refuses nothing. */
export function refusals(host: Host): readonly Refusal[] {
  if (!host.options.at("enable").flag) return [];
  return [...host.hostUsers.flatMap((user) => userRefusals(host, user)), ...hostRefusals(host)];
}

/** A refusal and whether it applies. */
type Check = readonly [applies: boolean, refusal: Refusal];

const applying = (checks: readonly Check[]): readonly Refusal[] =>
  checks.filter(([applies]) => applies).map(([, refusal]) => refusal);

function refuse<Id extends MessageId>(id: Id, holes: Holes<Id>, path: Path, advice = ""): Refusal {
  return { id, message: fill(id, holes), advice, path };
}

function userRefusals(host: Host, { name, roots, configPath }: HostUser): readonly Refusal[] {
  const path = [module, "hostUsers", name];
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
    ...roots.flatMap((root, index) => rootRefusals(host, name, root, [...path, "projectRoots", index])),
  ];
}

function rootRefusals(host: Host, name: string, { written: root, path: absolute }: Root, path: Path) {
  const stateDir = host.options.at("stateDir").text;
  const homes = ["/", "/home", "/root", stateDir, ...host.homes.values()];
  const overlapsState = isBelow(stateDir, absolute) || isBelow(absolute, stateDir);
  const isAnchored = /^(\/|~\/|~$)/.test(root);
  return applying([
    [!isAnchored, refuse("relativeRoot", { name, root }, path)],
    [hasParent(root), refuse("parentInRoot", { name, root }, path)],
    [isAnchored && homes.includes(absolute), refuse("wholeHome", { name, root }, path)],
    [overlapsState, refuse("stateInRoot", { name, root, stateDir }, path)],
  ]);
}

function hostRefusals(host: Host): readonly Refusal[] {
  const { options, trustedUsers, sudo } = host;
  const user = options.at("user").text;
  const stateDir = options.at("stateDir").text;
  const command = options.at("wrapper", "commandName").text;
  const entry = trustedUsers.find((one) => ["*", user, `@${options.at("group").text}`].includes(one)) ?? "";
  const entryPath = ["nix.settings.trusted-users", trustedUsers.indexOf(entry)];
  const isHidden = hiddenDirectories.some((directory) => isBelow(directory, normalize(stateDir)));
  return applying([
    [user === "root", refuse("privilegedAgent", {}, [module, "user"])],
    [user !== "root" && entry !== "", refuse("trustedUser", { entry, user }, entryPath)],
    [isHidden, refuse("stateDirectory", { stateDir }, [module, "stateDir"])],
    [isAmbiguous(host), refuse("commandAmbiguous", { command }, [module, "wrapper", "commandName"])],
    [sudo === undefined, refuse("noSudo", {}, ["security.sudo.enable"])],
    ...options
      .at("environment")
      .entries.map(
        ([variable]): Check => [
          isReserved(variable),
          refuse("reservedEnvironment", { variable }, [module, "environment", variable]),
        ],
      ),
    ...loosened(options).map(
      (property): Check => [
        true,
        refuse("looserProperty", { property }, [module, "hardening", "extraProperties", property]),
      ],
    ),
  ]);
}

/** The wrapper and pi's own command are both on PATH under one name. */
function isAmbiguous({ options }: Host): boolean {
  const wrapper = options.at("wrapper");
  const bothShown = wrapper.at("enable").flag && !wrapper.at("hideDirectBinary").flag;
  return bothShown && wrapper.at("commandName").text === directCommand;
}

function isReserved(variable: string): boolean {
  return /^(XDG_|LC_)/.test(variable) || reservedVariables.some((reserved) => reserved === variable);
}

/** What the emitted module would warn of; such a host evaluates. */
export function warnings({ options, hostUsers }: Host): readonly string[] {
  if (!options.at("enable").flag) return [];
  const secrets = options.at("environment").entries.filter(([variable]) => looksSecret.test(variable));
  return [
    ...(hostUsers.length === 0 ? [fill("noHostUsers", {})] : []),
    ...secrets.map(([variable]) => fill("secretInStore", { variable })),
  ];
}

const looksSecret = /(API_KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/;
