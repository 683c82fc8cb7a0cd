/**
 * What `m3ta.pi-agent` refuses at evaluation beyond its options' types. The emitted module's assertions and
 * `nixsmith render` both take their messages from here, so that a host is refused in the same words by either.
 *
 * A message names the option first, then what is wrong, then how to mend it. `{hole}` stands for a value of the host.
 */
export const refusals = {
  unknownUser:
    "m3ta.pi-agent.hostUsers.{user}: this host has no such user; declare users.users.{user}, or remove the entry",
  forbiddenUser:
    "m3ta.pi-agent.hostUsers.{user}: neither root nor the agent's own user may start the agent; remove the entry",
  agentIsHostAccount: "m3ta.pi-agent.user: root cannot be the agent's user; choose a system user of its own",
  noRoots:
    "m3ta.pi-agent.hostUsers.{user}.projectRoots: the list is empty; name at least one directory, or remove the entry",
  relativeRoot:
    'm3ta.pi-agent.hostUsers.{user}.projectRoots: "{root}" is neither absolute nor below the home; begin it with / or ~/',
  uncleanRoot:
    'm3ta.pi-agent.hostUsers.{user}.projectRoots: "{root}" has a ".", ".." or empty component, or a control character; write the plain path',
  broadRoot:
    'm3ta.pi-agent.hostUsers.{user}.projectRoots: "{root}" would hand the agent the whole home {home}; name a directory below it',
  stateRoot:
    'm3ta.pi-agent.hostUsers.{user}.projectRoots: "{root}" overlaps the agent\'s own state in {stateDir}; name another directory',
  configPath:
    'm3ta.pi-agent.hostUsers.{user}.configPath: "{path}" is not a plain path below the home; write it relative, without "." and ".." and control characters',
  hostConfigPath:
    'm3ta.pi-agent.wrapper.hostConfigPath: "{path}" is not a plain path below the home; write it relative, without "." and ".." and control characters',
  stateDir: 'm3ta.pi-agent.stateDir: "{path}" has a ".", ".." or empty component; write the plain path',
  reservedEnvironment: "m3ta.pi-agent.environment.{name}: the runner sets this variable itself; remove it",
  lockedProperty:
    "m3ta.pi-agent.hardening.extraProperties.{property}: this would loosen the built-in policy, which says {policy}; remove it, or choose a stricter value",
  ambiguousCommand:
    'm3ta.pi-agent.wrapper.commandName: the direct binary is called "{command}" too; set wrapper.hideDirectBinary = true, or choose another name',
  trustedAgent:
    'nix.settings.trusted-users: "{entry}" makes the agent\'s user "{user}" a trusted user of the Nix daemon, which is as good as root; remove it',
  noSudo:
    "m3ta.pi-agent: the wrapper needs sudo; set security.sudo.enable = true or security.sudo-rs.enable = true",
  oldSystemd: "m3ta.pi-agent: systemd {version} is too old for the sandbox; {minimum} or newer is needed",
} as const;

export type RefusalId = keyof typeof refusals;

type HolesOf<Message extends string> = Message extends `${string}{${infer Hole}}${infer Rest}`
  ? Hole | HolesOf<Rest>
  : never;
/** The values a refusal's message asks for. */
export type Holes<Id extends RefusalId> = Readonly<Record<HolesOf<(typeof refusals)[Id]>, string>>;

/** A refusal's message with its holes filled. */
export function refusal<Id extends RefusalId>(id: Id, holes: Holes<Id>): string {
  const values: Readonly<Record<string, string>> = holes;
  return messageParts(refusals[id]).reduce(
    (text, part) => text + (part.hole ? values[part.text] : part.text),
    "",
  );
}

/** A message cut at its holes; a generator prints the text as it stands and each hole as an expression. */
export function messageParts(message: string): readonly { readonly hole: boolean; readonly text: string }[] {
  return message
    .split(/\{([A-Za-z]+)\}/)
    .map((text, index) => ({ hole: index % 2 === 1, text }))
    .filter(({ text }) => text !== "");
}

/** The command that the package's direct binary is known by. */
export const directCommand = "pi";
/** The oldest systemd whose transient units take the whole policy. */
export const minimumSystemd = 257;
