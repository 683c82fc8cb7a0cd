import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { evaluateNix } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import type { AgentProperty } from "../../src/compiler/program/agent.js";
import { policyFault } from "../../src/isolation/policy/agent.js";
import { hardening } from "../../src/isolation/policy/hardening.js";
import { packageRoot } from "../../src/root.js";
import { nixsmith } from "../cli/command.js";
import { writeTree } from "../e2e/lab/agents.js";

/** Rows of an agent's own in the policy: what is taken, what becomes of it, and what a reviewer hears. */

const own = (value: AgentProperty["value"], opens?: string): AgentProperty => ({
  value,
  reason: "It must.",
  ...(opens === undefined ? {} : { opens }),
});
const opened = (value: AgentProperty["value"]) => own(value, "Something.");

describe("an agent's own row", () => {
  it.each([
    ["MemoryDenyWriteExecute", own("yes")],
    ["SystemCallFilter", own(["~@debug"])],
    ["TemporaryFileSystem", own(["/srv:ro"])],
    ["LockPersonality", opened("no")],
    ["SystemCallFilter", opened(["ptrace"])],
  ])("is taken: %s", (property, row) => expect(policyFault(property, row)).toBeUndefined());

  it.each([
    ["LockPersonality", own("no"), "LockPersonality=no loosens the policy; say in opens what that opens"],
    ["LockPersonality", opened("yes"), "LockPersonality=yes opens nothing; remove opens"],
    ["MemoryDenyWriteExecute", opened("yes"), "MemoryDenyWriteExecute opens nothing; remove opens"],
    [
      "NoNewPrivileges",
      opened("no"),
      "NoNewPrivileges=no would open what sessions, users and the host rely on",
    ],
    ["SystemCallFilter", opened(["@keyring"]), "SystemCallFilter=@keyring would open what"],
    ["SystemCallFilter", opened(["io_uring_setup"]), "SystemCallFilter=io_uring_setup would open what"],
    ["SystemCallFilter", opened("ptrace"), "SystemCallFilter is a list; write one"],
    ["LockPersonality", opened(["no"]), "LockPersonality is one assignment; write a text"],
    ["MemoryMax", own("1G"), "MemoryMax follows an option of the host's"],
    ["ExecStartPre", opened("/bin/sh"), "ExecStartPre may open something, and nobody has looked"],
    ["ReadOnlyPaths", own(["/srv\nUser=root"]), "a value is one line of text"],
  ])("is refused: %s", (property, row, said) => expect(policyFault(property, row)).toContain(said));

  it("cannot switch off any row but those that nobody else is exposed to", () => {
    const switches = hardening.filter(({ value }) => value.kind === "scalar" && value.text === "yes");
    const names = [...new Set(switches.map(({ property }) => property))];
    expect(names.filter((name) => policyFault(name, opened("no")) === undefined)).toEqual([
      "RestrictNamespaces",
      "LockPersonality",
      "SendSIGHUP",
    ]);
    for (const name of names) expect(policyFault(name, own("no"))).toMatch(/loosens|would open|follows/);
  });
});

