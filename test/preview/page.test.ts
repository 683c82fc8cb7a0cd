import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions } from "playwright-core";
import { expect, it } from "vitest";
import type { JsonObject } from "../../src/compiler/ir/types.js";
import { renderPage } from "../../src/isolation/preview/html/page.js";
import { temporaryDirectory } from "../output/tree.js";
import { accessibilityViolations, describeInBrowser } from "../support/browser.js";
import { guide, hostWith, previewOf } from "./support.js";

async function pageOf(text: string, hostSettings?: JsonObject): Promise<string> {
  const file = join(temporaryDirectory(), "host.html");
  writeFileSync(file, renderPage(await previewOf(text, hostSettings)));
  return file;
}

const wide = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };
const mark = `"><img src=x onerror="document.title='pwned'"><script>document.title='pwned'</script>{{x}}&amp;`;
const hostile = hostWith(
  {
    settings: { theme: mark },
    environmentFiles: [`/run/${mark.replace(/[*?%]/g, "")}`],
    stateDir: "/srv/pi",
    environment: { API_KEY: "top secret" },
  },
  { projectRoots: [`~/${mark}`, "/srv/code"] },
);

type Look = Required<Pick<BrowserContextOptions, "colorScheme">> & { readonly viewport: typeof wide };

const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
  [wide, phone].map((viewport): Look => ({ colorScheme, viewport })),
);
const oneLook = looks.slice(-1);

const hosts: readonly [name: string, host: string, shownIn?: readonly Look[]][] = [
  ["the guide's host", guide],
  ["a host whose values are markup", hostile],
  [
    "a closed host",
    hostWith({ network: { mode: "none" }, protectGit: false, projectAccess: "acl" }),
    oneLook,
  ],
  ["a host without users", hostWith({ hostUsers: {} }), oneLook],
  ["a host without the agent", hostWith({ enable: false }), oneLook],
];

describeInBrowser("the page of a host", (open) => {
  it.each(hosts)("%s: no error, no request, accessible, fits", async (_, text, shownIn = looks) => {
    const { page, complaints, requests } = await open(await pageOf(text));
    for (const { colorScheme, viewport } of shownIn) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      expect(await accessibilityViolations(page)).toEqual([]);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
      const links = await page
        .locator("nav a")
        .evaluateAll((all) => all.map((link) => link.getBoundingClientRect().right));
      expect(Math.max(...links)).toBeLessThanOrEqual(viewport.width);
    }
    expect(await page.title()).toMatch(/: what its agent may do$/);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  });

  it("shows what is markup elsewhere as the text that it is, and no value of a variable", async () => {
    const { page } = await open(await pageOf(hostile));
    const text = await page.locator("body").innerText();
    expect(text).toContain(`/home/alice/${mark}`);
    expect(text).toContain(JSON.stringify(mark));
    expect(text).toContain("API_KEY");
    expect(await page.content()).not.toContain("top secret");
  });

  it("shows which layer each setting comes from, and what it replaces", async () => {
    const { page } = await open(await pageOf(guide, { theme: "<dark>", defaultProvider: "local" }), {
      viewport: phone,
    });
    const rows = await page.locator("#settings li").allInnerTexts();
    const plain = rows.map((row) => row.replace(/\s+/g, " ").trim());
    expect(plain).toContain('host theme "<dark>"');
    expect(plain).toContain('managed defaultProvider "anthropic" instead of "local"');
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  it("loads nothing even if a value were markup", async () => {
    const { page } = await open(await pageOf(guide));
    const refused = await page.evaluate(`new Promise((resolve) => {
      addEventListener("securitypolicyviolation", ({ blockedURI }) => resolve(blockedURI));
      document.body.insertAdjacentHTML("beforeend", "<img src=https://example.org/x.png>");
    })`);
    expect(refused).toBe("https://example.org/x.png");
  });

  it("draws the isolation in the shape that fits", async () => {
    const file = await pageOf(guide);
    for (const [viewport, shown, hidden] of [
      [wide, "wide", "narrow"] as const,
      [phone, "narrow", "wide"] as const,
    ]) {
      const { page } = await open(file, { viewport });
      expect(await page.locator(`svg.drawing.${shown}`).isVisible()).toBe(true);
      expect(await page.locator(`svg.drawing.${hidden}`).isVisible()).toBe(false);
      const said = await page.locator(`svg.drawing.${shown}`).getAttribute("aria-label");
      for (const part of ["m3tam3re", "sudo", "runner", "pi-agent", "/home/m3tam3re/p/<project>"])
        expect(said).toContain(part);
      // Every text lies in the drawing, and no two that share a line overlap.
      const boxes = await page.locator(`svg.drawing.${shown} text`).evaluateAll((texts) =>
        texts.map((text) => {
          const { x, y, right } = text.getBoundingClientRect();
          const { x: from, right: to } = (text.parentElement ?? text).getBoundingClientRect();
          return { x, y, right, isInside: x >= from && right <= to };
        }),
      );
      expect(boxes.every(({ isInside }) => isInside)).toBe(true);
      const overlaps = boxes.filter((one, at) =>
        boxes.some(
          (other, index) =>
            index > at && Math.abs(one.y - other.y) < 4 && one.x < other.right && other.x < one.right,
        ),
      );
      expect(overlaps).toEqual([]);
    }
  });

  it("switches the theme", async () => {
    const { page } = await open(await pageOf(guide), { colorScheme: "light" });
    const paper = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const before = await paper();
    await page.getByRole("button", { name: "Switch between light and dark" }).click();
    expect(await paper()).not.toBe(before);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Switch between light and dark" }).click();
    expect(await paper()).toBe(before);
  });

  it("is used with the keyboard alone", async () => {
    const { page } = await open(await pageOf(guide), { viewport: phone, reducedMotion: "reduce" });
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).hash).toBe("#content");
    await page.keyboard.press("/");
    await page.keyboard.type("docker /run");
    const rows = page.locator(".policy > li:visible");
    await expect.poll(() => rows.count()).toBe(1);
    expect(await rows.innerText()).toContain("TemporaryFileSystem=");
    expect(await page.getByRole("status").innerText()).toMatch(/^1 of \d+$/);
    await page.getByRole("link", { name: "Settings" }).press("Enter");
    await expect.poll(() => new URL(page.url()).hash).toBe("#settings");
    await expect
      .poll(() => page.locator("#settings").evaluate((one) => one.getBoundingClientRect().top))
      .toBeLessThan(120);
  });
});
