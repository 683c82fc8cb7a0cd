import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { named } from "../names.js";
import { patchedNix, patchedNixBranch } from "../policy/nix.js";

/**
 * What an isolated agent's module refuses or warns of at evaluation beyond its options' types. The emitted module and
 * `nixsmith render` both take their messages from here, so that a host hears the same words from either.
 *
 * A message names the option first, then what is wrong, then how to mend it. `{hole}` stands for a value of the host, and
 * `@name@` for what the agent is called.
 */
const texts = {
  unknownHostUser:
    "@option@.hostUsers.{name}: this host has no such user; declare users.users.{name}, or remove the entry",
  privilegedHostUser:
    "@option@.hostUsers.{name}: neither root nor the agent's own user may start the agent; remove the entry",
  noRoots:
    "@option@.hostUsers.{name}.projectRoots: the list is empty; name at least one directory, or remove the entry",
  relativeRoot:
    '@option@.hostUsers.{name}.projectRoots: "{root}" is neither absolute nor below the home; begin it with / or ~/',
  parentInRoot:
    '@option@.hostUsers.{name}.projectRoots: "{root}" has a ".." component; write the path that is meant',
  wholeHome:
    '@option@.hostUsers.{name}.projectRoots: "{root}" is / or a whole home directory; name a directory below the home',
  stateInRoot:
    '@option@.hostUsers.{name}.projectRoots: "{root}" overlaps the agent\'s own state in {stateDir}; name another directory',
  configPath:
    '@option@.hostUsers.{name}.configPath: "{configPath}" is not a path below the home; write it relative to the home and without ".."',
  privilegedAgent:
    "@option@.user: {user} cannot be the agent's user; name a system user of its own, such as @account@",
  privilegedGroup:
    "@option@.group: {group} cannot be the agent's group; name a group of its own, such as @account@",
  sharedGroup:
    "@option@.group: {members} would share {group} with the agent; take them out of it, or name a group of the agent's own",
  privilegedMembership:
    "users.groups.{group}: the agent's user {user} is a member, and with it as good as root; remove it from members and extraGroups",
  stateSpelling:
    '@option@.stateDir: "{stateDir}" has empty, "." or ".." components; write a plain path such as /var/lib/@account@',
  stateDirectory:
    '@option@.stateDir: "{stateDir}" lies where the sandbox hides everything; choose a directory such as /var/lib/@account@',
  stateInSystem:
    '@option@.stateDir: "{stateDir}" is not the agent\'s alone, and nobody but root could enter it any more; choose a directory such as /var/lib/@account@',
  stateInHome:
    '@option@.stateDir: "{stateDir}" overlaps the home of {owner}; choose a directory such as /var/lib/@account@',
  reservedEnvironment: "@option@.environment.{variable}: the runner sets this variable itself; remove it",
  looserProperty:
    "@option@.hardening.extraProperties.{property}: this would loosen the built-in policy; remove it, or choose a stricter value",
  commandAmbiguous:
    '@option@.wrapper.commandName: the direct binary is called "{command}" too; choose another name, such as "{other}", or keep the direct package off PATH and set wrapper.hideDirectBinary = true',
  commandShared:
    '@option@.wrapper.commandName: another agent\'s command is "{command}" too, and only one of the two would be found; give each its own, such as "{direct}-isolated" for this one',
  commandShadowed:
    '@option@.wrapper.hideDirectBinary: {package} is installed {places} and its command would bypass the wrapper; remove it there, or set wrapper.hideDirectBinary = false and wrapper.commandName = "{other}"',
  trustedUser:
    'nix.settings.{setting}: "{entry}" makes the agent\'s user {user} a trusted user of the Nix daemon, which is as good as root; remove it',
  nixUnpatched: `@option@.nix.access: the daemon of nix.package makes whoever may connect to it root (CVE-2026-39860); take Nix ${patchedNix.join(", ")}, or one of ${patchedNixBranch} and later, or set nix.access = "none"`,
  nixUnsandboxed:
    '@option@.nix.access: without nix.settings.sandbox = true a build of the agent\'s reads and writes what its builder may on the host; set it, or nix.access = "none"',
  nameOutsideProxy:
    '@option@.network.allow: "{destination}" has a name or a port, and the mode "{mode}" knows addresses only; set network.mode = "proxy", or write an address',
  nixBesideProxy:
    '@option@.nix.access: the daemon\'s builders have the network, past the proxy of network.mode = "proxy"; set nix.access = "none", or another mode',
  credentialOutsideProxy:
    '@option@.credentials.{credential}: the proxy is what puts a key in that stays outside; set network.mode = "proxy", or remove the entry',
  credentialUnknown:
    "@option@.credentials.{credential}: no provider is known by this name; say where its requests go, in baseUrl, or name it in network.git",
  gitOutsideProxy:
    '@option@.network.git.{repository}: the proxy is what lets git through by repository; set network.mode = "proxy", or remove the entry',
  gitCredential:
    "@option@.network.git.{repository}.credential: there is no credentials.{credential}; add it, with the file that holds the token, or remove the name",
  credentialNamedGit:
    "@option@.credentials.git: the proxy has a path of this name for repositories; choose another name",
  credentialInStore:
    "@option@.credentials.{credential}.file: {file} lies in the world-readable Nix store; name a file outside of it, such as /run/secrets/{credential}",
  noSudo:
    "@option@: the wrapper needs sudo; set security.sudo.enable = true or security.sudo-rs.enable = true",
  wheelOnly:
    "security.{sudo}.execWheelOnly: {name} is not in wheel and could not run sudo, without which the wrapper cannot work; set it to false, or remove @option@.hostUsers.{name}",
  ruleMissing:
    "security.{sudo}.configFile: the agent's rule is not in it, so that the wrapper cannot work; let extraRules and configFile be merged, without mkForce",
  wrapperMissing:
    "environment.systemPackages: the agent's wrapper is not among them, so that nobody can start it; let the list be merged, without mkForce, or set @option@.wrapper.enable = false",
  oldSystemd: "systemd.package: systemd {version} is too old for the sandbox of @option@; take 257 or newer",

  noHostUsers: "@option@.hostUsers: the set is empty, so nobody can start the agent; name the users who may",
  nothingAllowed:
    "@option@.network.allow: the proxy lets nothing through, so that a session reaches no model; name what it may reach, or give a provider's key in credentials",
  authBesideCredentials:
    '@option@.hostUsers.{name}.sync.auth: the user\'s @credentials@ brings keys into sessions beside those of credentials, which stay outside; set it to "never", unless that is for an OAuth subscription, whose tokens cannot stay outside',
  secretInStore:
    "@option@.environment.{variable}: this looks like a secret, and it ends in the world-readable Nix store; put it into environmentFiles",
} as const;

export type MessageId = keyof typeof texts;

/** The messages of an agent's module. */
export type Messages = Readonly<Record<MessageId, string>>;

export const messagesOf = (agent: IsolatedAgent): Messages => named(texts, agent);

type HolesOf<Message extends string> = Message extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | HolesOf<Rest>
  : never;
/** The values a message asks for. */
export type Holes<Id extends MessageId> = Readonly<Record<HolesOf<(typeof texts)[Id]>, string>>;

/** A message with its holes filled. */
export function fill<Id extends MessageId>(messages: Messages, id: Id, holes: Holes<Id>): string {
  const values: Readonly<Record<string, string>> = holes;
  return messages[id].replace(/\{(\w+)\}/g, (_, hole: string) => values[hole] ?? hole);
}
