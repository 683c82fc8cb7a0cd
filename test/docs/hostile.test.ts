import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, describe, expect, it } from "vitest";
import { htmlPage } from "../../src/compiler/docs/html.js";
import { manPageText } from "../../src/compiler/docs/man.js";
import { markdownPage } from "../../src/compiler/docs/markdown.js";
import { type ModuleReference, referenceOf } from "../../src/compiler/docs/reference.js";
import type { Module } from "../../src/compiler/ir/types.js";
import { describeInBrowser } from "../support/browser.js";
import { pi } from "../support/pi.js";

/** What the formats take for their own. */
const texts = [
  "</script><script>alert(1)</script>",
  "<!-- --> <img src=x onerror=alert(1)> &amp; \"quoted\" 'single'",
  ".SH A REQUEST OF ROFF",
  "'br and a \\fBback\\fRslash \\(em ~tilde^ hat",
  "* a star _under_ [link](https://example.org) | pipe # hash",
  "${interpolated} $${twice} ''",
  "ünïcödé — 漢字 🙂",
];

const hostile: Module = {
  target: "nixos",
  path: ["hostile"],
  summary: texts.join(" "),
  definitions: {},
  options: texts.map((text, index) => ({
    name: `${index} ${text}`,
    type: { kind: "enum", values: [text, "other"] },
    description: `${text}\n\n.SH begins a line, and \`code ${text.replaceAll("`", "")}\``,
    default: { kind: "data", value: text },
    example: { kind: "nix", text: `{\n  a = 1;\n.SH\n'br\n}` },
    deprecated: text,
  })),
};
const module = referenceOf({ module: hostile, program: pi, declarations: ["hostile.nix"] });

const entries = ({ sections }: ModuleReference) => sections.flatMap((section) => section.entries);
const squeezed = (text: string): string => text.replace(/\s+/g, "");

const directory = mkdtempSync(join(tmpdir(), "nixsmith-hostile-"));
afterAll(() => rmSync(directory, { recursive: true }));

describe("what option texts hold stays text", () => {
  it("in the manual page", async () => {
    const file = join(directory, "page.5");
    writeFileSync(file, manPageText([module], "0.0.0", "header"));
    const { stdout, stderr } = await execa("man", ["--warnings=w", "-E", "UTF-8", "-l", file], {
      env: { LC_ALL: "C.UTF-8", MANWIDTH: "400", PAGER: "cat" },
    });
    expect(stderr).toBe("");
    const page = squeezed(stdout);
    for (const { name, description } of entries(module)) {
      expect(page).toContain(squeezed(name));
      expect(page).toContain(squeezed(description.replaceAll("`", "")));
    }
    expect(stdout.match(/^\S.*$/gm)).not.toContain("A REQUEST OF ROFF");
  });

  it("in Markdown", () => {
    const page = markdownPage(module, "header");
    const unescaped = page.replace(/\\([\\`*_[\]<>|#~])/g, "$1");
    for (const text of texts) expect(unescaped).toContain(`\n${text}\n`);
    expect(page).not.toMatch(/^(?!.*`).*(?<!\\)<(?!!-- header)/m);
  });
});

describeInBrowser("what option texts hold stays text", (open) => {
  it("in the page", async () => {
    const file = join(directory, "page.html");
    writeFileSync(file, htmlPage([module], { header: "header", source: "source", titles: ["app"] }));
    const { page, complaints, requests } = await open(file);
    const ids = await page.locator(".option").evaluateAll((elements) => elements.map(({ id }) => id));
    expect(ids).toEqual(entries(module).map(({ name }) => name));
    expect(await page.locator("script").count()).toBe(2);
    expect(await page.locator("img").count()).toBe(0);
    for (const [index, text] of texts.entries()) {
      expect(await page.locator(".option").nth(index).locator(".body p").first().textContent()).toBe(text);
      await page.goto(`${page.url().split("#")[0]}#${encodeURIComponent(ids[index] ?? "")}`);
      expect(await page.locator(".option").nth(index).getAttribute("open")).toBe("");
    }
    expect([complaints, requests]).toEqual([[], []]);
  });
});
