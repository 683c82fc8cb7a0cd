import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { describeWith, onPath } from "./programs.js";

// Half as long as what the module has as its source, and every page has to read it.
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A page in a headless browser, and what it did that a page on a disk should not do. */
export interface OpenPage {
  readonly page: Page;
  /** Errors on the console, and exceptions. */
  readonly complaints: readonly string[];
  /** Addresses asked for beside the file itself. */
  readonly requests: readonly string[];
}

export type Open = (file: string, options?: BrowserContextOptions) => Promise<OpenPage>;

/** Tests with one browser for all of them; see {@link describeWith}. */
export function describeInBrowser(title: string, body: (open: Open) => void): void {
  describeWith(["chromium"], title, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: onPath("chromium") ?? "", args: ["--no-sandbox"] });
    });
    afterAll(() => browser.close());
    body(async (file, options) => openFile(await (await browser.newContext(options)).newPage(), file));
  });
}

async function openFile(page: Page, file: string): Promise<OpenPage> {
  const complaints: string[] = [];
  const requests: string[] = [];
  const address = pathToFileURL(file).href;
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (request.url().split("#", 1)[0] !== address) requests.push(request.url());
  });
  await page.goto(address);
  return { page, complaints, requests };
}

/** Every violation that axe-core finds, as rule and element. The page's own policy would refuse a script of it. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  if (await page.evaluate("!('axe' in window)")) await page.evaluate(axe);
  const results: AxeResults = await page.evaluate("axe.run(document, { resultTypes: ['violations'] })");
  return results.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
