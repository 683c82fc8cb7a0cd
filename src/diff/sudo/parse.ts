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

/** Reads one line of sudoers(5) with one command, as NixOS prints `security.sudo.extraRules`. */
export function parseSudoers(line: string): SudoRule {
  const [, user = "", host = "", runAs = "root", tags = "", command = "", rest = ""] =
    /^(\S+)\s+([^\s=]+)\s*=\s*(?:\(([^)]*)\)\s*)?((?:[A-Z_]+:\s*)*)(\S+)\s*(.*)$/.exec(line.trim()) ?? [];
  return {
    user,
    host,
    runAs,
    tags: tags.split(/:\s*/).filter((tag) => tag !== ""),
    command,
    arguments: rest === "" || rest === "*" ? undefined : rest,
  };
}
