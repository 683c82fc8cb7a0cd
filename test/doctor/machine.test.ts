import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { colours } from "../../src/colours.js";
import { linesOf, thisMachine } from "../../src/isolation/doctor/machine.js";
import { run } from "../../src/toolkit/cli/run.js";
import { plant, temporaryDirectory } from "../output/tree.js";
import { runnerScript, wrapperScript } from "./host.js";

const here = thisMachine(process.env.PATH ?? "", "somebody");

describe("this machine", () => {
  it("runs programs in English, without a terminal", async () => {
    expect(await here.run("sh", "-c", "cat; echo $LC_ALL")).toEqual({ kind: "text", text: "C" });
    expect(await here.run("sh", "-c", "echo why >&2; exit 3")).toEqual({ kind: "failed", text: "why" });
    expect(await here.run("sh", "-c", "echo what; exit 3")).toEqual({ kind: "failed", text: "what" });
    expect(await here.run("no-such-program")).toEqual({ kind: "absent" });
    expect(await here.run("/etc/passwd")).toEqual({ kind: "denied" });
  });

  it("reads files and directories", async () => {
    const directory = temporaryDirectory();
    plant(directory, { "b.conf": "two\n", "a.conf": "" });
    expect(await here.read(join(directory, "b.conf"))).toEqual({ kind: "text", text: "two\n" });
    expect(await here.read(join(directory, "b.conf/x"))).toEqual({ kind: "absent" });
    expect(await here.read(directory)).toMatchObject({ kind: "failed" });
    expect(await here.list(directory)).toEqual({ kind: "text", text: "a.conf\nb.conf" });
    expect(await here.list(join(directory, "none"))).toEqual({ kind: "absent" });
  });

  it("finds a command wherever PATH has it, in order", async () => {
    const directory = temporaryDirectory();
    for (const name of ["one", "two", "three"]) mkdirSync(join(directory, name));
    writeFileSync(join(directory, "one/pi"), "not executable");
    writeFileSync(join(directory, "three/pi"), "#!/bin/sh\n");
    chmodSync(join(directory, "three/pi"), 0o755);
    symlinkSync("../three/pi", join(directory, "two/pi"));
    const path = ["one", "two", "none", "three", "two"].map((name) => join(directory, name)).join(":");
    const machine = thisMachine(`${path}:relative:`, "somebody");
    expect(linesOf(await machine.find("pi"))).toEqual([
      join(directory, "two/pi"),
      join(directory, "three/pi"),
    ]);
  });
});

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** The command on the machine that this runs on, with a wrapper of ours on PATH. */
async function doctor(...args: readonly string[]): Promise<Outcome> {
  const directory = temporaryDirectory();
  plant(directory, {
    "bin/pi": wrapperScript
      .replace(/^runner=.*$/m, `runner=${directory}/runner`)
      .replace(/^sudo=.*$/m, "sudo=sudo"),
    runner: runnerScript("idmap"),
  });
  chmodSync(join(directory, "bin/pi"), 0o755);
  let [out, err] = ["", ""];
  const plain = colours(false, {});
  const status = await run(["doctor", ...args], {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    cwd: directory,
    env: { PATH: `${join(directory, "bin")}:${process.env.PATH}` },
    colours: { out: plain, err: plain },
    width: 80,
    watched: false,
  });
  return { status, out, err };
}

describe("nixsmith doctor", () => {
  it("examines the machine that it runs on", async () => {
    const { status, out, err } = await doctor();
    expect(out).toMatch(/^kernel\n {2}✓ Linux \d/);
    expect(out).toMatch(/^command\n {2}✓ \/\S+\/bin\/pi is the wrapper$/m);
    // No account of the lab's names is here, and no drop-in.
    expect(out).toMatch(/^ {2}✗ there is no account m3tam3re\n {6}to mend: declare users\.users\.m3tam3re,/m);
    expect(out).toContain("  ✗ no drop-in binds the sessions' units\n");
    expect(out.split("\n").every((line) => line.length <= 80)).toBe(true);
    expect(status).toBe(1);
    expect(err).toMatch(/^\d+ wrong, \d+ to look at, \d+ not seen\n$/);
  });

  it("--json gives the same as data", async () => {
    const { status, out } = await doctor("--json");
    expect(status).toBe(1);
    expect(JSON.parse(out)).toContainEqual({
      agent: "pi-agent",
      check: "unit lock",
      findings: expect.arrayContaining([
        expect.objectContaining({ level: "fail", text: "no drop-in binds the sessions' units" }),
      ]),
    });
  });

  it("takes no argument", async () => {
    const { status, err } = await doctor("x");
    expect(status).toBe(2);
    expect(err).toContain("too many arguments");
  });
});
