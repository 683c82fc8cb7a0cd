import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { program as claude } from "../../schema/claude-code/index.js";
import { program as opencode } from "../../schema/opencode/index.js";
import { colours } from "../../src/colours.js";
import { isolatedAmong } from "../../src/compiler/program/types.js";
import { readHostFile } from "../../src/isolation/host/load.js";
import { hostOptions } from "../../src/isolation/options/host.js";
import { comparePreviews } from "../../src/isolation/preview/compare.js";
import { renderPage } from "../../src/isolation/preview/html/page.js";
import { type Preview, preview } from "../../src/isolation/preview/preview.js";
import { renderChanges } from "../../src/isolation/preview/terminal/changes.js";
import { renderText } from "../../src/isolation/preview/terminal/render.js";
import { render } from "../../src/isolation/render/render.js";
import { packageRoot } from "../../src/root.js";
import { nixsmith } from "../cli/command.js";
import { plant, temporaryDirectory } from "../output/tree.js";
import { accessibilityViolations, describeInBrowser } from "../support/browser.js";
import { pi } from "../support/pi.js";

/** Several agents in one host file. */

const options = hostOptions(isolatedAmong([pi, opencode, claude]));
const example = readFileSync(join(packageRoot, "examples/hosts/two-agents.yaml"), "utf8");
const declaration = readFileSync(join(packageRoot, "examples/hosts/two-agents.config.json"), "utf8");

async function previewOf(text: string): Promise<Preview> {
  const file = readHostFile(text, "host.yaml", options);
  return preview(file, render(file));
}

const users = `users.users: {alice: {isNormalUser: true}}`;
const agent = (name: string, more = "") =>
  `m3ta.${name}-agent: {enable: true, hostUsers: {alice: {projectRoots: ["~/p"]}}${more}}`;
const host = (...agents: readonly string[]) => [users, ...agents, ""].join("\n");
const refusal = (text: string): string => {
  try {
    render(readHostFile(text, "host.yaml", options));
  } catch (error) {
    if (error instanceof Error) return error.message;
    throw error;
  }
  return "";
};

describe("a host with two agents", () => {
  it("gets what each would get alone", async () => {
    const both = render(readHostFile(host(agent("pi"), agent("opencode")), "host.yaml", options));
    const alone = ["pi", "opencode"].flatMap(
      (name) => render(readHostFile(host(agent(name)), "host.yaml", options)).agents,
    );
    expect(both.agents).toEqual(alone);
    expect(both.agents.map(({ user, group }) => [user, group])).toEqual([
      ["pi-agent", "pi-agent"],
      ["opencode-agent", "opencode-agent"],
    ]);
  });

  it.each([
    ["user", ", user: pi-agent"],
    ["group", ", group: pi-agent"],
    ["wrapper.commandName", ", wrapper: {commandName: pi}"],
  ])("is refused where %s is the same", (option, more) => {
    expect(refusal(host(agent("pi"), agent("opencode", more)))).toMatch(
      new RegExp(
        `m3ta.opencode-agent.${option} and m3ta.pi-agent.${option} are both "pi(-agent)?": give each`,
      ),
    );
    expect(refusal(host(agent("pi").replace("true", "false"), agent("opencode", more)))).toBe("");
  });

  it("is refused where one agent's state lies in the other's", () => {
    const inside = ", stateDir: /var/lib/pi-agent/opencode";
    expect(refusal(host(agent("pi"), agent("opencode", inside)))).toMatch(/stateDir.*pi-agent/);
    expect(refusal(host(agent("opencode", inside)))).toBe("");
  });

  it("names what no agent of the declaration is", () => {
    expect(() => readHostFile(host("m3ta.opencod-agent: {}"), "host.yaml", options)).toThrow(
      /there is no such option; did you mean "m3ta\.opencode-agent"/,
    );
  });

  it("is compared agent by agent", async () => {
    const one = await previewOf(host(agent("pi")));
    const two = await previewOf(host(agent("pi"), agent("opencode")));
    const changes = comparePreviews(one, two);
    expect(new Set(changes.map((change) => change.agent))).toEqual(new Set(["m3ta.opencode-agent"]));
    expect(changes).toContainEqual({
      agent: "m3ta.opencode-agent",
      topic: "sandbox",
      name: "runs as",
      after: "opencode-agent:opencode-agent",
    });
    const both = comparePreviews(await previewOf(host(agent("claude-code"))), one);
    const screen = { colours: colours(false, {}), width: 100 };
    expect(renderChanges(both, screen)).toMatch(/^m3ta\.claude-code-agent: Who may run what, from where$/m);
  });

  it("says which agents are off", async () => {
    const off = agent("opencode").replace("true", "false");
    const screen = { colours: colours(false, {}), width: 100 };
    const text = renderText(await previewOf(host(agent("pi"), off)), screen);
    expect(text).toContain("m3ta.opencode-agent.enable is false: this host gets nothing of it.");
    expect(renderText(await previewOf(host(off)), screen)).toContain(
      "m3ta.opencode-agent.enable is false: this host gets nothing.\n",
    );
  });
});

