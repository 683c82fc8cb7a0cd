/** A line of the results. */
export interface Row {
  readonly what: string;
  readonly against: string;
  /** What was measured over what it is held against; absent where it could not run, for the reason in `detail`. */
  readonly ratio?: number;
  /** The ratio that is not to be passed; absent where there is none. */
  readonly goal?: number;
  /** The numbers behind the ratio, with their units. */
  readonly detail: string;
}

/** What a run of the benchmarks was told. */
export interface Settings {
  readonly runs: number;
  /** Directory of pi 1.5.2, unpacked. */
  readonly pi: string | undefined;
  /** Checkout of Home Manager. */
  readonly homeManager: string | undefined;
  /** A tree with NixOS' modules, `nixos/modules`; it need not have packages. */
  readonly nixos: string | undefined;
  /** Checkout of a flake of agents, such as m3tam3re/AGENTS. */
  readonly agents: string | undefined;
  /** Checkouts of other converters of JSON Schema, github.com/mushrowan/nixcfg and github.com/arnarg/nixidy. */
  readonly nixcfg: string | undefined;
  readonly nixidy: string | undefined;
}

/** A Markdown table of the rows. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ what, against, ratio, goal, detail }) => [
    what,
    against,
    ratio === undefined ? "not run" : ratio.toFixed(2),
    goal === undefined ? "–" : `≤ ${goal}`,
    ratio === undefined || goal === undefined ? "" : ratio <= goal ? "yes" : "**no**",
    detail,
  ]);
  const head = ["what", "against", "ratio", "goal", "met", "numbers"];
  return [head, head.map(() => "---"), ...cells].map((line) => `| ${line.join(" | ")} |\n`).join("");
}
