/**
 * One of Home Manager's own test cases for a program, restated: what it sets, in our words, and the same for the emitted module.
 * `fixtures` and `pkgs` are in scope.
 */
export interface Case {
  /** Options of Home Manager's module. */
  readonly theirs: string;
  /** The same of the emitted module, where they are written otherwise; `null` where they cannot be. */
  readonly ours?: string | null;
  /** What else the home has, for both modules; theirs take servers of `programs.mcp` where `enableMcpIntegration` is set. */
  readonly beside?: string;
  /** Files that are not the same, and why; an empty list where the case is about something else than files. */
  readonly differs?: { readonly files: readonly string[]; readonly reason: string };
}

/** Cases by the name that Home Manager gives them, without the program's. */
export type Cases = Readonly<Record<string, Case>>;

/** Files of the tests, as Nix. */
export const fixture = (path: string): string => `fixtures + "/home-files/${path}"`;

/** A directory that is built first, and what is below it as a string. */
export const built = (path: string, source: string): string =>
  `"\${pkgs.runCommand "source" {} "mkdir -p $out; cp -r \${${fixture(source)}} $out/${source}"}/${path}"`;
