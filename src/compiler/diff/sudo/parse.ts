/** One grant of sudoers(5): who may run what, as whom. */
export interface SudoRule {
  readonly user: string;
  readonly host: string;
  /** User and group; `root` where nothing is said. */
  readonly runAs: string;
  readonly tags: readonly string[];
  readonly command: string;
  /** `""` allows none, undefined allows any. */
  readonly arguments: string | undefined;
}

/** User, host, run-as, tags, a path or `ALL`, and arguments; a comma that is not escaped would start another command. */
const grant =
  /^(\S+)\s+([^\s=]+)\s*=\s*(?:\(([^)]*)\)\s*)?((?:[A-Z_]+:\s*)*)(\/(?:[^\s,\\]|\\.)+|ALL)(?:\s+((?:[^,\\]|\\.)*))?$/;

/**
 * Reads one line of sudoers(5) with one command, as NixOS prints `security.sudo.extraRules`. A line of another form is
 * the line itself: it says something that no grant can be compared with.
 */
export function parseSudoers(line: string): SudoRule | string {
  const match = grant.exec(line.trim());
  if (match === null) return line.trim();
  const [, user = "", host = "", runAs = "root", tags = "", command = "", rest = ""] = match;
  return {
    user,
    host,
    runAs,
    tags: tags.split(/:\s*/).filter((tag) => tag !== ""),
    command,
    arguments: rest === "" || rest === "*" ? undefined : rest,
  };
}
