import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { colours } from "../../src/colours.js";
import { measureExposure } from "../../src/isolation/preview/exposure.js";
import type { Preview } from "../../src/isolation/preview/preview.js";
import { renderText } from "../../src/isolation/preview/terminal/render.js";
import { temporaryDirectory } from "../output/tree.js";
import { agentOf, guide, hostWith, previewOf } from "./support.js";

/** What systemd says differs from machine to machine; the rest does not. */
const unrated = ({ agents, ...preview }: Preview): Preview => ({
  ...preview,
  agents: agents.map((agent) => ({
    ...agent,
    exposure: { kind: "unavailable", reason: "systemd-analyze is not installed here" },
  })),
});

const shown = async (text: string, width = 100, painted = false): Promise<string> =>
  renderText(unrated(await previewOf(text)), { colours: colours(painted, { TERM: "xterm" }), width });

describe("a host in the terminal", () => {
  it("the guide's host", async () => {
    await expect(await shown(guide)).toMatchFileSnapshot("golden/m3-kratos.txt");
  });

  it.each([80, 110, 140])("keeps to %i columns where its words allow", async (width) => {
    const lines = (await shown(guide, width)).split("\n");
    const long = lines.filter((line) => line.length > width);
    // A path or an assignment is never broken.
    for (const line of long)
      expect(line).toMatch(/\/nix\/store|^ {2}\w+=|[├└│]|m3ta\.pi-agent\.\w+ {2}|^ {4}(sees|brings|keeps)/);
  });

  it("a long path makes its own row long and no other", async () => {
    const long = `/srv/${"deep/".repeat(20)}end`;
    const lines = (await shown(hostWith({}, { projectRoots: [long] }), 80)).split("\n");
    const tree = lines.filter((line) => /[├└│]/.test(line) && !line.includes("deep"));
    expect(tree.filter((line) => line.length > 80)).toEqual([]);
    const row = lines.findIndex((line) => /── srv.*end/.test(line));
    expect(lines[row]).toMatch(/end\/<project>$/);
    expect(lines[row + 1]).toMatch(/^ +read-write {2}the project/);
  });

  it("a value is spelt out and cannot drive the terminal", async () => {
    const text = await shown(
      hostWith({ settings: { theme: "a\u009bb\u202e" } }, { projectRoots: ["~/\u001b[2J\nroot"] }),
    );
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
    expect(text).toContain("/home/alice/\\u001b[2J\\u000aroot\n");
    expect(text).toContain('theme                       "a\\u009bb\\u202e"');
  });

  it("says less where there is less", async () => {
    expect(await shown(hostWith({ enable: false }))).toBe(
      "box\n  m3ta.pi-agent.enable is false: this host gets nothing.\n",
    );
    expect(await shown(hostWith({ hostUsers: {} }))).toContain("\n  Nobody may start the agent.\n");
    expect(await shown(hostWith({ wrapper: { enable: false } }))).toContain(
      "alice no command: the wrapper is off",
    );
  });

  it("paints only where it may", async () => {
    expect(await shown(guide, 100, true)).toContain("\u001b[1mm3-kratos\u001b[22m");
    expect(await shown(guide)).not.toContain("\u001b");
  });
});

describe("exposure", () => {
  it("is what systemd-analyze says of the flags and the drop-in together", async () => {
    const { exposure } = await agentOf(guide);
    if (exposure.kind !== "measured") throw new Error(exposure.reason);
    expect(exposure.score).toBeLessThanOrEqual(1.3);
    expect(exposure.level).toBe("OK");
    const { stdout } = await execa("systemd-analyze", ["--version"]);
    expect(stdout).toContain(`systemd ${exposure.systemd} `);
    expect(exposure.open.map(({ name }) => name)).toContain("PrivateNetwork=");
    // Half a tenth for each, as systemd rounds.
    const open = exposure.open.reduce((sum, { weight }) => sum + weight, 0);
    expect(Math.abs(open - exposure.score)).toBeLessThan(1);
  });

  it("is worse for a unit without the policy", async () => {
    const bare = await measureExposure([], "");
    expect(bare).toMatchObject({ kind: "measured", ignored: 0 });
    expect(bare.kind === "measured" && bare.score).toBeGreaterThan(9);
  });

  it("counts lines that this systemd does not know", async () => {
    expect(await measureExposure(["NoSuchProperty=yes"], "")).toMatchObject({ kind: "measured", ignored: 1 });
  });

  it("says why where it cannot be had", async () => {
    expect(await measureExposure([], "", temporaryDirectory())).toEqual({
      kind: "unavailable",
      reason: "systemd-analyze is not installed here",
    });
  });
});
