import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { nixsmith } from "../cli/command.js";
import { describeInBrowser } from "../support/browser.js";

// One overlay with every program that nixsmith brings: what the commands make of all of them at once.

const names = ["pi", "opencode", "claude-code"];
const agents = ["m3ta.pi-agent", "m3ta.opencode-agent", "m3ta.claude-code-agent"];
const paths = [...agents, ...names.map((name) => `coding.agents.${name}`)];

let cwd: string;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "nixsmith-together-"));
  writeFileSync(join(cwd, "nixsmith.config.json"), JSON.stringify({ programs: names }));
  expect(await nixsmith(["generate"], { cwd })).toMatchObject({ status: 0 });
  expect(await nixsmith(["docs"], { cwd })).toMatchObject({ status: 0 });
});
afterAll(() => rmSync(cwd, { recursive: true }));

const reference = (file: string): string => readFileSync(join(cwd, "docs/reference", file), "utf8");
const documented = () =>
  z
    .record(z.string(), z.looseObject({ description: z.string().exactOptional() }))
    .parse(JSON.parse(reference("options.json")));

it("are documented, each module by a page, and no option without a word", () => {
  const pages = readdirSync(join(cwd, "docs/reference")).filter((file) => file.endsWith(".md"));
  expect(pages.sort()).toEqual(paths.map((path) => `${path}.md`).sort());
  const options = Object.entries(documented());
  for (const path of paths) {
    const own = options.filter(([name]) => name.startsWith(`${path}.`));
    expect(own.length).toBeGreaterThan(50);
    expect(reference(`${path}.md`).match(/^#{2,} /gm)?.length ?? 0).toBeGreaterThan(50);
  }
  expect(options.filter(([, { description = "" }]) => description.trim() === "")).toEqual([]);
});

it("stand the judgement of Nix, shellcheck, visudo and systemd", async () => {
  const { status, out } = await nixsmith(["verify"], { cwd, env: process.env });
  expect(out.split("\n").filter((line) => line.startsWith("failed"))).toEqual([]);
  expect(status).toBe(0);
});

it("differ in nothing from what they are", async () => {
  const { status, out } = await nixsmith(["diff", "modules", "modules"], { cwd });
  expect({ status, out }).toEqual({ status: 0, out: "modules -> modules\n\nno change\n" });
});

describeInBrowser("the page of all options", (open) => {
  it("has every option, and finds one of each program", async () => {
    const { page, complaints } = await open(join(cwd, "docs/reference/options.html"), {});
    const shown = page.locator(".option:visible");
    const ids = new Set(
      await page.evaluate<string[]>("[...document.querySelectorAll('.option')].map(({ id }) => id)"),
    );
    expect(Object.keys(documented()).filter((name) => !ids.has(name))).toEqual([]);
    for (const [words, found] of [
      ["opencode autoupdate", "coding.agents.opencode.settings.autoupdate"],
      ["claude-code apiKeyHelper", "coding.agents.claude-code.settings.apiKeyHelper"],
      ["pi quietStartup", "coding.agents.pi.settings.quietStartup"],
    ] as const) {
      await page.keyboard.press("/");
      await page.keyboard.type(words);
      expect(await shown.first().getAttribute("id")).toContain(found.split(".").at(-1));
      await page.keyboard.press("Escape");
    }
    expect(complaints).toEqual([]);
  });
});
