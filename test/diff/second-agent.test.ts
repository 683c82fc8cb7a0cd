import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, it } from "vitest";
import * as z from "zod";
import { nixsmith } from "../cli/command.js";

/** A change by which a second agent comes to an overlay, as its maintainer sees it: by the commands, in a git repository. */

const finding = z.object({
  rule: z.string(),
  severity: z.string(),
  subject: z.string(),
  message: z.string(),
  after: z.string().optional(),
  patch: z.string().optional(),
});
type Finding = z.infer<typeof finding>;

const cwd = mkdtempSync(join(tmpdir(), "nixsmith-second-"));
afterAll(() => rmSync(cwd, { recursive: true }));
let status = 0;
let findings: readonly Finding[] = [];
let evaluated: readonly Finding[] = [];

async function run(...args: readonly string[]) {
  const outcome = await nixsmith(args, { cwd });
  if (![0, 1].includes(outcome.status)) throw new Error(outcome.err);
  return outcome;
}
const declare = (...programs: readonly string[]) =>
  writeFileSync(join(cwd, "nixsmith.config.json"), JSON.stringify({ programs }));
const findingsOf = (out: string) => z.object({ findings: z.array(finding) }).parse(JSON.parse(out)).findings;

beforeAll(async () => {
  const git = (...args: readonly string[]) => execa("git", args, { cwd });
  declare("pi");
  await run("generate");
  await git("init", "-q", ".");
  await git("add", "-A");
  await git("-c", "user.name=lab", "-c", "user.email=lab@example.org", "commit", "-qm", "pi alone");
  declare("pi", "opencode");
  await run("generate");
  const plain = await run("diff", "HEAD", "--format", "json");
  status = plain.status;
  findings = findingsOf(plain.out);
  evaluated = findingsOf((await run("diff", "HEAD", "--format", "json", "--evaluate")).out);
});

const withRule = (rule: string, all = findings) => all.filter((one) => one.rule === rule);

it("is a matter of security, by its sudo rule", () => {
  expect(status).toBe(1);
  expect(withRule("sudo-broadened")).toEqual([
    expect.objectContaining({
      severity: "security",
      message: expect.stringContaining("opencode-agent-runner"),
    }),
  ]);
});

it("breaks for nobody: what the new agent is held to is named as its own", () => {
  expect(findings.filter(({ severity }) => severity === "breaking")).toEqual([]);
  const limits = withRule("agent-limit-added").map(({ subject }) => subject);
  expect(limits).toEqual(
    expect.arrayContaining([
      "opencode-agent.commandShared",
      "opencode-agent.OPENCODE_CONFIG",
      "opencode-agent.node_modules",
    ]),
  );
});

it("names every script of the new agent, and shows none that the first one has", () => {
  const scripts = withRule("script-added");
  expect(scripts.length).toBeGreaterThan(20);
  // Its names are its own.
  const [names, ...others] = scripts;
  expect(names).toMatchObject({
    severity: "security",
    subject: "nixos/opencode-agent/agent.sh",
    message: "is new",
  });
  for (const { severity, subject, message, patch } of others) {
    const name = subject.replace("nixos/opencode-agent/", "");
    expect({ severity, message, patch }).toEqual({
      severity: "security",
      message: `is new, and the same text as nixos/pi-agent/${name} of the base`,
      patch: undefined,
    });
  }
});

it("shows what is the new agent's own, and that its hardening is the first one's", () => {
  const wiring = (name: string) =>
    withRule("wiring-added").find(({ subject }) => subject === `nixos/opencode-agent/${name}.nix`);
  for (const name of ["checks", "runtime", "options"]) {
    expect(wiring(name)).toMatchObject({ severity: "security", message: "is new" });
    expect(wiring(name)?.patch).toContain("opencode-agent");
  }
  expect(wiring("hardening")).toMatchObject({
    severity: "security",
    message: "is new, and the same text as nixos/pi-agent/hardening.nix of the base",
  });
});

it("shows a script of the new agent that is not quite the first one's", async () => {
  const script = join(cwd, "modules/nixos/opencode-agent/verify.sh");
  const text = readFileSync(script, "utf8");
  writeFileSync(script, text.replace(/^ *\(\(filters > hostFilters\)\).*\n/m, ""));
  const { out } = await run("diff", "HEAD", "--format", "json");
  writeFileSync(script, text);
  const changed = findingsOf(out).filter(({ subject }) => subject === "nixos/opencode-agent/verify.sh");
  expect(changed).toContainEqual(
    expect.objectContaining({ severity: "security", patch: expect.stringContaining("checkPrivileges()") }),
  );
});

it("names every option that there is now, and takes nothing from the first agent", () => {
  const options = withRule("option-added").map(({ subject }) => subject);
  expect(options).toEqual(
    expect.arrayContaining(["m3ta.opencode-agent.enable", "coding.agents.opencode.enable"]),
  );
  const about = findings.filter(({ subject }) => /^(m3ta|coding\.agents)\.pi|nixos\/pi-agent/.test(subject));
  expect(about).toEqual([]);
});

it("shows what a host with both gets that had one: account, group, units, rule", () => {
  const gained = evaluated.filter(({ subject }) => subject.startsWith("host "));
  const subjects = gained.map(({ subject }) => subject).join("\n");
  for (const part of ["users.users.opencode-agent", "users.groups.opencode-agent", "opencode-agent-.service"])
    expect(subjects).toContain(part);
  expect(gained.filter(({ subject }) => /[^a-z]pi-agent/.test(subject))).toEqual([]);
  expect(gained.some(({ severity }) => severity === "security")).toBe(true);
});
