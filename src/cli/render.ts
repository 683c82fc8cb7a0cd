import { resolve } from "node:path";
import { loadHost } from "../host/load.js";
import { render as renderHost } from "../render/render.js";
import { reportSections } from "../render/report.js";
import { runnerStandIn } from "../render/sudoers.js";
import type { Io } from "./io.js";

export interface RenderOptions {
  readonly runner?: string;
  readonly json?: true;
}

/** `nixsmith render HOST.yaml`: what this host gets, without Nix and without touching anything. */
export function render(file: string, { runner, json }: RenderOptions, io: Io): number {
  const rendering = renderHost(loadHost(resolve(io.cwd, file), file), runner ?? runnerStandIn);
  for (const warning of rendering.warnings) io.err(`${io.colours.err.yellow("warning:")} ${warning}\n`);
  if (json === true) {
    io.out(`${JSON.stringify(rendering, null, 2)}\n`);
    return 0;
  }
  const note =
    runner === undefined ? "the runner's path stands in for the real one; see --runner" : "as given";
  const sections = reportSections(rendering, note).map(({ heading, lines }) =>
    [io.colours.out.bold(heading), ...lines.map((line) => `  ${line}`), ""].join("\n"),
  );
  io.out(sections.join("\n"));
  return 0;
}
