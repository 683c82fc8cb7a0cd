/**
 * What `m3ta.pi-agent` refuses or warns of at evaluation beyond its options' types. The emitted module and
 * `nixsmith render` both take their messages from here, so that a host hears the same words from either.
 *
 * A message names the option first, then what is wrong, then how to mend it. `{hole}` stands for a value of the host.
 */
export const messages = {
  unknownHostUser:
    "m3ta.pi-agent.hostUsers.{name}: this host has no such user; declare users.users.{name}, or remove the entry",
  privilegedHostUser:
    "m3ta.pi-agent.hostUsers.{name}: neither root nor the agent's own user may start the agent; remove the entry",
  noRoots:
    "m3ta.pi-agent.hostUsers.{name}.projectRoots: the list is empty; name at least one directory, or remove the entry",
  relativeRoot:
    'm3ta.pi-agent.hostUsers.{name}.projectRoots: "{root}" is neither absolute nor below the home; begin it with / or ~/',
  parentInRoot:
    'm3ta.pi-agent.hostUsers.{name}.projectRoots: "{root}" has a ".." component; write the path that is meant',
  wholeHome:
    'm3ta.pi-agent.hostUsers.{name}.projectRoots: "{root}" is / or a whole home directory; name a directory below the home',
  stateInRoot:
    'm3ta.pi-agent.hostUsers.{name}.projectRoots: "{root}" overlaps the agent\'s own state in {stateDir}; name another directory',
  configPath:
    'm3ta.pi-agent.hostUsers.{name}.configPath: "{configPath}" is not a path below the home; write it relative to the home and without ".."',
  privilegedAgent: "m3ta.pi-agent.user: root cannot be the agent's user; name a system user of its own",
  stateDirectory:
    'm3ta.pi-agent.stateDir: "{stateDir}" lies where the sandbox hides everything; choose a directory such as /var/lib/pi-agent',
  reservedEnvironment:
    "m3ta.pi-agent.environment.{variable}: the runner sets this variable itself; remove it",
  looserProperty:
    "m3ta.pi-agent.hardening.extraProperties.{property}: this would loosen the built-in policy; remove it, or choose a stricter value",
  commandAmbiguous:
    'm3ta.pi-agent.wrapper.commandName: the direct binary is called "{command}" too; set wrapper.hideDirectBinary = true, or choose another name',
  commandShadowed:
    "m3ta.pi-agent.wrapper.hideDirectBinary: {package} is installed {places} and its command would bypass the wrapper; remove it there, or set hideDirectBinary = false",
  trustedUser:
    'nix.settings.trusted-users: "{entry}" makes the agent\'s user {user} a trusted user of the Nix daemon, which is as good as root; remove it',
  noSudo:
    "m3ta.pi-agent: the wrapper needs sudo; set security.sudo.enable = true or security.sudo-rs.enable = true",
  oldSystemd: "m3ta.pi-agent: systemd {version} is too old for the sandbox; 257 or newer is needed",

  noHostUsers:
    "m3ta.pi-agent.hostUsers: the set is empty, so nobody can start the agent; name the users who may",
  secretInStore:
    "m3ta.pi-agent.environment.{variable}: this looks like a secret, and it ends in the world-readable Nix store; put it into environmentFiles",
} as const;

export type MessageId = keyof typeof messages;

type HolesOf<Message extends string> = Message extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | HolesOf<Rest>
  : never;
/** The values a message asks for. */
export type Holes<Id extends MessageId> = Readonly<Record<HolesOf<(typeof messages)[Id]>, string>>;

/** A message with its holes filled. */
export function fill<Id extends MessageId>(id: Id, holes: Holes<Id>): string {
  const values: Readonly<Record<string, string>> = holes;
  return messages[id].replace(/\{(\w+)\}/g, (_, hole: string) => values[hole] ?? hole);
}
