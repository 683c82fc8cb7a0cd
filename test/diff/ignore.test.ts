import { describe, expect, it } from "vitest";
import { diffSides, type Finding } from "../../src/compiler/diff/engine/engine.js";
import { failOnNames, severities } from "../../src/compiler/diff/engine/names.js";
import type { Severity } from "../../src/compiler/diff/engine/rule.js";
import { decodeSnapshot, type Snapshot } from "../../src/compiler/diff/engine/snapshot-schema.js";
import { sift } from "../../src/compiler/diff/report/ignore.js";
import { parseIgnoreFile } from "../../src/compiler/diff/report/ignore-file.js";
import { NixsmithError } from "../../src/errors.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { programs } from "../support/pi.js";
import { cases } from "./cases.js";
import { commit, diff, directory, git, inModules, put, repository } from "./command.js";
import { option, preset, treeSide } from "./fixtures.js";

const entry = { fingerprint: "0123456789abcdef", reason: "Looked at in review.", until: "2030-06-30" };

describe("an ignore file", () => {
  const lines = Object.entries(entry).map(([key, value]) => `${key}: ${value}`);
  const yaml = `- ${lines.join("\n  ")}\n`;

  it("is a list of entries", () => {
    expect(parseIgnoreFile(`# Reviewed.\n${yaml}`, "f")).toEqual([entry]);
    expect(parseIgnoreFile("", "f")).toEqual([]);
  });

  it.each([
    ["no YAML", "- [", "f:1: this is not YAML"],
    ["no list", "fingerprint: x\n", "f:1: Invalid input: expected array"],
    ["no reason", yaml.replace(/ {2}reason.*\n/, ""), "f:1, entry 1, reason: Invalid input: expected string"],
    [
      "a reason that is none",
      yaml.replace("Looked at in review.", "ok"),
      "f:2, entry 1, reason: expected a sentence",
    ],
    ["no last day", yaml.replace(/ {2}until.*\n/, ""), "f:1, entry 1, until"],
    [
      "a day that there is not",
      yaml.replace("06-30", "06-31"),
      "f:3, entry 1, until: expected a day such as 2026-12-31",
    ],
    [
      "a fingerprint cut short",
      yaml.replace("cdef", ""),
      "f:1, entry 1, fingerprint: expected the 16 digits",
    ],
    ["a key too many", `${yaml}  rule: x\n`, 'f:1, entry 1: Unrecognized key: "rule"'],
    ["a second entry", `${yaml}- 1\n`, "f:4, entry 2: Invalid input: expected object"],
    ["an alias", "- &a x\n- *a\n", "f: there is an alias"],
  ])("refuses %s", (_, text, want) => {
    const refusal = expect(() => parseIgnoreFile(text, "f"));
    refusal.toThrow(NixsmithError);
    refusal.toThrow(expect.toSatisfy((error) => error.render().startsWith(want)));
  });
});

describe("an entry", () => {
  const { findings } = diffSides(treeSide(), treeSide({ options: [option("kept", preset("y"))] }));
  const [{ fingerprint } = { fingerprint: "" }] = findings;
  const matching = { ...entry, fingerprint };

  it("lets its change pass until its last day", () => {
    expect(sift(findings, [matching], "2030-06-30")).toEqual({
      findings: [],
      ignored: [[findings[0], matching]],
      notes: [],
    });
  });

  it("counts no longer after that, and says so", () => {
    expect(sift(findings, [matching], "2030-07-01")).toEqual({
      findings,
      ignored: [],
      notes: [`the ignore entry ${fingerprint} has expired on 2030-06-30; its change counts again`],
    });
  });

  it("does not cover another value of the same option", () => {
    const other = diffSides(treeSide(), treeSide({ options: [option("kept", preset("z"))] }));
    const { findings: left, notes } = sift(other.findings, [matching], "2030-01-01");
    expect(left).toEqual(other.findings);
    expect(notes).toEqual([`the ignore entry ${fingerprint} matches nothing; remove it`]);
  });
});

describe("fingerprints", () => {
  it("differ for every change there is a case for", () => {
    const all = cases.flatMap(({ base, head }) => diffSides(treeSide(base), treeSide(head)).findings);
    const twice = all.filter(
      ({ fingerprint }, at) => all.findIndex((one) => one.fingerprint === fingerprint) < at,
    );
    expect(twice.map(({ rule, subject }) => `${rule.id} ${subject}`)).toEqual([]);
  });

  it("do not depend on what else changes, nor on how the sides are named", () => {
    const head = { options: [option("kept", preset("y"))] };
    const isPreset = ({ rule }: Finding): boolean => rule.id === "default-changed";
    const alone = diffSides(treeSide(), treeSide(head)).findings.find(isPreset);
    const named = { ...treeSide(), name: "another" };
    const among = diffSides(named, treeSide({ ...head, packages: [] })).findings.find(isPreset);
    expect(among?.fingerprint).toBe(alone?.fingerprint);
  });
});

