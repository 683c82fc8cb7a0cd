import { as, eventually } from "./lab.js";
import { subject } from "./subject.js";

/** Waits until `look`, run by root, prints something; throws when it never does. */
async function comes(look: string, otherwise: string): Promise<void> {
  const seen = await eventually(async () => (await as("root", look)) || undefined);
  if (seen === undefined) throw new Error(otherwise);
}

/** Waits for something by that name, as root sees it; throws when it never comes. */
export const appears = (path: string): Promise<void> =>
  comes(`[ -e ${path} ] && echo there || true`, `${path} never came`);

/**
 * Waits for a launcher that waits for its record: systemd has made the session's sandbox, and nothing of the agent's runs yet; throws
 * when none ever does. What is above a launcher (tini) keeps its name on its command line; it is the shell that is looked for, which
 * becomes the agent.
 */
export const launcherWaits = (): Promise<void> =>
  comes(
    `pgrep -u ${subject.account} -f 'bash .*/${subject.account}-launcher$' || true`,
    `no launcher of ${subject.account} waits for a session's record`,
  );

/** Waits for a runner that has left the caller's directory, as it does when it has taken the project; throws when none ever does. */
export const runnerLeaves = (): Promise<void> =>
  comes(
    `for runner in $(pgrep -o -f '/${subject.account}-runner supervised'); do [ "$(readlink "/proc/$runner/cwd")" != / ] || echo left; done`,
    `no runner of ${subject.account} has taken a project`,
  );
