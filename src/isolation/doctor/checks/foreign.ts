import { join } from "node:path";
import { type Finding, unseen } from "../finding.js";
import type { Runner } from "../installation.js";
import { isMissing, type Machine } from "../machine.js";

/** Where the directory of a host user's sessions is that stands for the home. */
export const homeInside = ({ stateDir }: Runner, user: string): string => join(stateDir, "users", user);

/** Whether keys are to stay outside of an agent's sessions. */
export const keepsKeysOutside = (runner: Runner | undefined): runner is Runner =>
  runner?.isProxied === true && runner.credentialFiles.length > 0;

/** What is to be said of a file that the agent, or a user, decides about; nothing where there is none. */
export async function findingsIn(
  machine: Machine,
  file: string,
  say: (text: string) => readonly Finding[],
): Promise<readonly Finding[]> {
  // head(1) ends where a file does not, and is ended where it does not begin.
  const said = await machine.run("head", "-c", "4194304", "--", file);
  if (isMissing(said)) return [];
  return said.kind === "text" ? say(said.text) : [unseen(`${file} cannot be looked at by ${machine.user}`)];
}

export const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === "object" && value !== null ? Object.entries(value) : [];

/** A name as it can be shown: whoever wrote the file may have made it up to be shown. */
export const shown = (name: string): string => (/^[\w.-]{1,64}$/u.test(name) ? name : "one of an odd name");