describe("exit status", () => {
  const tree = inModules(artefacts(programs));
  const snapshot = String(tree["modules/nixsmith.json"]);
  const changed = (change: (snapshot: Snapshot) => Partial<Snapshot>): string => {
    const parsed = decodeSnapshot(JSON.parse(snapshot), "snapshot");
    return JSON.stringify({ ...parsed, ...change(parsed) });
  };
  const states: Readonly<Record<Severity, string>> = {
    info: changed(({ source }) => ({ source: { ...source, version: "0.0.0" } })),
    warning: changed(({ packages }) => ({ packages: [...packages, "curl"] })),
    breaking: changed(({ reserved }) => ({ reserved: [...reserved, "EDITOR"] })),
    security: changed(({ sudo }) => ({ sudo: sudo.map((line) => line.replace('""', "*")) })),
  };

  it.each(severities)("1 from --fail-on %s down, 0 above", async (severity) => {
    const path = directory({ "old.json": snapshot, "new.json": states[severity] });
    const statuses = await Promise.all(
      failOnNames.map(async (name) => (await diff(path, "old.json", "new.json", "--fail-on", name)).status),
    );
    const rank = failOnNames.indexOf(severity);
    expect(statuses).toEqual(failOnNames.map((_, index) => (index <= rank ? 1 : 0)));
  });

  const waivers = (out: string, until: string) =>
    JSON.parse(out)
      .findings.map(
        ({ fingerprint }: { fingerprint: string }) =>
          `- fingerprint: "${fingerprint}"\n  reason: Agreed on in review.\n  until: ${until}\n`,
      )
      .join("");
  const within = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

  it("0 for what the base's ignore file lets pass, which the report still shows", async () => {
    const path = repository(tree);
    put(path, { "modules/nixsmith.json": states.security });
    const { out } = await diff(path, "HEAD", "--format", "json");
    git(path, "stash", "--quiet");
    commit(path, { "nixsmith-ignore.yaml": waivers(out, within(300)) });
    git(path, "stash", "pop", "--quiet");
    const passed = await diff(path, "HEAD");
    expect(passed.status).toBe(0);
    expect(passed.out).toContain(`ignored until ${within(300)}: sudo rule is broader`);
  });

  it("1 for what the change itself wants to let pass, and for that too", async () => {
    const path = repository(tree);
    put(path, { "modules/nixsmith.json": states.security });
    const { out } = await diff(path, "HEAD", "--format", "json");
    put(path, { "nixsmith-ignore.yaml": waivers(out, within(300)) });
    for (const args of [["HEAD"], ["HEAD", "--fail-on", "security"]]) {
      const refused = await diff(path, ...args);
      expect(refused.status).toBe(1);
      expect(refused.out).toContain("sudo rule is broader");
      expect(refused.out).toMatch(/ignore file: [0-9a-f]{16} is let pass {2}waiver-added/);
      expect(refused.out).not.toContain("ignored until");
    }
    const asked = await diff(path, "HEAD", "--ignore", "nixsmith-ignore.yaml");
    expect(asked).toMatchObject({
      status: 2,
      err: expect.stringContaining("HEAD has no nixsmith-ignore.yaml"),
    });
    commit(path, {});
    expect((await diff(path, "HEAD~1", "HEAD")).out).toContain("waiver-added");
    put(path, { "nixsmith-ignore.yaml": "- [\n" });
    expect((await diff(path, "HEAD~1")).out).toContain("ignore file is none that can be read");
  });

  it("1 for what is let pass for more than a year", async () => {
    const path = repository(tree);
    put(path, { "modules/nixsmith.json": states.security });
    const { out } = await diff(path, "HEAD", "--format", "json");
    git(path, "stash", "--quiet");
    commit(path, { "nixsmith-ignore.yaml": waivers(out, "2999-12-31") });
    git(path, "stash", "pop", "--quiet");
    const refused = await diff(path, "HEAD");
    expect(refused.status).toBe(1);
    expect(refused.err).toContain("does not count: 2999-12-31 is more than a year away; write a day up to ");
  });
});
