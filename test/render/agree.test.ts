import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOptions } from "../../src/compiler/data/check.js";
import { parseHost } from "../../src/compiler/data/document.js";
import { plain } from "../../src/compiler/data/tree.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import type { HostFile } from "../../src/isolation/host/load.js";
import { readHost } from "../../src/isolation/render/host.js";
import { refusals, warnings } from "../../src/isolation/render/refusals.js";
import { render } from "../../src/isolation/render/render.js";
import { runnerStandIn } from "../../src/isolation/render/sudoers.js";
import { packageRoot } from "../../src/root.js";
import { evaluateHosts, type HostEvaluation } from "../../src/toolkit/verify/evaluate.js";
import { hostFile, piAgent } from "../support/pi.js";
import { hostData } from "./hosts.js";
import { shellView } from "./shell.js";

function asFile(text: string): HostFile {
  const tree = parseHost(text, "host.yaml");
  return { file: "host.yaml", tree, config: checkOptions(tree, hostFile, "host.yaml"), agents: [piAgent] };
}

async function evaluate(files: readonly HostFile[]): Promise<readonly HostEvaluation[]> {
  return evaluateHosts(files, join(packageRoot, "modules"), await findLibrary());
}

/** What the renderer makes of a host file, in the words of {@link whatNixMakes}. */
function whatTypeScriptMakes(file: HostFile, runner: string): unknown {
  const host = readHost(file, piAgent);
  const messages = refusals(host).map(({ message }) => message);
  if (messages.length > 0 || !host.options.at("enable").flag) return { refusals: messages.sort() };
  const [agent] = render(file, () => runner).agents;
  if (agent === undefined) throw new Error("an enabled agent renders to something");
  const {
    environment,
    access,
    settings,
    user,
    group,
    projectAccess,
    protectGit,
    flags,
    sudoers,
    dropIn,
    egress,
  } = agent;
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
    egress: egress === undefined ? undefined : JSON.parse(egress),
  };
}

async function whatNixMakes(result: HostEvaluation, file: HostFile): Promise<unknown> {
  if (!("files" in result)) return { refusals: [...result.refusals].sort() };
  const homes = Object.fromEntries(readHost(file, piAgent).hostUsers.map(({ name, home }) => [name, home]));
  const { warnings, agents, files } = result;
  const { sudoers = "", dropIn = "" } = agents["pi-agent"] ?? {};
  const { policy, environmentFiles, settings, ...shell } = await shellView(textOf(files, runnerName), homes);
  const [managed = "", ...others] = environmentFiles;
  return {
    ...shell,
    flags: policy.filter((_, index) => index % 2 === 1),
    environmentFiles: [files[managed], ...others],
    settings: JSON.parse(files[settings] ?? ""),
    warnings,
    sudoers,
    dropIn,
    egress: egressOf(files),
  };
}

function egressOf(files: Readonly<Record<string, string>>): unknown {
  const [path] = Object.keys(files).filter((name) => name.endsWith("-pi-agent-egress.json"));
  return path === undefined ? undefined : JSON.parse(files[path] ?? "");
}

const runnerName = /-pi-agent-runner$/;

function textOf(files: Readonly<Record<string, string>>, name: RegExp): string {
  const [found] = Object.entries(files).filter(([path]) => name.test(path));
  if (found === undefined) throw new Error(`no file is named ${name}`);
  return found[1];
}

/** The path of the runner that Nix put into the sudo rule; where it made no rule, its form will do. */
function runnerOf(result: HostEvaluation): string {
  const [path] = "files" in result ? Object.keys(result.files).filter((file) => runnerName.test(file)) : [];
  return path === undefined ? runnerStandIn(piAgent) : `${path}/bin/pi-agent-runner`;
}

/** Without host users and wrapper nothing on the host names the runner, and Nix does not write it. */
function namesTheRunner(file: HostFile): boolean {
  const { hostUsers, options } = readHost(file, piAgent);
  return hostUsers.length > 0 || options.at("wrapper", "enable").flag;
}

