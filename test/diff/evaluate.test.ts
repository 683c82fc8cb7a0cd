import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { packageRoot } from "../../src/root.js";
import { artefacts, sources } from "../../src/toolkit/tree/artefacts.js";
import { programs } from "../support/pi.js";
import { diff, directory, inModules, put, repository } from "./command.js";

const tree = inModules(artefacts(programs));
const files = sources(programs);
const module = "nixos/pi-agent/default.nix";

/** The tree as a generator would have written it whose templates say something else in one place. */
function regenerated(path: string, old: string, by: string) {
  const changed = files.map((file) => {
    if (file.path !== path) return file;
    if (!file.content.includes(old)) throw new Error(`nothing in ${path} says ${old} any more`);
    return { ...file, content: file.content.replace(old, by) };
  });
  return inModules(artefacts(programs, changed));
}

/** What the host's part of the report says, as rule and subject. */
async function found(cwd: string, ...args: readonly string[]) {
  const { status, out, err } = await diff(cwd, "HEAD~1", "--evaluate", "--format", "json", ...args);
  const { findings } = JSON.parse(out);
  return {
    status,
    err,
    rules: findings.map(({ rule, subject }: Record<string, string>) => `${rule}: ${subject}`) as string[],
    findings: findings as Record<string, string>[],
  };
}

const changes: readonly [string, { put: readonly [path: string, old: string, by: string]; want: string }][] =
  [
    [
      "a second command in the sudo rule",
      {
        put: [
          module,
          'options = ["NOPASSWD"];',
          'options = ["NOPASSWD"];}\n{command = "ALL"; options = ["NOPASSWD"];',
        ],
        want: "sudo-broadened: host m3-kratos.yaml: sudo rule",
      },
    ],
    [
      "no password for wheel",
      {
        put: [
          module,
          "users.groups.${cfg.group} = {};",
          "users.groups.${cfg.group} = {}; security.sudo.wheelNeedsPassword = false;",
        ],
        want: "sudo-broadened: host m3-kratos.yaml: sudo rule",
      },
    ],
    [
      "groups of the agent's user",
      {
        put: [module, "isSystemUser = true;", 'isSystemUser = true; extraGroups = ["wheel" "docker"];'],
        want: "host-broadened: host m3-kratos.yaml: users.users.pi-agent.extraGroups: wheel",
      },
    ],
    [
      "the mode of a directory",
      {
        put: [module, "stateDir} 0700", "stateDir} 0777"],
        want: "host-broadened: host m3-kratos.yaml: systemd.tmpfiles.rules: d /var/lib/pi-agent 0777 root pi-agent",
      },
    ],
    [
      "a member of another group",
      {
        put: [
          module,
          "users.groups.${cfg.group} = {};",
          'users.groups.${cfg.group} = {}; users.groups.wheel.members = ["pi-agent"];',
        ],
        want: "host-broadened: host m3-kratos.yaml: users.groups.wheel.members: pi-agent",
      },
    ],
    [
      "one more command on PATH",
      {
        put: [module, "[runtime.wrapper]", "[runtime.wrapper pkgs.git]"],
        want: "host-broadened: host m3-kratos.yaml: environment.systemPackages: git",
      },
    ],
    [
      "a property of the drop-in",
      {
        put: ["nixos/pi-agent/hardening.nix", 'ProtectSystem = "strict"', 'ProtectSystem = "full"'],
        want: "host-broadened: host m3-kratos.yaml: pi-agent-.service, ProtectSystem",
      },
    ],
  ];

