import { as, eventually } from "./lab.js";
import { subject } from "./subject.js";

/** What a test waits for; each throws when it never comes. */

/** Something by that name, as root sees it. */
export async function appears(path: string): Promise<void> {
  const there = await eventually(
    async () => (await as("root", `[ -e ${path} ] && echo there || true`)) || undefined,
  );
  if (there === undefined) throw new Error(`${path} never came`);
}

/**
 * A launcher that waits for its record: systemd has made the session's sandbox, and nothing of the agent's runs yet. What is above a
 * launcher (tini) keeps its name on its command line; it is the shell that is looked for, which becomes the agent.
 */
export async function launcherWaits(): Promise<void> {
  const look = `pgrep -u ${subject.account} -f 'bash .*/${subject.account}-launcher$' || true`;
  if ((await eventually(async () => (await as("root", look)) || undefined)) === undefined)
    throw new Error(`no launcher of ${subject.account} waits for a session's record`);
}