const exampleHost = (name: string): HostFile =>
  asFile(readFileSync(join(packageRoot, "examples/hosts", name), "utf8"));

describe("TypeScript and Nix agree", () => {
  it("on the guide's host, which gets what the guide says", async () => {
    const file = exampleHost("m3-kratos.yaml");
    const [result] = await evaluate([file]);
    if (result === undefined) throw new Error("no host came back");
    const rendered = whatTypeScriptMakes(file, runnerOf(result));
    expect(rendered).toEqual(await whatNixMakes(result, file));
    expect(rendered).toMatchObject({
      sudoers: `m3tam3re     ALL=(root)    NOPASSWD: ${runnerOf(result)} ""\n`,
      settings: {
        defaultProvider: "anthropic",
        defaultModel: "anthropic/claude-sonnet-4",
        quietStartup: true,
      },
      environmentFiles: ['PI_TELEMETRY="0"\n', "/run/secrets/pi-agent.env"],
    });
  });

  it("on the host with every option", async () => {
    const file = exampleHost("team-server.yaml");
    const [result] = await evaluate([file]);
    if (result === undefined) throw new Error("no host came back");
    const rendered = whatTypeScriptMakes(file, runnerOf(result));
    expect(rendered).toEqual(await whatNixMakes(result, file));
    expect(rendered).toMatchObject({
      flags: expect.arrayContaining([
        "IPAddressDeny=any",
        "IPAddressDeny=169.254.169.254",
        "MemoryMax=8G",
        "UMask=0027",
      ]),
      dropIn: expect.stringContaining("SystemCallFilter=~@debug\n"),
      users: [{ auth: "if-missing" }, { exposure: "root", configuration: "/srv/homes/bob/.config/pi" }],
    });
  });

  it("on a token that git alone logs in with, which is no route", async () => {
    const file = asFile(
      JSON.stringify({
        "users.users": { alice: { isNormalUser: true } },
        "m3ta.pi-agent": {
          enable: true,
          hostUsers: { alice: { projectRoots: ["~/p"] } },
          network: {
            mode: "proxy",
            git: { "github.com/a/b": { credential: "forge" }, "github.com/c/d": {} },
          },
          credentials: { forge: { file: "/run/secrets/forge" } },
        },
      }),
    );
    const [result] = await evaluate([file]);
    if (result === undefined) throw new Error("no host came back");
    const rendered = whatTypeScriptMakes(file, runnerOf(result));
    expect(rendered).toEqual(await whatNixMakes(result, file));
    expect(rendered).toMatchObject({
      egress: {
        routes: {},
        git: { "github.com/a/b": { push: false, credential: "forge" }, "github.com/c/d": { push: false } },
      },
    });
  });

  // One Nix process evaluates all of them, so a failing host is not made smaller; the seed brings the same hosts back.
  it("on generated hosts", async () => {
    const seed = Number(process.env.NIXSMITH_SEED ?? Date.now() % 2 ** 31);
    const files = fc
      .sample(hostData, { numRuns: 80, seed })
      .map((data) => asFile(JSON.stringify(data)))
      .filter(namesTheRunner);
    const results = await evaluate(files);
    for (const [index, file] of files.entries()) {
      const result = results[index];
      if (result === undefined) throw new Error("no host came back");
      const hint = `NIXSMITH_SEED=${seed}: ${JSON.stringify(plain(file.tree))}`;
      expect(whatTypeScriptMakes(file, runnerOf(result)), hint).toEqual(await whatNixMakes(result, file));
    }
    const rendered = results.filter((result) => "files" in result).length;
    expect(rendered, "hosts that nothing refuses").toBeGreaterThan(10);
    expect(results.length - rendered, "hosts that are refused").toBeGreaterThan(10);
  });
});
