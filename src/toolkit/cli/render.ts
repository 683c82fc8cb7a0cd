import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { JsonObject } from "../../compiler/ir/types.js";
import type { IsolatedAgent } from "../../compiler/program/agent.js";
import { NixsmithError } from "../../errors.js";
import { type HostFile, loadHost } from "../../isolation/host/load.js";
import { comparePreviews } from "../../isolation/preview/compare.js";
import { renderPage } from "../../isolation/preview/html/page.js";
import { writePage } from "../../isolation/preview/html/write.js";
import { type Preview, preview, readSettings } from "../../isolation/preview/preview.js";
import { renderChanges } from "../../isolation/preview/terminal/changes.js";
import { renderText } from "../../isolation/preview/terminal/render.js";
import type { Screen } from "../../isolation/preview/terminal/screen.js";
import { type RunnerOf, render as renderHost } from "../../isolation/render/render.js";
import { runnerStandIn } from "../../isolation/render/sudoers.js";
import { chosen, declaredPrograms, hostOptionsOf } from "../declaration/programs.js";
import type { Io } from "./io.js";

export interface RenderOptions {
  readonly runner?: string;
  readonly hostSettings?: string;
  readonly html?: string;
  readonly diff?: string;
  readonly force?: true;
  readonly config?: string;
  readonly only?: string;
  readonly json?: true;
}

/** `nixsmith render HOST.yaml`: what this host gets, without Nix and without touching anything but the page asked for. */
export async function render(file: string, options: RenderOptions, io: Io): Promise<number> {
  const screen: Screen = { colours: io.colours.out, width: io.width };
  const print = (data: unknown, text: () => string): void =>
    io.out(options.json === true ? `${JSON.stringify(data, null, 2)}\n` : text());
  const shown = await previewOf(file, options, io);
  if (options.diff !== undefined) {
    const changes = comparePreviews(shown, await previewOf(options.diff, options, io));
    print(changes, () => renderChanges(changes, screen));
    if (changes.length === 0) io.err(`${file} and ${options.diff} give a host the same\n`);
    return 0;
  }
  if (options.html !== undefined) {
    writePage(resolve(io.cwd, options.html), renderPage(shown), options.force === true);
    io.err(`${options.html}: written\n`);
    if (options.json !== true) return 0;
  }
  print(shown, () => renderText(shown, screen));
  return 0;
}

async function previewOf(file: string, options: RenderOptions, io: Io): Promise<Preview> {
  const programs = await declaredPrograms({ cwd: io.cwd, ...options });
  const whole = loadHost(resolve(io.cwd, file), file, await hostOptionsOf(programs));
  const names = chosen(programs, options.only).map(({ name }) => name);
  const host = { ...whole, agents: whole.agents.filter(({ program }) => names.includes(program)) };
  if (host.agents.length === 0)
    throw new NixsmithError(`the host has no ${options.only}`, {
      where: file,
      expected: `one of ${whole.agents.map(({ program }) => program).join(", ")}`,
    });
  const rendering = renderHost(whole, runnersOf(host, options));
  const agents = rendering.agents.filter(({ agent }) => host.agents.includes(agent));
  const shown = await preview(host, { ...rendering, agents }, hostSettingsOf(host, options, io));
  for (const warning of shown.warnings) io.err(`${io.colours.err.yellow("warning:")} ${warning}\n`);
  return shown;
}

/** What a path is about that the user gives: the one agent that the host has. */
function theAgent({ file, agents }: HostFile, flag: string): IsolatedAgent {
  const [agent, ...others] = agents;
  if (agent !== undefined && others.length === 0) return agent;
  throw new NixsmithError(`${flag} is about one agent, and the host has several`, {
    where: file,
    expected: `--only NAME, one of ${agents.map(({ program }) => program).join(", ")}`,
  });
}

function runnersOf(host: HostFile, { runner }: RenderOptions): RunnerOf | undefined {
  if (runner === undefined) return undefined;
  const { account } = theAgent(host, "--runner");
  return (agent) => (agent.account === account ? runner : runnerStandIn(agent));
}

function hostSettingsOf(
  host: HostFile,
  { hostSettings: file }: RenderOptions,
  io: Io,
): Readonly<Record<string, JsonObject>> {
  if (file === undefined) return {};
  const agent = theAgent(host, "--host-settings");
  return { [agent.account]: readSettings(readFileSync(resolve(io.cwd, file), "utf8"), file, agent) };
}
