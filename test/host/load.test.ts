import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadHost } from "../../src/isolation/host/load.js";
import { packageRoot } from "../../src/root.js";
import { hostFile } from "../support/pi.js";

const directory = mkdtempSync(join(tmpdir(), "nixsmith-host-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Writes the content and gives what the loader says, line by line. */
function refusal(content: string | Uint8Array): readonly string[] {
  const path = join(directory, "host.yaml");
  writeFileSync(path, content);
  return refusalOf(path);
}

function refusalOf(path: string): readonly string[] {
  try {
    loadHost(path, "host.yaml", hostFile);
  } catch (error) {
    if (error instanceof Error) return error.message.split("\n");
    throw error;
  }
  return [];
}

const agent = (text: string): string => `m3ta.pi-agent:\n${text.replace(/^/gm, "  ")}\n`;

interface Bad {
  readonly given: string;
  readonly want: readonly string[];
}

const badData: readonly (readonly [string, Bad])[] = [
  [
    "a typo in a top-level option",
    {
      given: "networking.hostname: a\n",
      want: [
        'host.yaml:1:1: networking.hostname: there is no such option; did you mean "networking.hostName"?',
      ],
    },
  ],
  [
    "a typo deep inside",
    {
      given: agent("hostUsers:\n  al:\n    projectRots: [~/p]"),
      want: [
        'host.yaml:4:7: m3ta.pi-agent.hostUsers.al.projectRots: there is no such option; did you mean "projectRoots"?',
      ],
    },
  ],
  [
    "a name far from every option",
    {
      given: agent("network: {quux: 1}"),
      want: [
        "host.yaml:2:13: m3ta.pi-agent.network.quux: there is no such option; there are mode, allow, git, deny",
      ],
    },
  ],
  [
    "swapped letters",
    {
      given: agent("eanble: true"),
      want: ['host.yaml:2:3: m3ta.pi-agent.eanble: there is no such option; did you mean "enable"?'],
    },
  ],
  [
    "the booleans of YAML 1.1",
    {
      given: agent("enable: yes\nprotectGit: off"),
      want: [
        'host.yaml:2:11: m3ta.pi-agent.enable: expected true or false, found "yes"; did you mean true?',
        'host.yaml:3:15: m3ta.pi-agent.protectGit: expected true or false, found "off"; did you mean false?',
      ],
    },
  ],
  [
    "a number where text is meant",
    {
      given: agent("environment: {PI_TELEMETRY: 0}"),
      want: [
        "host.yaml:2:31: m3ta.pi-agent.environment.PI_TELEMETRY: expected text, found 0; put it in quotes",
      ],
    },
  ],
  [
    "an octal number where text is meant",
    {
      given: agent("hardening: {umask: 0022}"),
      want: [
        "host.yaml:2:22: m3ta.pi-agent.hardening.umask: expected text that matches [0-7]{3,4}, found 22; put it in quotes",
      ],
    },
  ],
  [
    "text where a list is meant",
    {
      given: agent("environmentFiles: /run/a.env"),
      want: ['host.yaml:2:21: m3ta.pi-agent.environmentFiles: expected a list, found "/run/a.env"'],
    },
  ],
  [
    "a list where a set is meant",
    {
      given: agent("hostUsers: [al]"),
      want: ["host.yaml:2:14: m3ta.pi-agent.hostUsers: expected a set of names and values, found a list"],
    },
  ],
  [
    "nothing where a group of options is meant",
    {
      given: agent("wrapper:"),
      want: ["host.yaml:2:11: m3ta.pi-agent.wrapper: expected a set of options, found nothing"],
    },
  ],
  [
    "a value that no enum has",
    {
      given: agent("network: {mode: loopbak}"),
      want: [
        'host.yaml:2:19: m3ta.pi-agent.network.mode: expected one of "full", "loopback", "none", "proxy", found "loopbak"; did you mean "loopback"?',
      ],
    },
  ],
  [
    "a number out of bounds",
    {
      given: agent("hostUsers: {al: {sync: {maxDepth: 65, maxFiles: 0}}}"),
      want: [
        "host.yaml:2:37: m3ta.pi-agent.hostUsers.al.sync.maxDepth: expected a whole number, 1 to 64, found 65",
        "host.yaml:2:51: m3ta.pi-agent.hostUsers.al.sync.maxFiles: expected a whole number, at least 1, found 0",
      ],
    },
  ],
  [
    "a fraction where a whole number is meant",
    {
      given: agent("resources: {tasksMax: 16.5}"),
      want: [
        "host.yaml:2:25: m3ta.pi-agent.resources.tasksMax: expected a whole number, at least 16, found 16.5",
      ],
    },
  ],
  [
    "a user name that no host takes",
    {
      given: agent("hostUsers: {Al: {}, 'al,ALL': {}, 'al\\n': {}}"),
      want: ["Al", "al,ALL", "al\\n"].map(
        (name, index) =>
          `host.yaml:2:${[15, 23, 37][index]}: m3ta.pi-agent.hostUsers.${name}: expected a name that matches [a-z_][a-z0-9._-]{0,30}`,
      ),
    },
  ],
  [
    "a setting of the wrong type",
    {
      given: agent('settings: {quietStartup: "true"}'),
      want: [
        'host.yaml:2:28: m3ta.pi-agent.settings.quietStartup: expected "header", or true or false, found "true"',
      ],
    },
  ],
  [
    "a package by name",
    {
      given: agent("extraPackages: [ripgrep]"),
      want: [
        'host.yaml:2:19: m3ta.pi-agent.extraPackages[0]: expected a store path (a package by name can only be given in Nix), found "ripgrep"',
      ],
    },
  ],
];

const badYaml: readonly (readonly [string, Bad])[] = [
  [
    "an empty file",
    {
      given: "",
      want: ["host.yaml:1:1: the file is empty; expected a host's options, such as m3ta.pi-agent"],
    },
  ],
  [
    "a file of comments",
    {
      given: "# no\n",
      want: ["host.yaml:1:1: the file is empty; expected a host's options, such as m3ta.pi-agent"],
    },
  ],
  [
    "a file that only begins",
    {
      given: "---\n",
      want: ["host.yaml:1:1: the file is empty; expected a host's options, such as m3ta.pi-agent"],
    },
  ],
  [
    "a list",
    {
      given: "- a\n",
      want: ["host.yaml:1:1: expected a host's options, such as m3ta.pi-agent, and their values"],
    },
  ],
  [
    "a text",
    {
      given: "hello\n",
      want: ["host.yaml:1:1: expected a host's options, such as m3ta.pi-agent, and their values"],
    },
  ],
  [
    "a duplicate key",
    {
      given: agent("user: a\ngroup: b\nuser: c"),
      want: ["host.yaml:4:3: m3ta.pi-agent.user: the name stands twice; the first is at line 2"],
    },
  ],
  [
    "a duplicate key in quotes",
    {
      given: agent("{user: a, 'user': c}"),
      want: ["host.yaml:2:13: m3ta.pi-agent.user: the name stands twice; the first is at line 2"],
    },
  ],
  [
    "an anchor and an alias",
    {
      given: agent("user: &u a\ngroup: *u"),
      want: [
        "host.yaml:2:12: m3ta.pi-agent.user: &u is an anchor; remove it",
        "host.yaml:3:10: m3ta.pi-agent.group: *u is an alias; write the value itself",
      ],
    },
  ],
  [
    "a merge key",
    {
      given: agent("<<: {user: a}"),
      want: ["host.yaml:2:3: m3ta.pi-agent: << is a merge key; write the entries out"],
    },
  ],
  [
    "tags",
    {
      given: agent("user: !!str a\ngroup: !env B"),
      want: [
        "host.yaml:2:15: m3ta.pi-agent.user: tag:yaml.org,2002:str is a tag; write the plain value",
        "host.yaml:3:15: m3ta.pi-agent.group: !env is a tag; write the plain value",
      ],
    },
  ],
  [
    "two documents",
    {
      given: "{}\n---\n{}\n",
      want: ["host.yaml:2:1: a second document begins here; a host file is one document"],
    },
  ],
  [
    "a tab",
    {
      given: "a:\n\t- b\n",
      want: ["host.yaml:2:1: this is not YAML: Tabs are not allowed as indentation; indent with spaces"],
    },
  ],
  [
    "a list as a name",
    { given: "? [a]\n: b\n", want: ["host.yaml:1:3: a name must be plain text, not a list or a set"] },
  ],
  ["a missing name", { given: ": b\n", want: ["host.yaml:1:1: a name is missing here"] }],
  [
    "numbers that JSON has not",
    {
      given: agent("settings: {a: .nan, b: -.inf, c: 9223372036854775808}"),
      want: [
        "host.yaml:2:17: m3ta.pi-agent.settings.a: .nan is no number that Nix has; put it in quotes if it is meant as text",
        "host.yaml:2:26: m3ta.pi-agent.settings.b: -.inf is no number that Nix has; put it in quotes if it is meant as text",
        "host.yaml:2:36: m3ta.pi-agent.settings.c: 9223372036854775808 is too large an integer; put it in quotes if it is meant as text",
      ],
    },
  ],
  [
    "a NUL by escape",
    {
      given: agent('settings: {a: "\\0"}'),
      want: [
        "host.yaml:2:17: m3ta.pi-agent.settings.a: the text holds a NUL character, which Nix cannot hold",
      ],
    },
  ],
  [
    "endless nesting",
    { given: "[".repeat(60_000), want: ["host.yaml:1:1: the data is nested more than 64 levels deep"] },
  ],
  [
    "deep nesting",
    {
      given: `a: ${"[".repeat(65)}${"]".repeat(65)}`,
      want: [`host.yaml:1:68: a${"[0]".repeat(64)}: the data is nested more than 64 levels deep`],
    },
  ],
];

describe("a host file", () => {
  it("is the guide's host", () => {
    const host = loadHost(join(packageRoot, "examples/hosts/m3-kratos.yaml"), "m3-kratos.yaml", hostFile);
    expect(host.config).toMatchObject({
      "networking.hostName": "m3-kratos",
      "m3ta.pi-agent": {
        hostUsers: {
          m3tam3re: { projectRoots: ["~/p", "~/work/private"], exposure: "project", sync: { auth: "never" } },
        },
        environmentFiles: ["/run/secrets/pi-agent.env"],
        settings: { quietStartup: true, theme: null },
        projectAccess: "idmap",
      },
    });
  });

  it.each([...badData, ...badYaml])("refuses %s", (_, { given, want }) => {
    expect(refusal(given)).toEqual(want);
  });

  it("refuses what is no text file", () => {
    mkdirSync(join(directory, "folder"), { recursive: true });
    execFileSync("mkfifo", [join(directory, "fifo")]);
    const expected = "expected a host file, which is YAML text";
    expect(refusalOf(join(directory, "folder"))).toEqual([`this is a directory; ${expected}`]);
    expect(refusalOf(join(directory, "fifo"))).toEqual([`this is not a regular file; ${expected}`]);
    expect(refusalOf("/dev/null")).toEqual([`this is not a regular file; ${expected}`]);
    expect(refusal(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0]))).toEqual([
      `this is a binary file; ${expected}`,
    ]);
    expect(refusal(new Uint8Array([0x61, 0xff, 0xfe]))).toEqual([`this is not UTF-8 text; ${expected}`]);
    expect(refusal("# ".padEnd(64 * 1024 + 1))).toEqual([`the file is larger than 65536 bytes; ${expected}`]);
  });

  it("tells the first fifty of many problems and counts the rest", () => {
    const lines = refusal(Array.from({ length: 60 }, (_, index) => `unknown${index}: 1\n`).join(""));
    expect(lines).toHaveLength(51);
    expect(lines[50]).toBe("host.yaml: and 10 more");
  });

  it("takes settings that the schema does not know, of any shape", () => {
    expect(refusal(agent("settings: {fresh: {deep: [1, 2.5, null, {x: y}]}, 'odd name': ''}"))).toEqual([]);
  });

  it("is JSON too", () => {
    expect(refusal('{"m3ta.pi-agent": {"enable": true}}')).toEqual([]);
  });
});
