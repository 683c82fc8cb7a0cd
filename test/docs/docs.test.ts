import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, it } from "vitest";
import { flattenWhole, showOption } from "../../src/compiler/docs/flatten.js";
import { packageRoot } from "../../src/root.js";
import { nixsmith } from "../cli/command.js";
import { harvest, temporaryDirectory } from "../output/tree.js";
import { modules } from "../support/pi.js";

const files = [
  "coding.agents.pi.md",
  "declaration.schema.json",
  "host.schema.json",
  "m3ta.pi-agent.md",
  "nixsmith-options.5",
  "options.html",
  "options.json",
];

async function written(...formats: readonly string[]): Promise<string> {
  const cwd = temporaryDirectory();
  const format = formats.length === 0 ? [] : ["--format", ...formats];
  const { status } = await nixsmith(["docs", "--out", "out", ...format], { cwd });
  expect(status).toBe(0);
  return join(cwd, "out");
}

describe("nixsmith docs", () => {
  it("writes every format, and nothing the second time", async () => {
    const cwd = temporaryDirectory();
    expect(await nixsmith(["docs"], { cwd })).toEqual({
      status: 0,
      out: files.map((file) => `docs/reference/${file}\n`).join(""),
      err: "docs/reference: 7 new\n",
    });
    expect(await nixsmith(["docs"], { cwd })).toEqual({
      status: 0,
      out: "",
      err: "docs/reference: 7 unchanged\n",
    });
  });

  it("writes the formats asked for and leaves the others alone", async () => {
    const cwd = temporaryDirectory();
    await nixsmith(["docs"], { cwd });
    const { err } = await nixsmith(["docs", "--format", "man", "html"], { cwd });
    expect(err).toBe("docs/reference: 2 unchanged\n");
    expect(Object.keys(harvest(join(cwd, "docs/reference"))).toSorted()).toEqual(files);
  });

  it("shares a directory with the modules", async () => {
    const cwd = temporaryDirectory();
    await nixsmith(["docs", "--out", "."], { cwd });
    await nixsmith(["generate", "--out", "."], { cwd });
    await nixsmith(["docs", "--out", "."], { cwd });
    expect(Object.keys(harvest(cwd))).toEqual(
      expect.arrayContaining([...files, "nixos/pi-agent/default.nix"]),
    );
  });

  it("checks, with the difference and the command that mends it", async () => {
    const cwd = temporaryDirectory();
    await nixsmith(["docs", "--format", "man"], { cwd });
    const page = join(cwd, "docs/reference/nixsmith-options.5");
    writeFileSync(page, readFileSync(page, "utf8").replace(".SH NAME\n", ""));
    const { status, out, err } = await nixsmith(["docs", "--check", "--format", "man"], { cwd });
    expect(status).toBe(1);
    expect(out).toContain("\n+.SH NAME\n");
    expect(err).toBe("docs/reference: 1 stale\n  to mend: nixsmith docs --format man\n");
  });

  it.each([
    ["a page", { file: "options.html", content: "<p>mine</p>\n" }],
    ["an options.json", { file: "options.json", content: '{"scripts": {}}\n' }],
  ])("leaves %s that somebody else made", async (_, { file, content }) => {
    const out = await written("markdown");
    writeFileSync(join(out, file), content);
    const { status, err } = await nixsmith(["docs", "--out", out]);
    expect(status).toBe(2);
    expect(err).toContain(`${join(out, file)}: the file was not made by nixsmith`);
    expect(readFileSync(join(out, file), "utf8")).toBe(content);
  });

  it("takes the place of an older options.json", async () => {
    const out = await written("options-json");
    const file = join(out, "options.json");
    const fresh = readFileSync(file, "utf8");
    const { a: _, ...rest } = { a: 1, ...JSON.parse(fresh) };
    writeFileSync(file, JSON.stringify({ gone: Object.values(rest)[0], ...rest }));
    expect((await nixsmith(["docs", "--out", out, "--format", "options-json"])).status).toBe(0);
    expect(readFileSync(file, "utf8")).toBe(fresh);
  });
});

it("the committed reference is fresh", async () => {
  const argv = ["docs", "--check", "--format", "markdown", "json-schema"];
  const { out, err } = await nixsmith(argv, { cwd: packageRoot });
  expect(out).toBe("");
  expect(err).toBe("docs/reference: 4 fresh\n");
});

const names = modules.flatMap(flattenWhole).map(({ loc }) => showOption(loc));

describe("the manual page", () => {
  it("is rendered by man without a warning, and has every option", async () => {
    const page = join(await written("man"), "nixsmith-options.5");
    const { stdout, stderr } = await execa("man", ["--warnings=w", "-E", "UTF-8", "-l", page], {
      env: { LC_ALL: "C.UTF-8", MANWIDTH: "100", MANROFFOPT: "-ww", MAN_KEEP_FORMATTING: "", PAGER: "cat" },
    });
    expect(stderr).toBe("");
    // Long names are broken over lines.
    const text = stdout.replace(/\s+/g, "");
    expect(names.filter((name) => !text.includes(name.replace(/\s+/g, "")))).toEqual([]);
  });
});

describe("the Markdown pages", () => {
  it("have every option under a heading, and links that lead to headings", async () => {
    const out = await written("markdown");
    const pages = Object.values(harvest(out));
    const headings = pages.flatMap((page) => page.match(/^#+ .*$/gm) ?? []);
    expect(names.filter((name) => !headings.includes(`### \`${name}\``))).toEqual([]);
    const anchors = headings.map((heading) =>
      heading
        .replace(/^#+ /, "")
        .toLowerCase()
        .replace(/[^\w -]/g, "")
        .replaceAll(" ", "-"),
    );
    const links = pages.flatMap((page) => [...page.matchAll(/\]\(#(.*?)\)/g)].map(([, anchor]) => anchor));
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((link) => !anchors.includes(link ?? ""))).toEqual([]);
  });

  it("show what is known of an option", async () => {
    const out = await written("markdown");
    const page = readFileSync(join(out, "m3ta.pi-agent.md"), "utf8");
    const start = page.indexOf("### `m3ta.pi-agent.settings.retry.maxDelayMs`");
    expect(page.slice(start, page.indexOf("\n### ", start))).toMatchInlineSnapshot(`
      "### \`m3ta.pi-agent.settings.retry.maxDelayMs\`

      Former name of \`retry.provider.maxRetryDelayMs\`.

      - Type: \`null or signed integer or floating point number\`
      - Default: \`null\`
      - Since pi: 1.3.0
      - Deprecated: pi calls it retry.provider.maxRetryDelayMs now.
      "
    `);
  });
});
