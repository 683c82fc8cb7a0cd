import { expect } from "vitest";
import { as, eventually } from "./lab.js";
import { subject } from "./subject.js";

/**
 * Waits for a launcher that waits for its record: systemd has made the session's sandbox, and nothing of the agent's runs yet. What is
 * above a launcher (tini) keeps its name on its command line; it is the shell that is looked for, which becomes the agent.
 */
export async function launcherWaits(): Promise<void> {
  const waits = `pgrep -u ${subject.account} -f 'bash .*/${subject.account}-launcher$' || true`;
  expect(await eventually(async () => ((await as("root", waits)) === "" ? undefined : true))).toBe(true);
}
