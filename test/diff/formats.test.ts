import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colours } from "../../src/colours.js";
import { diffSides } from "../../src/compiler/diff/engine/engine.js";
import { formatNames } from "../../src/compiler/diff/engine/names.js";
import { type Format, formats } from "../../src/compiler/diff/report/formats/index.js";
import { plain as prose } from "../../src/compiler/diff/report/formats/markup.js";
import { sift } from "../../src/compiler/diff/report/ignore.js";
import { locate } from "../../src/compiler/diff/report/locate.js";
import { makeReport, type Report } from "../../src/compiler/diff/report/report.js";
import { type Fixture, json, option, optionsPath, preset, row, treeSide } from "./fixtures.js";

/** Words that would end a code span, a fence, a tag, a workflow command or an element, and reach a person or a host. */
const hostile = "``` ` </details><img src=x> @everyone %0A::error::x\n```\n]]> & \u001b[31m \u0000";

const settings = (...keys: readonly string[]) =>
  option("settings", {
    type: { kind: "submodule", options: keys.map((key) => option(key)), freeform: json },
    ...preset({}),
  });

const base: Fixture = {
  options: [
    option("kept"),
    option("stateDir"),
    option("words", { description: "Harmless." }),
    settings("hookTimeout"),
  ],
  hardening: [row("NoNewPrivileges"), row("ProtectSystem", { value: "strict" })],
  files: { "runner.sh": "umask 077\nrun\n" },
};
const head: Fixture = {
  ...base,
  options: [
    option("kept", preset("y")),
    option("stateDirectory"),
    option("words", { description: hostile }),
    settings("hooksTimeout"),
  ],
  hardening: [row("ProtectSystem", { value: "full" })],
  packages: ["git", "curl"],
  files: { ...base.files, "runner.sh": "umask 022\nrun\n" },
};

function reportOf(from: Fixture, to: Fixture): Report {
  const sides = {
    base: { ...treeSide(from), name: "main" },
    head: { ...treeSide(to), name: "the working tree" },
  };
  const difference = diffSides(sides.base, sides.head);
  const passing = difference.findings.filter(({ rule }) => rule.id === "sandbox-package-added");
  const ignore = passing.map(({ fingerprint }) => ({
    fingerprint,
    reason: "The agent | needs *curl*.",
    until: "2030-01-01",
  }));
  return makeReport(sides, sift(difference.findings, ignore, "2029-12-31"), difference, "breaking");
}

const plain = colours(false, {});
const written = (format: Format, report: Report): string => formats[format](report, plain);
const extensions: Readonly<Record<Format, string>> = {
  text: "txt",
  markdown: "md",
  json: "json",
  github: "github.txt",
  gitea: "gitea.json",
  junit: "xml",
};

describe("a report", () => {
  it.each(formatNames)("as %s", async (format) => {
    await expect(written(format, reportOf(base, head))).toMatchFileSnapshot(
      `golden/report.${extensions[format]}`,
    );
  });

  it.each(formatNames)("of nothing as %s", async (format) => {
    await expect(written(format, reportOf(base, base))).toMatchFileSnapshot(
      `golden/nothing.${extensions[format]}`,
    );
  });
});

