import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { loadHost } from "../../isolation/host/load.js";
import { comparePreviews } from "../../isolation/preview/compare.js";
import { renderPage } from "../../isolation/preview/html/page.js";
import { writePage } from "../../isolation/preview/html/write.js";
import { type Preview, preview, readSettings } from "../../isolation/preview/preview.js";
import { renderChanges } from "../../isolation/preview/terminal/changes.js";
import { renderText } from "../../isolation/preview/terminal/render.js";
import type { Screen } from "../../isolation/preview/terminal/screen.js";
import { render as renderHost } from "../../isolation/render/render.js";
import { hostSet } from "../declaration/programs.js";
import type { Io } from "./io.js";

export interface RenderOptions {
  readonly runner?: string;
  readonly hostSettings?: string;
  readonly html?: string;
  readonly diff?: string;
  readonly force?: true;
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

async function previewOf(file: string, { runner, hostSettings }: RenderOptions, io: Io): Promise<Preview> {
  const host = loadHost(resolve(io.cwd, file), file, await hostSet({ cwd: io.cwd }));
  const settings =
    hostSettings === undefined
      ? undefined
      : readSettings(readFileSync(resolve(io.cwd, hostSettings), "utf8"), hostSettings, host.agent);
  const shown = await preview(host, renderHost(host, runner), settings);
  for (const warning of shown.warnings) io.err(`${io.colours.err.yellow("warning:")} ${warning}\n`);
  return shown;
}
