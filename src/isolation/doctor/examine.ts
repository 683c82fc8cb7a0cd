import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { account, nixDaemon, trustedUsers } from "./checks/account.js";
import { command } from "./checks/command.js";
import { unitLock } from "./checks/lock.js";
import { logins } from "./checks/logins.js";
import { proxy } from "./checks/proxy.js";
import { roots } from "./checks/roots.js";
import { settingsKeys } from "./checks/settings-keys.js";
import { sudo } from "./checks/sudo.js";
import { kernel, systemd, utilLinux } from "./checks/system.js";
import type { Finding } from "./finding.js";
import { findInstallation } from "./installation.js";
import type { Machine } from "./machine.js";
import type { Check } from "./subject.js";

/** Every check by the words under which its findings are shown, in that order. */
const checks: Readonly<Record<string, Check>> = {
  kernel,
  systemd,
  "util-linux": utilLinux,
  command,
  sudo,
  "unit lock": unitLock,
  "agent's account": account,
  "project roots": roots,
  proxy,
  "OAuth logins": logins,
  "keys in settings": settingsKeys,
  "trusted users": trustedUsers,
  "Nix daemon": nixDaemon,
};

/** What one check found. */
export interface Examination {
  /** The account of the agent that it is about. */
  readonly agent: string;
  readonly check: string;
  readonly findings: readonly Finding[];
}

/**
 * Looks at a host from all sides and changes nothing; as root it asks systemd for one short unit.
 * @param command name of the wrapper; the agent's own unless given
 */
export async function examine(
  machine: Machine,
  agent: IsolatedAgent,
  command: string = agent.command,
): Promise<readonly Examination[]> {
  const installation = await findInstallation(machine, command);
  return Promise.all(
    Object.entries(checks).map(async ([check, look]) => ({
      agent: agent.account,
      check,
      findings: await look({ machine, agent, installation }),
    })),
  );
}