describe("diff --evaluate", () => {
  it.each(changes)("finds %s where only code differs", async (_, { put: change, want }) => {
    const { status, rules } = await found(repository(tree, regenerated(...change)));
    expect(rules).toContain(want);
    expect(status).toBe(1);
  });

  it.each(changes)(
    "says the same of %s backwards, as what is taken back",
    async (_, { put: change, want }) => {
      const { rules } = await found(repository(regenerated(...change), tree));
      const [rule = "", ...subject] = want.split(": ");
      const mirror = { "sudo-broadened": "sudo-narrowed", "host-broadened": "host-narrowed" }[rule] ?? rule;
      expect(rules).toContain([mirror, ...subject].join(": "));
    },
  );

  it("says nothing of a host that stays as it is", async () => {
    const reworded = regenerated("nixos/pi-agent/runner.sh", "# Prelude:", "# The prelude:");
    expect(await found(repository(tree, reworded))).toMatchObject({
      status: 0,
      rules: ["script-reworded: nixos/pi-agent/runner.sh"],
    });
  });

  it("makes the hosts that are named, too", async () => {
    const path = repository(tree, regenerated(module, "stateDir} 0700", "stateDir} 0777"));
    put(path, { "mine.yaml": hostFile().replace("/var/lib/pi-agent", "/srv/agent") });
    const { rules } = await found(path, "--host", "mine.yaml");
    expect(rules).toContain(
      "host-broadened: host mine.yaml: systemd.tmpfiles.rules: d /srv/agent 0777 root pi-agent",
    );
    expect(rules.filter((one) => one.startsWith("host-broadened: host m3-kratos.yaml"))).not.toEqual([]);
  });

  it("says that a host is refused, or no longer", async () => {
    const refusing = regenerated(
      "nixos/pi-agent/checks.nix",
      "assertions =",
      'assertions = [{assertion = false; message = "m3ta.pi-agent: no";}] ++',
    );
    const there = await found(repository(tree, refusing));
    expect(there.findings).toContainEqual(
      expect.objectContaining({
        rule: "host-refused",
        subject: "host m3-kratos.yaml",
        after: "m3ta.pi-agent: no",
      }),
    );
    const back = await found(repository(refusing, tree));
    expect(back.rules).toContain("host-accepted: host m3-kratos.yaml");
  });

  it("lets the modules read nothing else of the machine", async () => {
    const reading = regenerated(
      module,
      "isSystemUser = true;",
      'isSystemUser = true; homeMode = builtins.readFile "/etc/hostname";',
    );
    const { findings } = await found(repository(tree, reading));
    const refused = findings.find(({ rule }) => rule === "host-refused");
    expect(refused?.after).toMatch(/access to .*path '\/etc\/hostname' is forbidden in restricted mode/);
  });

  it("says so where there is no Nix, and the rest holds", async () => {
    const path = repository(
      tree,
      regenerated(module, 'options = ["NOPASSWD"];', 'options = ["NOPASSWD" "SETENV"];'),
    );
    const quiet = repository(tree, tree);
    const bin = directory();
    mkdirSync(join(bin, "bin"));
    const git = (process.env.PATH ?? "").split(delimiter).map((one) => join(one, "git"));
    symlinkSync(git.find(existsSync) ?? "", join(bin, "bin/git"));
    vi.stubEnv("PATH", join(bin, "bin"));
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const { status, rules, findings } = await found(path);
    expect(status).toBe(1);
    expect(rules).toEqual([`wiring-changed: ${module}`, "host-unevaluated: host m3-kratos.yaml"]);
    expect(findings.at(-1)?.after).toContain("there is no Nix here");
    expect(await found(quiet)).toMatchObject({ status: 0, rules: ["host-unevaluated: host m3-kratos.yaml"] });
  });

  it("names what is wrong with a host", async () => {
    const path = repository(tree);
    expect(await diff(path, "HEAD", "--host", "mine.yaml")).toMatchObject({
      status: 2,
      err: expect.stringContaining("--host names a host, and nothing is evaluated"),
    });
    expect(await diff(path, "HEAD", "--evaluate", "--host", "mine.yaml")).toMatchObject({
      status: 2,
      err: expect.stringContaining("mine.yaml"),
    });
  });
});

const hostFile = (): string => readFileSync(join(packageRoot, "examples/hosts/m3-kratos.yaml"), "utf8");
