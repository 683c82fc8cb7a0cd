import { appendFileSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, describe, expect, it, vi } from "vitest";
import { packageRoot } from "../../src/root.js";
import { temporaryDirectory } from "../output/tree.js";
import { nixsmith } from "./command.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

interface Outcome {
  readonly check: string;
  readonly status: string;
  readonly detail: string;
}

/** Verifies a copy of the committed tree after something was done to it. */
async function verified(
  change: (modules: string) => void = () => undefined,
  ci = "",
): Promise<{ readonly status: number; readonly outcomes: readonly Outcome[] }> {
  const cwd = temporaryDirectory();
  cpSync(join(packageRoot, "modules"), join(cwd, "modules"), { recursive: true });
  change(join(cwd, "modules"));
  const { status, out } = await nixsmith(["verify", "--json"], { cwd, env: { CI: ci } });
  return { status, outcomes: JSON.parse(out) };
}

const statuses = (outcomes: readonly Outcome[]): Readonly<Record<string, string>> =>
  Object.fromEntries(outcomes.map(({ check, status }) => [check, status]));
const detailOf = (outcomes: readonly Outcome[], name: string): string =>
  outcomes.find(({ check }) => check === name)?.detail ?? "";

const allOk = {
  parse: "ok",
  "evaluate NixOS": "ok",
  "evaluate Home Manager": "ok",
  render: "ok",
  "sudo rule": "ok",
  scripts: "ok",
  "drop-in": "ok",
};

/** A PATH on which only these programs are. */
async function onlyOnPath(...programs: readonly string[]): Promise<string> {
  const directory = temporaryDirectory();
  for (const program of programs) {
    const { stdout } = await execa("sh", ["-c", `PATH=$PATH:/usr/sbin; command -v ${program}`]);
    symlinkSync(stdout, join(directory, program));
  }
  return directory;
}

describe("nixsmith verify", () => {
  it("is content with the committed tree, also under CI", async () => {
    const { status, outcomes } = await verified(undefined, "true");
    expect(statuses(outcomes), JSON.stringify(outcomes, null, 1)).toEqual(allOk);
    expect(status).toBe(0);
  });

  it("prints a line for each check", async () => {
    const { out } = await nixsmith(["verify"], { cwd: packageRoot });
    expect(out).toMatch(/^ok {6}parse: \d+ Nix files\nok {6}evaluate NixOS: m3-kratos\.yaml: /);
  });

  it.each<
    readonly [
      string,
      {
        given: (modules: string) => void;
        want: Readonly<Record<string, string>>;
        where: string;
        says: RegExp;
      },
    ]
  >([
    [
      "a file that is no Nix",
      {
        given: (modules) => appendFileSync(join(modules, "nixos/pi-agent/checks.nix"), "}"),
        want: { parse: "failed", "evaluate NixOS": "failed", render: "not run", scripts: "not run" },
        where: "parse",
        says: /checks\.nix:\d+:1: syntax error/,
      },
    ],
    [
      "a variable that nobody bound",
      {
        given: (modules) => replace(modules, "nixos/pi-agent/accounts.nix", 'name != "root"', "name != rot"),
        want: { parse: "failed", "evaluate NixOS": "failed" },
        where: "parse",
        says: /undefined variable 'rot'/,
      },
    ],
    [
      "a type that nobody knows",
      {
        given: (modules) => replace(modules, "nixos/pi-agent/options.nix", "types.bool", "types.boool"),
        want: { parse: "ok", "evaluate NixOS": "failed" },
        where: "evaluate NixOS",
        says: /attribute 'boool' missing/,
      },
    ],
    [
      "a loosened drop-in",
      {
        given: (modules) => {
          replace(
            modules,
            "nixos/pi-agent/hardening.nix",
            'NoNewPrivileges = "yes"',
            'NoNewPrivileges = "no"',
          );
          appendFileSync(join(modules, "nixos/pi-agent/common.sh"), "\nrm -rf $HOME/$1\n");
        },
        want: { "evaluate NixOS": "ok", render: "failed", scripts: "failed" },
        where: "render",
        says: /the drop-in of pi-agent that Nix evaluates is not what render shows/,
      },
    ],
    [
      "a broader sudo rule",
      {
        given: (modules) => replace(modules, "nixos/pi-agent/default.nix", 'runner)} ""', "runner)} *"),
        want: { "evaluate NixOS": "ok", render: "failed" },
        where: "render",
        says: /the sudo rule of pi-agent that Nix evaluates is not what render shows/,
      },
    ],
    [
      "a script with an unquoted variable",
      {
        given: (modules) => appendFileSync(join(modules, "nixos/pi-agent/common.sh"), "\nrm -rf $HOME/$1\n"),
        want: { scripts: "failed" },
        where: "scripts",
        says: /SC2086/,
      },
    ],
  ])("finds %s, exit 1", async (_, { given, want, where, says }) => {
    const { status, outcomes } = await verified(given);
    expect(statuses(outcomes)).toMatchObject(want);
    expect(detailOf(outcomes, where)).toMatch(says);
    expect(status).toBe(1);
  });

  it("says what is missing and how to get it, which only CI takes for a failure", async () => {
    vi.stubEnv("PATH", await onlyOnPath("nix", "nix-instantiate"));
    const { status, outcomes } = await verified();
    const want = { ...allOk, scripts: "not run", "drop-in": "not run" };
    expect({ ...statuses(outcomes), "sudo rule": "ok" }).toEqual(want);
    expect(detailOf(outcomes, "scripts")).toBe(
      "shellcheck is not installed\n  to mend: apt-get install shellcheck, or nix shell nixpkgs#shellcheck",
    );
    expect(status).toBe(0);
    expect((await verified(undefined, "true")).status).toBe(1);
  });

  it("judges without Nix what needs no Nix", async () => {
    vi.stubEnv("PATH", await onlyOnPath("shellcheck", "visudo", "systemd-analyze"));
    const { outcomes } = await verified();
    expect(statuses(outcomes)).toEqual({
      ...allOk,
      parse: "not run",
      "evaluate NixOS": "not run",
      "evaluate Home Manager": "not run",
      render: "not run",
      scripts: "not run",
    });
    expect(detailOf(outcomes, "parse")).toContain("apt-get install nix-bin");
  });

  it("could not run where there is nothing, exit 2", async () => {
    const cwd = temporaryDirectory();
    mkdirSync(join(cwd, "modules"));
    expect(await nixsmith(["verify"], { cwd })).toEqual({
      status: 2,
      out: "",
      err: `nixsmith: ${cwd}/modules: there is nothing to verify\n  to mend: run nixsmith generate first\n`,
    });
    expect((await nixsmith(["verify", "nope"], { cwd })).err).toBe(
      `nixsmith: ${cwd}/nope: there is nothing to verify\n  to mend: run nixsmith generate first\n`,
    );
  });

  it("evaluates for the host it is given, and tells why that is refused", async () => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, "h.yaml"), "m3ta.pi-agent: {enable: true, user: root}\n");
    const { status, out } = await nixsmith(["verify", join(packageRoot, "modules"), "--host", "h.yaml"], {
      cwd,
    });
    expect(status).toBe(1);
    expect(out).toContain(
      "failed  evaluate NixOS: h.yaml: m3ta.pi-agent.user: root cannot be the agent's user",
    );
  });
});

function replace(modules: string, file: string, old: string, replacement: string): void {
  const path = join(modules, file);
  const text = readFileSync(path, "utf8");
  if (!text.includes(old)) throw new Error(`${file} has no ${old}`);
  writeFileSync(
    path,
    text.replace(old, () => replacement),
  );
}
