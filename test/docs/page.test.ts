import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { documents } from "../../src/compiler/docs/documents.js";
import { documentedModules } from "../../src/toolkit/tree/modules.js";
import { accessibilityViolations, describeInBrowser } from "../support/browser.js";
import { pi } from "../support/pi.js";

const wide = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 390, height: 844 } };

const directory = mkdtempSync(join(tmpdir(), "nixsmith-page-"));
const file = join(directory, "options.html");
beforeAll(() => {
  for (const { content } of documents(["html"], { modules: documentedModules(pi), schemas: () => ({}) }))
    writeFileSync(file, content);
});
afterAll(() => rmSync(directory, { recursive: true }));

const shown = (page: Page) => page.locator(".option:visible");
const idOf = (page: Page) => page.evaluate<string>("document.querySelector('.option[open]')?.id");
const hash = (page: Page) => page.evaluate<string>("decodeURIComponent(location.hash)");
const focused = (page: Page) => page.evaluate<string>("document.activeElement.closest('[id]').id");
/** Where the element's upper edge is, in pixels from the window's. */
const topOf = async (page: Page, id: string) => (await page.locator(`[id="${id}"]`).boundingBox())?.y ?? -1;

describeInBrowser("the options page", (open) => {
  it("finds options as one types, the best first, and leaves the search again", async () => {
    const { page, complaints, requests } = await open(file, wide);
    const all = await shown(page).count();
    await page.keyboard.press("/");
    await page.keyboard.type("exposure");
    expect(await shown(page).first().getAttribute("id")).toBe("m3ta.pi-agent.hostUsers.<name>.exposure");
    expect(await page.locator("#count").textContent()).toMatch(/^\d of \d+ options$/);
    expect(await hash(page)).toBe("#q=exposure");
    await page.keyboard.type(" nonsense");
    expect(await shown(page).count()).toBe(0);
    expect(await page.locator("#count").textContent()).toBe("No option has all of these words.");
    await page.keyboard.press("Escape");
    expect(await shown(page).count()).toBe(all);
    expect([complaints, requests]).toEqual([[], []]);
  });

  it("shows what it found on the first screen of a phone", async () => {
    const { page } = await open(file, phone);
    await page.goto(`${page.url()}#q=exposure`);
    const found = "m3ta.pi-agent.hostUsers.<name>.exposure";
    expect(await topOf(page, found)).toBeGreaterThan(60);
    expect(await topOf(page, found)).toBeLessThan(phone.viewport.height * 0.45);
  });

  it("marks where the keyboard is, in whole", async () => {
    const { page } = await open(file, wide);
    await page.keyboard.press("/");
    await page.keyboard.type("exposure");
    await page.keyboard.press("ArrowDown");
    const ring = await page.evaluate(
      "(({ outlineStyle, outlineWidth, outlineOffset }) => [outlineStyle, outlineWidth, outlineOffset])(getComputedStyle(document.activeElement))",
    );
    expect(ring).toEqual(["solid", "2px", "-2px"]);
  });

  it("is used with the keyboard alone", async () => {
    const { page } = await open(file, wide);
    await page.keyboard.press("/");
    await page.keyboard.type("projectroots");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    expect(await idOf(page)).toBe("m3ta.pi-agent.hostUsers.<name>.projectRoots");
    await page.keyboard.press("ArrowUp");
    expect(await focused(page)).toBe("query");
  });

  it("opens the option that an address names, and the one that a link leads to", async () => {
    const { page } = await open(file, wide);
    const id = "coding.agents.pi.settings.retry.maxDelayMs";
    await page.goto(`${page.url()}#${encodeURIComponent(id)}`);
    expect(await idOf(page)).toBe(id);
    expect(await topOf(page, id)).toBeGreaterThan(60);
    expect(await topOf(page, id)).toBeLessThan(200);
    await page.locator(".option[open] a", { hasText: "retry.provider.maxRetryDelayMs" }).click();
    const target = "coding.agents.pi.settings.retry.provider.maxRetryDelayMs";
    expect(await hash(page)).toBe(`#${target}`);
    expect(await page.locator(`[id="${target}"][open]`).count()).toBe(1);
    expect(await topOf(page, target)).toBeGreaterThan(60);
  });

  it("shows everything that is known of an option", async () => {
    const { page } = await open(file, wide);
    const facts = async (id: string) => {
      await page.goto(`${page.url().split("#")[0]}#${encodeURIComponent(id)}`);
      const rows = await page.locator(`[id="${id}"] dl > div`).allInnerTexts();
      return Object.fromEntries(rows.map((row) => row.split(/\s*\n\s*/, 2)));
    };
    expect(await facts("m3ta.pi-agent.hostUsers.<name>.projectRoots")).toEqual({
      Type: "list of string",
      Default: "[ ]",
      Example: '["~/p" "~/work/private"]',
      "Declared in": "nixos/pi-agent/options.nix",
    });
    expect(await facts("coding.agents.pi.settings.transport")).toMatchObject({
      "Without it, pi takes": '"auto"',
      "Since pi": "0.52.12",
    });
    expect(await facts("coding.agents.pi.models.providers")).toMatchObject({
      "Since pi": "1.3.0 or older",
      "Wider than in pi": "where it is left out, it is empty",
    });
  });

  it("shows one module alone", async () => {
    const { page } = await open(file, wide);
    await page.getByText("Home Manager", { exact: true }).first().click();
    const ids = await shown(page).evaluateAll((elements) => elements.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(500);
    expect(ids.filter((id) => !id.startsWith("coding.agents.pi."))).toEqual([]);
  });

  it("switches the theme and remembers it", async () => {
    const { page } = await open(file, { ...wide, colorScheme: "light" });
    const background = () => page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    const light = await background();
    const button = page.getByRole("button", { name: "Dark theme" });
    await button.click();
    expect(await button.getAttribute("aria-pressed")).toBe("true");
    const dark = await background();
    expect(dark).not.toBe(light);
    await page.reload();
    expect(await background()).toBe(dark);
  });

  it.each([
    ["wide and light, an option open", wide, "light", "m3ta.pi-agent.settings.retry.maxDelayMs"],
    ["on a dark phone, a search", phone, "dark", "q=retry"],
  ] as const)("is accessible and fits: %s", async (_, screen, colorScheme, address) => {
    const { page, complaints, requests } = await open(file, { ...screen, colorScheme });
    await page.goto(`${page.url()}#${encodeURIComponent(address)}`);
    // The other module looks the same, and axe takes its time for each element.
    await page.getByText("NixOS", { exact: true }).first().click();
    const ids = await page.locator("[id]").evaluateAll((all) => all.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    // Also for those that nobody gets to see, of which it says nothing but where an id is there twice.
    await page.locator("[hidden]").evaluateAll((all) => {
      for (const one of all) if (!one.checkVisibility()) one.remove();
    });
    expect(await accessibilityViolations(page)).toEqual([]);
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    expect(await page.evaluate(overflow)).toBe(0);
    expect([complaints, requests]).toEqual([[], []]);
  });

  it("asks for nothing even if it held a picture", async () => {
    const { page, complaints } = await open(file);
    await page.evaluate(
      "document.body.append(Object.assign(new Image(), { src: 'https://example.org/x.png' }))",
    );
    await expect.poll(() => complaints.join()).toContain("Content Security Policy");
  });
});
