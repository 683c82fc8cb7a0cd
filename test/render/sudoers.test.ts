import { execa } from "execa";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkOptions } from "../../src/compiler/data/check.js";
import { parseHost } from "../../src/compiler/data/document.js";
import type { HostFile } from "../../src/isolation/host/load.js";
import { readHost } from "../../src/isolation/render/host.js";
import { runnerStandIn, sudoersLines } from "../../src/isolation/render/sudoers.js";
import { hostFile, piAgent } from "../support/pi.js";

function hostOf(users: readonly string[]): HostFile {
  const hostUsers = Object.fromEntries(users.map((name) => [name, { projectRoots: ["~/p"] }]));
  const tree = parseHost(JSON.stringify({ "m3ta.pi-agent": { enable: true, hostUsers } }), "h.yaml");
  return { file: "h.yaml", tree, config: checkOptions(tree, hostFile, "h.yaml"), agents: [piAgent] };
}

const linesFor = (users: readonly string[], runner: string): readonly string[] =>
  sudoersLines(readHost(hostOf(users), piAgent), runner);
const standIn = runnerStandIn(piAgent);

/** What sudo itself reads out of a rule. */
async function sudosView(sudoers: string): Promise<unknown> {
  const { stdout } = await execa("cvtsudoers", ["--input-format=sudoers", "--output-format=json", "-"], {
    input: sudoers,
  });
  return JSON.parse(stdout);
}

const runner = "/nix/store/00000000000000000000000000000000-a=b/bin/r";

describe("the sudo rule", () => {
  it("is one line for each user, sorted, with the command escaped and no arguments", () => {
    expect(linesFor(["zoe", "alice"], runner)).toEqual([
      String.raw`alice     ALL=(root)    NOPASSWD: /nix/store/00000000000000000000000000000000-a\=b/bin/r ""`,
      String.raw`zoe     ALL=(root)    NOPASSWD: /nix/store/00000000000000000000000000000000-a\=b/bin/r ""`,
    ]);
  });

  it.each([
    ["a relative path", "bin/runner"],
    ["a space", "/nix/store/x y"],
    ["a wildcard", "/nix/store/x*"],
    ["a question mark, which store paths may have", "/nix/store/x?y"],
    ["another command", "/nix/store/x, ALL"],
    ["a colon", "/nix/store/x:y"],
    ["a comment", "/nix/store/x#y"],
    ["a line break", "/nix/store/x\nroot ALL=ALL"],
    ["an escape", "/nix/store/x\\y"],
    ["nothing", ""],
    ["the end of a directory", "/nix/store/"],
  ])("is not made for a runner's path with %s", (_, path) => {
    expect(() => linesFor(["alice"], path)).toThrow("the runner's path cannot stand in a sudo rule");
  });

  it.each([
    "ALL",
    "%wheel",
    "#0",
    "a,b",
    "a b",
    "alice ALL=(ALL) NOPASSWD: ALL\nb",
    "!a",
    "+net",
    "a=b",
    "a\\",
    '"a"',
    "é",
    "",
  ])("is not made for a user named %j", (name) => {
    expect(() => hostOf([name])).toThrow(/expected a name that matches|a name is missing here/);
  });

  it("is taken by visudo for any user name that the schema takes, and means those users alone", async () => {
    const name = fc.stringMatching(/^[a-z_][a-z0-9._-]{0,30}$/);
    const users = [...new Set(fc.sample(name, 500))].sort();
    const sudoers = `${linesFor(users, standIn).join("\n")}\n`;
    const { stdout } = await execa("visudo", ["-c", "-f", "-"], {
      input: sudoers,
      env: { PATH: `${process.env.PATH}:/usr/sbin` },
    });
    expect(stdout).toContain("parsed OK");
    expect(await sudosView(sudoers)).toEqual({
      User_Specs: users.map((username) => ({
        User_List: [{ username }],
        Host_List: [{ hostname: "ALL" }],
        Cmnd_Specs: [
          {
            runasusers: [{ username: "root" }],
            Options: [{ authenticate: false }],
            Commands: [{ command: `${standIn} ""` }],
          },
        ],
      })),
    });
  });
});