describe("Markdown", () => {
  const many = Array.from({ length: 3000 }, (_, index) => option(`option${index}`));

  it("fits a comment, the gravest first, and says what is missing", () => {
    const text = written("markdown", reportOf({ ...base, options: many }, head));
    expect(text.length).toBeLessThan(65_536);
    expect(text).toContain("NoNewPrivileges");
    expect(text).toMatch(/… and \d+ more, in the job's log/);
  });

  it("names every grave finding, however long the difference of one is", () => {
    const long = Array.from({ length: 20_000 }, (_, index) => `echo ${index}\n`).join("");
    const files = { ...base.files, "a.sh": long, "runner.sh": "umask 022\nrun\n" };
    const text = written("markdown", reportOf(base, { ...head, files }));
    expect(text.length).toBeLessThan(65_536);
    for (const name of ["ProtectSystem", "a.sh", "runner.sh", "stateDirectory"]) expect(text).toContain(name);
    expect(text).toMatch(/… and \d+ more lines, in the job's log\n/);
  });

  it("keeps what a message quotes on its line", () => {
    const text = written(
      "markdown",
      reportOf(base, { ...base, sudo: ["Defaults x\n# Approved\n- [x] merge"] }),
    );
    expect(text).toContain("another rule: Defaults x⏎\\# Approved⏎- \\[x\\] merge");
  });

  it("has no markup in prose, whatever backticks are around it", () => {
    const pieces = fc.constantFrom("`", "``", "```", "\\", " ", "a", "<img>", "</details>");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (text) => {
        expect(withoutCode(prose(text.join("")))).not.toMatch(/(?<!\\)(\\\\)*</);
      }),
    );
  });

  it("shows a description of the pull request as data", () => {
    const text = written(
      "markdown",
      reportOf(base, { ...base, options: [option("words", { description: hostile })] }),
    );
    const outside = text.replace(/^ *(`{3,})diff\n[\s\S]*?^ *\1$/gm, "").replace(/(`+)[^`]+\1/g, "");
    expect(outside).not.toMatch(/<img|@everyone|\]\]>/);
  });
});

describe("a place", () => {
  it("is the line that changed, and not the first of those around it", () => {
    const lines = Array.from({ length: 9 }, (_, at) => `echo ${at}\n`);
    const script = (text: string) => ({ files: { "runner.sh": lines.with(6, text).join("") } });
    const { findings, head: tree } = reportOf(script("umask 077\n"), script("umask 000\n"));
    expect(findings.map((finding) => locate(finding, tree))).toEqual([
      { file: "modules/runner.sh", line: 7 },
    ]);
  });
});

describe("workflow commands", () => {
  it("are one line for each finding and one for the sum", () => {
    const report = reportOf(base, head);
    const lines = written("github", report).trimEnd().split("\n");
    expect(lines).toHaveLength(report.findings.length + 1);
    expect(lines.slice(0, -1).every((line) => /^::(error|warning|notice) [^:]*::/.test(line))).toBe(true);
  });
});

describe("every format", () => {
  it.each(formatNames)("%s has room for a name that is no text", (format) => {
    const report = reportOf(base, { ...base, reserved: ["HOME", "\ud800 \u0000 \u202e"] });
    expect(written(format, report)).toContain("d800");
    expect(written(format, report)).not.toMatch(/[\p{Cs}\0\u202e]/u);
  });
});

describe("XML", () => {
  it("has a failure for what fails the comparison, and output for the rest", () => {
    const report = reportOf(base, head);
    const failures = (failOn: Report["failOn"]) =>
      written("junit", { ...report, failOn }).match(/<failure/g) ?? [];
    const rulesOf = (grave: readonly string[]) =>
      new Set(report.findings.filter(({ rule }) => grave.includes(rule.severity)).map(({ rule }) => rule))
        .size;
    expect(failures("breaking")).toHaveLength(rulesOf(["breaking", "security"]));
    expect(failures("never")).toHaveLength(0);
    expect(failures("info")).toHaveLength(rulesOf(["info", "warning", "breaking", "security"]));
    expect(written("junit", report)).toContain("<system-out>");
  });

  it("has a failure for files that no rule reads", () => {
    const text = written("junit", { ...reportOf(base, base), unclassified: ["a & b.nix"] });
    expect(text).toContain('<failure message="files differ, and no rule reads them">a &amp; b.nix</failure>');
  });

  it("has no bare markup and no control character", () => {
    const text = written("junit", reportOf(base, head));
    const content = text.replace(/<\/?[a-z-]+( [a-z]+="[^"<]*")*\/?>|<\?xml[^>]*\?>/g, "");
    expect(content).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)|(?![\t\n])\p{Cc}/u);
  });
});

describe("JSON", () => {
  it("reads back with every finding, its place and what is ignored", () => {
    const words = option("words", { description: "Other words." });
    const report = reportOf(base, { ...head, options: [...(head.options ?? []).slice(0, 2), words] });
    const data = JSON.parse(written("json", report));
    const declared = report.head.files?.get(optionsPath) ?? "";
    expect(data).toMatchObject({ base: "main", head: "the working tree", failOn: "breaking", failed: true });
    expect(data.findings).toHaveLength(report.findings.length);
    expect(data.ignored).toMatchObject([{ rule: "sandbox-package-added", until: "2030-01-01" }]);
    expect(data.findings.find(({ rule }: { rule: string }) => rule === "description-changed")).toMatchObject({
      file: `modules/${optionsPath}`,
      line: expect.toSatisfy((line) => declared.split("\n")[line - 1]?.includes("words = mkOption") === true),
    });
  });
});

/** Without spans of code, as CommonMark reads them: from some backticks in a row to the next that are as many. */
function withoutCode(text: string): string {
  const opening = /^((?:[^`\\]|\\[\s\S]|\\$)*)(`+)/.exec(text);
  if (opening === null) return text;
  const [whole, before = "", marks = ""] = opening;
  const rest = text.slice(whole.length);
  const closing = [...rest.matchAll(/`+/g)].find(([run]) => run === marks);
  return closing === undefined
    ? `${before}${marks}${withoutCode(rest)}`
    : `${before}code${withoutCode(rest.slice(closing.index + marks.length))}`;
}
