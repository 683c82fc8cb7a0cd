import type { Host } from "./host.js";

/** What one user of the host may do. */
export interface Access {
  readonly user: string;
  /** The command on PATH; none where the wrapper is off. */
  readonly command: string | undefined;
  /** Absolute directories in and below which the command works. */
  readonly roots: readonly string[];
  /** `project`: the nearest directory upwards with `.git`. `root`: the whole of one of the roots. */
  readonly exposure: string;
  /** Absolute directory whose content is copied to the agent. */
  readonly configuration: string;
  /** When the copy takes the credentials along. */
  readonly auth: string;
  /** Absolute directory of the agent's own state for this user. */
  readonly state: string;
}

/** Who may do what where; whoever is not listed may do nothing. */
export function accessOf({ options, hostUsers }: Host): readonly Access[] {
  const wrapper = options.at("wrapper");
  return hostUsers.map(({ name, home, roots, configPath, exposure, auth }) => ({
    user: name,
    command: wrapper.at("enable").flag ? wrapper.at("commandName").text : undefined,
    roots: roots.map(({ path }) => path),
    exposure,
    configuration: `${home}/${configPath}`,
    auth,
    state: `${options.at("stateDir").text}/users/${name}`,
  }));
}
