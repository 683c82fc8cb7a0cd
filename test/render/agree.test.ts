import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { hostFile } from "../../schema/nixos/host.js";
import { checkOptions } from "../../src/host/check.js";
import { parseHost } from "../../src/host/document.js";
import type { HostFile } from "../../src/host/load.js";
import { plain } from "../../src/host/tree.js";
import { findLibrary } from "../../src/nix/library.js";
import { fromJson, printNix } from "../../src/nix/print.js";
import { readHost } from "../../src/render/host.js";
import { refusals, warnings } from "../../src/render/refusals.js";
import { render } from "../../src/render/render.js";
import { runnerStandIn } from "../../src/render/sudoers.js";
import { packageRoot } from "../../src/root.js";
import { evaluateHosts, resultOf } from "../nixos/hosts.js";
import { type HostData, hostData } from "./hosts.js";
import { shellView } from "./shell.js";

/** What Nix makes of a host (host.nix), the runner's script as text; only refusals where it makes nothing else. */
const evaluation = z.union([
  z.strictObject({
    refusals: z.tuple([]),
    warnings: z.array(z.string()),
    runner: z.string(),
    sudoers: z.string(),
    dropIn: z.string(),
    script: z.string(),
  }),
  z.strictObject({ refusals: z.array(z.string()) }),
]);
type Evaluation = z.infer<typeof evaluation>;

/** The host file as a NixOS module: its names are option paths. */
function asModule(data: HostData): string {
  const definitions = Object.entries(data).map(([path, value]) => `${path} = ${printNix(fromJson(value))};`);
  return `{${definitions.join("\n")}}`;
}

function asFile(text: string): HostFile {
  const tree = parseHost(text, "host.yaml");
  return { file: "host.yaml", tree, config: checkOptions(tree, hostFile, "host.yaml") };
}

async function evaluate(hosts: readonly HostData[]): Promise<readonly Evaluation[]> {
  const { path } = await findLibrary();
  const select = `import ${join(packageRoot, "test/render/host.nix")} (import ${path}) "${packageRoot}/modules"`;
  const modules = Object.fromEntries(hosts.map((data, index) => [`host ${index}`, asModule(data)]));
  const outcomes = await evaluateHosts(modules, select);
  return hosts.map((_, index) => evaluation.parse(resultOf(outcomes[`host ${index}`])));
}

/** What the renderer makes of a host file, in the words of {@link whatNixMakes}. */
function whatTypeScriptMakes(file: HostFile, runner: string): unknown {
  const host = readHost(file);
  const messages = refusals(host).map(({ message }) => message);
  if (messages.length > 0 || !host.options.at("enable").flag) return { refusals: messages.sort() };
  const { agent } = render(file, runner);
  if (agent === undefined) throw new Error("an enabled agent renders to something");
  const { environment, access, settings, user, group, projectAccess, protectGit, flags, sudoers, dropIn } =
    agent;
  return {
    flags,
    environmentFiles: [environment.file, ...environment.files],
    settings: JSON.parse(settings),
    user,
    group,
    projectAccess,
    protectGit,
    users: access.map(({ user, roots, configuration, exposure, auth }) => ({
      user,
      roots,
      configuration,
      exposure,
      auth,
    })),
    warnings: warnings(host),
    sudoers,
    dropIn,
  };
}

async function whatNixMakes(result: Evaluation, file: HostFile): Promise<unknown> {
  if (!("script" in result)) return { refusals: [...result.refusals].sort() };
  const homes = Object.fromEntries(readHost(file).hostUsers.map(({ name, home }) => [name, home]));
  const { warnings, sudoers, dropIn, script } = result;
  return { ...(await shellView(script, homes)), warnings, sudoers, dropIn };
}

describe("TypeScript and Nix agree", () => {
  it("on the guide's host", async () => {
    const text = readFileSync(join(packageRoot, "examples/hosts/m3-kratos.yaml"), "utf8");
    const file = asFile(text);
    const [result] = await evaluate([hostDataOf(file)]);
    if (result === undefined || !("runner" in result)) throw new Error("the guide's host was refused");
    const rendered = whatTypeScriptMakes(file, result.runner);
    expect(rendered).toEqual(await whatNixMakes(result, file));
    expect(rendered).toMatchObject({
      sudoers: `m3tam3re     ALL=(root)    NOPASSWD: ${result.runner} ""\n`,
      settings: {
        defaultProvider: "anthropic",
        defaultModel: "anthropic/claude-sonnet-4",
        quietStartup: true,
      },
      environmentFiles: ['PI_TELEMETRY="0"\n', "/run/secrets/pi-agent.env"],
    });
  });

  // One Nix process evaluates all of them, so a failing host is not made smaller; the seed brings the same hosts back.
  it("on generated hosts", { timeout: 300_000 }, async () => {
    const seed = Number(process.env.NIXSMITH_SEED ?? Date.now() % 2 ** 31);
    const hosts = fc.sample(hostData, { numRuns: 80, seed });
    const results = await evaluate(hosts);
    for (const [index, result] of results.entries()) {
      const text = JSON.stringify(hosts[index]);
      const runner = "runner" in result ? result.runner : runnerStandIn;
      const file = asFile(text);
      expect(whatTypeScriptMakes(file, runner), `NIXSMITH_SEED=${seed}: ${text}`).toEqual(
        await whatNixMakes(result, file),
      );
    }
    const rendered = results.filter((result) => "script" in result).length;
    expect(rendered, "hosts that nothing refuses").toBeGreaterThan(10);
    expect(results.length - rendered, "hosts that are refused").toBeGreaterThan(10);
  });
});

const hostDataOf = ({ tree }: HostFile): HostData => {
  const data = plain(tree);
  if (typeof data !== "object" || data === null || Array.isArray(data))
    throw new Error("a host file is a set");
  return Object.fromEntries(Object.entries(data));
};