describe("nixsmith, where two programs are declared", () => {
  const workplace = (): string => {
    const directory = temporaryDirectory();
    plant(directory, { "nixsmith.config.json": declaration, "host.yaml": example, "settings.json": "{}" });
    return directory;
  };

  it("renders both, and one of them", async () => {
    const cwd = workplace();
    const both = await nixsmith(["render", "host.yaml"], { cwd });
    expect(both).toMatchObject({ status: 0, err: "" });
    expect(both.out).toMatch(/^pi: Who may run what, from where$/m);
    expect(both.out).toMatch(/^opencode: Who may run what, from where$/m);
    const one = await nixsmith(["render", "host.yaml", "--only", "opencode", "--json"], { cwd });
    const { agents } = JSON.parse(one.out);
    expect(agents.map(({ user }: { user: string }) => user)).toEqual(["opencode-agent"]);
    expect(agents[0].users.map(({ user }: { user: string }) => user)).toEqual(["alice", "bob"]);
  });

  it.each([
    ["--runner", "/nix/store/00000000000000000000000000000000-x/bin/x"],
    ["--host-settings", "settings.json"],
  ])("asks whose %s it is", async (flag, value) => {
    const cwd = workplace();
    const { status, err } = await nixsmith(["render", "host.yaml", flag, value], { cwd });
    expect(status).toBe(2);
    expect(err).toContain(`${flag} is about one agent, and the host has several`);
    expect(err).toContain("--only NAME, one of pi, opencode");
    const one = await nixsmith(["render", "host.yaml", flag, value, "--only", "pi"], { cwd });
    expect(one).toMatchObject({ status: 0, err: "" });
  });

  it("verifies the host with both, and the guide's with whatever is declared", async () => {
    const cwd = workplace();
    await nixsmith(["generate"], { cwd });
    const example = await nixsmith(["verify", "modules", "--host", "host.yaml"], { cwd });
    expect(example.out).toMatch(/^ok +evaluate NixOS: host\.yaml: opencode-agent, pi-agent, \d+ files/m);
    expect(example.out).toMatch(/^ok +render: /m);
    const guide = await nixsmith(["verify", "modules", "--only", "opencode"], { cwd });
    expect(guide.out).toMatch(/^ok +evaluate NixOS: m3-kratos\.yaml: opencode-agent, \d+ files/m);
    expect([example.status, guide.status]).toEqual([0, 0]);
  });
});

describeInBrowser("the page of a host with two agents", (open) => {
  it("is accessible, and has a part for each", async () => {
    const file = join(temporaryDirectory(), "host.html");
    writeFileSync(file, renderPage(await previewOf(example)));
    const { page, complaints, requests } = await open(file);
    expect(await accessibilityViolations(page)).toEqual([]);
    expect({ complaints, requests }).toEqual({ complaints: [], requests: [] });
    expect(await page.locator("h2.agent").allInnerTexts()).toEqual(["pi", "opencode"]);
    expect(await page.title()).toBe("workstation: what its agents may do");
    await page.locator("#opencode-agent-filter").fill("memorymax");
    expect(await page.locator("#opencode-agent-sandbox .policy > li:visible").count()).toBe(1);
    expect(await page.locator("#pi-agent-sandbox .policy > li:visible").count()).toBeGreaterThan(20);
  });
});