describe("an agent with rows of its own", () => {
  const scratch = mkdtempSync(join(tmpdir(), "nixsmith-policy-"));
  afterAll(() => rmSync(scratch, { recursive: true }));
  const cwd = join(scratch, "overlay");
  const declaration = join(cwd, "nixsmith.config.json");
  const host = join(cwd, "host.json");
  const declared = z.looseObject({
    programs: z.tuple([
      z.string(),
      z.string(),
      z.looseObject({ isolated: z.looseObject({ policy: z.json() }) }),
    ]),
  });
  let tree: string;
  let text: string;
  beforeAll(async () => {
    tree = await writeTree(cwd);
    text = readFileSync(declaration, "utf8");
  });

  /** A tree of the same agents, of which the third has `policy`. */
  async function treeWith(name: string, policy: z.core.util.JSONType | undefined): Promise<string> {
    const { programs, ...rest } = declared.parse(JSON.parse(text));
    const [first, second, { isolated, ...quill }] = programs;
    const { policy: _, ...others } = isolated;
    const changed = { ...quill, isolated: { ...others, ...(policy === undefined ? {} : { policy }) } };
    writeFileSync(declaration, JSON.stringify({ ...rest, programs: [first, second, changed] }));
    const made = await nixsmith(["generate", "--out", name], { cwd });
    writeFileSync(declaration, text);
    if (made.status !== 0) throw new Error(made.err);
    return join(cwd, name);
  }

  const hostWith = (extraProperties: object) => ({
    "m3ta.quill-agent": {
      enable: true,
      hostUsers: { alice: { projectRoots: ["~/p"] } },
      hardening: { extraProperties },
    },
    "users.users": { alice: { isNormalUser: true } },
  });
  async function rendered(extraProperties: object) {
    writeFileSync(host, JSON.stringify(hostWith(extraProperties)));
    return nixsmith(["render", host], { cwd });
  }
  async function evaluated(extraProperties: object) {
    const json = JSON.stringify(hostWith(extraProperties)["m3ta.quill-agent"]);
    const asked = `let
      lib = import ${(await findLibrary()).path};
      host = import ${join(packageRoot, "test/nixos-stubs/eval.nix")} {
        inherit lib;
        overrides.quill.mainProgram = "quill";
        modules = [
          ${join(tree, "nixos/quill-agent")}
          {
            users.users.alice = {isNormalUser = true; home = "/home/alice";};
            m3ta.quill-agent = builtins.fromJSON ''${json}'';
          }
        ];
      };
    in {
      inherit (host) failedAssertions;
      unit = host.config.systemd.services."quill-agent-".serviceConfig;
    }`;
    return z
      .object({ failedAssertions: z.array(z.string()), unit: z.record(z.string(), z.json()) })
      .parse(await evaluateNix(asked));
  }

  it("has them on a host, by Nix and by render, with their reasons", async () => {
    const { failedAssertions, unit } = await evaluated({});
    expect(failedAssertions).toEqual([]);
    expect(unit).toMatchObject({ LockPersonality: ["no"], MemoryDenyWriteExecute: ["yes"] });
    const { status, out, err } = await rendered({});
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out).toContain("LockPersonality");
    expect(out.replace(/\s+/g, " ")).toContain(
      "Addresses of a program are not random where it asks for that.",
    );
  });

  it("lets a host take back what it opens, and nothing that it locks", async () => {
    const { failedAssertions, unit } = await evaluated({ LockPersonality: true });
    expect({ failedAssertions, personality: unit.LockPersonality }).toEqual({
      failedAssertions: [],
      personality: ["yes"],
    });
    expect((await rendered({ LockPersonality: true })).status).toBe(0);
    const refused = "m3ta.quill-agent.hardening.extraProperties.MemoryDenyWriteExecute: this would loosen";
    const nix = await evaluated({ MemoryDenyWriteExecute: false });
    expect(nix.failedAssertions).toEqual([expect.stringContaining(refused)]);
    const said = await rendered({ MemoryDenyWriteExecute: false });
    expect(said.status).not.toBe(0);
    expect(said.err).toContain("this would loosen the built-in policy");
  });

  it("is refused where it loosens and does not say what it opens", async () => {
    await expect(treeWith("refused", { LockPersonality: { value: "no", reason: "So." } })).rejects.toThrow(
      "programs[2].isolated.policy.LockPersonality: LockPersonality=no loosens the policy",
    );
  });

  it("is a matter of security to a reviewer, and alone", async () => {
    const before = await treeWith("before", undefined);
    const { status, out } = await nixsmith(["diff", before, tree, "--format", "json"], { cwd });
    const findings = z
      .object({
        findings: z.array(z.looseObject({ rule: z.string(), severity: z.string(), subject: z.string() })),
      })
      .parse(JSON.parse(out)).findings;
    expect(status).toBe(1);
    expect(out).toContain(
      "What it is for: Of quill's own: It runs old programs as they were. It opens this:",
    );
    const said = findings.map(({ rule, severity, subject }) => [rule, severity, subject].join(" "));
    expect(said).toContain("hardening-changed security quill-agent.LockPersonality");
    expect(said).toContain("hardening-added warning quill-agent.MemoryDenyWriteExecute");
    expect(said.filter((one) => one.startsWith("hardening") && !one.includes("quill-agent."))).toEqual([]);
    const back = (await nixsmith(["diff", tree, before, "--format", "json"], { cwd })).out;
    expect(back).toMatch(/hardening-removed[\s\S]*quill-agent\.MemoryDenyWriteExecute/);
  });

  it("is said by explain", () => {
    const prelude = readFileSync(join(tree, "nixos/quill-agent/agent.sh"), "utf8");
    expect(prelude).toMatch(/ownPolicy=\(.*LockPersonality=no/);
    expect(readFileSync(join(tree, "nixos/opencode-agent/agent.sh"), "utf8")).toContain("ownPolicy=()");
  });
});
