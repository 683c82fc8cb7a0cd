import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { NixsmithError } from "../../errors.js";

/**
 * A store path of the form that the runner's has, for a preview: only Nix knows the real one, and `--runner` takes it.
 */
export const runnerStandIn = ({ account }: Pick<IsolatedAgent, "account">): string =>
  `/nix/store/00000000000000000000000000000000-${account}-runner/bin/${account}-runner`;

/**
 * The sudoers lines of the agent's rule as NixOS prints `security.sudo.extraRules`: one per user, sorted by name.
 * @param runner absolute path of the privileged runner
 * @throws {NixsmithError} for a path that sudoers could read as anything but one plain path
 */
export function sudoersLines(
  { hostUsers }: { readonly hostUsers: readonly { readonly name: string }[] },
  runner: string,
): readonly string[] {
  // What a store path can hold, but for "?", which sudoers(5) takes for a wildcard.
  if (!/^(\/[A-Za-z0-9+._=-]+)+$/.test(runner)) {
    throw new NixsmithError("the runner's path cannot stand in a sudo rule", {
      where: runner,
      expected: "an absolute path of letters, digits and + . _ = -",
    });
  }
  return hostUsers.map(({ name }) => `${name}     ALL=(root)    NOPASSWD: ${escapeCommand(runner)} ""`);
}

/** sudoers(5): a command ends at these characters unless a backslash stands before them. */
function escapeCommand(command: string): string {
  return command.replace(/[\\,:=]/g, "\\$&");
}
