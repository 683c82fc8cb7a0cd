import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { colours } from "../../src/colours.js";
import { run } from "../../src/toolkit/cli/run.js";
import { harvest, plant, temporaryDirectory } from "../output/tree.js";
import { guide, hostWith } from "./support.js";

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** One command line in a directory that holds the guide's host and another one. */
async function nixsmith(args: readonly string[], cwd = workplace()): Promise<Outcome> {
  let [out, err] = ["", ""];
  const plain = colours(false, {});
  const status = await run(args, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    cwd,
    env: {},
    colours: { out: plain, err: plain },
    width: 100,
    watched: false,
  });
  return { status, out, err };
}

function workplace(): string {
  const directory = temporaryDirectory();
  plant(directory, {
    "guide.yaml": guide,
    "box.yaml": hostWith({ network: { mode: "loopback" } }),
    "settings.json": '{"theme": "dark", "defaultProvider": "local"}',
    "broken.json": "[1]",
    "notes.html": "<p>mine</p>",
  });
  return directory;
}

describe("nixsmith render", () => {
  it("merges the host user's settings", async () => {
    const { status, out } = await nixsmith(["render", "guide.yaml", "--host-settings", "settings.json"]);
    expect(status).toBe(0);
    expect(out).toMatch(/host +theme +"dark"/);
    expect(out).toMatch(/managed +defaultProvider +"anthropic" instead of "local"/);
  });

  it("--json is all of it, without a value of the environment", async () => {
    const { out } = await nixsmith(["render", "guide.yaml", "--json"]);
    const {
      host,
      agents: [agent],
    } = JSON.parse(out);
    expect(host).toBe("m3-kratos");
    expect(agent.users[0]).toMatchObject({ user: "m3tam3re", sees: { path: "/", sight: "read-only" } });
    expect(agent.environment[0]).toEqual({
      from: "m3ta.pi-agent.environment",
      note: "",
      names: ["PI_TELEMETRY"],
    });
    expect(out).not.toContain("PI_TELEMETRY=");
  });

  it("--diff shows what the other file would change, --json as data", async () => {
    const text = await nixsmith(["render", "guide.yaml", "--diff", "box.yaml"]);
    expect(text).toMatchObject({ status: 0, err: "" });
    expect(text.out).toMatch(/opens +alice in \/home\/alice\/p +\+ allowed/);
    expect(text.out).toMatch(/closes +network +full → loopback/);
    const { out } = await nixsmith(["render", "guide.yaml", "--diff", "box.yaml", "--json"]);
    expect(JSON.parse(out)).toContainEqual({
      agent: "m3ta.pi-agent",
      topic: "sandbox",
      name: "network",
      before: "full",
      after: "loopback",
      effect: "closes",
    });
    const same = await nixsmith(["render", "guide.yaml", "--diff", "guide.yaml"]);
    expect(same).toEqual({ status: 0, out: "", err: "guide.yaml and guide.yaml give a host the same\n" });
  });

  it("--html writes the page, and again over its own", async () => {
    const directory = workplace();
    for (const host of ["guide.yaml", "box.yaml"]) {
      const outcome = await nixsmith(["render", host, "--html", "host.html"], directory);
      expect(outcome).toEqual({ status: 0, out: "", err: "host.html: written\n" });
    }
    expect(readFileSync(join(directory, "host.html"), "utf8")).toContain(
      "<title>box: what its agent may do</title>",
    );
  });

  it("--html writes over something else only with --force, as its refusal says", async () => {
    const directory = workplace();
    const argv = ["render", "guide.yaml", "--html", "notes.html"];
    expect((await nixsmith(argv, directory)).err).toContain("overwrite it with --force");
    expect((await nixsmith([...argv, "--force"], directory)).status).toBe(0);
    expect(readFileSync(join(directory, "notes.html"), "utf8")).toContain("what its agent may do");
  });

  it("--html writes the same page for the same host", async () => {
    const pages = await Promise.all(
      [1, 2].map(async () => {
        const directory = workplace();
        await nixsmith(["render", "guide.yaml", "--html", "host.html"], directory);
        return harvest(directory)["host.html"];
      }),
    );
    expect(pages[0]).toBe(pages[1]);
  });

  const refusals: readonly [string, { readonly given: string[]; readonly want: string }][] = [
    [
      "a page where something else is",
      {
        given: ["guide.yaml", "--html", "notes.html"],
        want: "notes.html: the file was not made by nixsmith\n  expected: nixsmith's header in its first lines\n",
      },
    ],
    ["a page in no directory", { given: ["guide.yaml", "--html", "guide.yaml/x.html"], want: "guide.yaml" }],
    [
      "both ways to show",
      { given: ["guide.yaml", "--html", "x.html", "--diff", "box.yaml"], want: "cannot be used with" },
    ],
    [
      "settings that are no object",
      {
        given: ["guide.yaml", "--host-settings", "broken.json"],
        want: "broken.json: this is no settings.json of pi: it is no object\n  expected: a JSON object",
      },
    ],
    [
      "settings that are not there",
      { given: ["guide.yaml", "--host-settings", "gone.json"], want: "gone.json: no such file or directory" },
    ],
    ["another host that is not there", { given: ["guide.yaml", "--diff", "gone.yaml"], want: "gone.yaml" }],
  ];
  it.each(refusals)("refuses %s", async (_, { given, want }) => {
    const directory = workplace();
    const before = harvest(directory);
    const { status, out, err } = await nixsmith(["render", ...given], directory);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(want);
    expect(harvest(directory)).toEqual(before);
  });

  it("warns of both hosts", async () => {
    const directory = workplace();
    writeFileSync(join(directory, "nobody.yaml"), hostWith({ hostUsers: {} }));
    const { err } = await nixsmith(["render", "guide.yaml", "--diff", "nobody.yaml"], directory);
    expect(err).toContain("warning: m3ta.pi-agent.hostUsers: the set is empty");
  });
});
