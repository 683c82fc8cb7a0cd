import { expect, test } from "vitest";
import { outsideKey, secret } from "./lab/host.js";
import { as, command, describeHost, leftoversInTheEnd, newProject, probed } from "./lab/lab.js";
import { subject } from "./lab/subject.js";

/** The dry run: what a session started here would see and run, by the same sudo rule. */
describeHost("guide", `${subject.command}-explain`, () => {
  const host = `/home/m3tam3re/${subject.directory}`;

  const { key } = subject.guide;
  const { free } = subject.layers;

  test("shows mounts, settings' layers, environment files and the command, and no value of any", async () => {
    const project = await newProject("m3tam3re", { git: true });
    await as("m3tam3re", `echo '{"${free}":"value-of-it","${key}":"x"}' >${host}/${subject.settings}`);
    const { code, stdout, stderr } = await command("m3tam3re", [`${subject.command}-explain`, "a prompt"], {
      cwd: project,
    });
    await as("m3tam3re", `rm ${host}/${subject.settings}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const shown of [
      /caller +m3tam3re\n/,
      new RegExp(String.raw`runs as +${subject.account}:${subject.account}\n`),
      new RegExp(`read-write +${project}\n`),
      new RegExp(`read-only +${project}/\\.git/hooks\n`),
      new RegExp(String.raw`read-write +/var/lib/${subject.account}/users/m3tam3re\n`),
      new RegExp(`managed +${key}\n`),
      new RegExp(`host +${free}\n`),
      new RegExp(String.raw`file +/run/secrets/${subject.account}\.env\n`),
      /systemd-run .*NoNewPrivileges=yes/,
    ]) {
      expect(stdout).toMatch(shown);
    }
    expect(stdout).not.toMatch(new RegExp(`host +${key}\n`));
    for (const hidden of [secret, "value-of-it", subject.guide.word, "a prompt"])
      expect(stdout).not.toContain(hidden);
  });

  test("starts, mounts and copies nothing", async () => {
    const project = await newProject("m3tam3re");
    await as("m3tam3re", `date +%N >${host}/AGENTS.md`);
    const look = `find /var/lib/${subject.account} -printf '%p %T@ %s\\n' | sort | sha256sum; systemctl show -p NInstalledJobs`;
    const before = await as("root", look);
    const { code, stdout } = await command("m3tam3re", [`${subject.command}-explain`], { cwd: project });
    expect(code).toBe(0);
    expect(stdout).toContain("changed, would be copied");
    expect(await as("root", look)).toBe(before);
    expect(await leftoversInTheEnd()).toEqual([]);
    await as("m3tam3re", `rm ${host}/AGENTS.md`);
  });

  test.each([
    ["a path outside the roots", "m3tam3re", "/home/m3tam3re"],
    ["a user who is not listed", "mallory", "/home/mallory"],
  ] as const)("refuses %s as a session would", async (_, user, cwd) => {
    expect(await command(user, [`${subject.command}-explain`], { cwd })).toMatchObject({
      code: 77,
      stdout: "",
    });
  });
});

describeHost("keys outside", `${subject.command}-explain, of the proxy`, () => {
  test("shows what it lets through, which keys stay outside, and what leads there", async () => {
    const project = await newProject("m3tam3re");
    const explained = [`${subject.command}-explain`];
    const { code, stdout, stderr } = await command("m3tam3re", explained, { cwd: project });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [, network = ""] =
      /\nNetwork: a proxy on 127\.0\.0\.1:3128, no resolver, and nothing else\n(.*?)\n\n/s.exec(stdout) ?? [];
    const rows = network.split("\n").map((row) => row.trim().replace(/ {2,}/, " "));
    expect(rows.slice(0, -1)).toEqual([
      "reaches 127.0.0.0/8",
      "route /anthropic to https://api.anthropic.com: /v1/messages /v1/models",
      "route /lab to https://model.lab.example/v1: /",
      "git git.lab.example/team/fetched: fetch",
      "git git.lab.example/team/open: fetch, push",
      ...["anthropic", "forge", "lab"].map((name) => `key outside ${name}, in /run/secrets/lab-key`),
      expect.stringMatching(/^not covered OAuth subscriptions, whose tokens .+ refreshes itself/),
      ...Object.keys(subject.agent.outside?.environment?.anthropic ?? {})
        .sort()
        .map((name) => `variable ${name}`),
    ]);
    // What it says the session gets, the session has.
    const variables = rows.at(-1)?.split(" ").slice(1) ?? [];
    expect(variables).toEqual(expect.arrayContaining(["HTTPS_PROXY", "NO_PROXY", "http_proxy"]));
    expect(await probed("m3tam3re", project, `printenv ${variables.join(" ")} | wc -l`)).toBe(
      String(variables.length),
    );
    expect(stdout).not.toContain(outsideKey);
  });
});

describeHost("no network", `${subject.command}-explain, without a network`, () => {
  test("says nothing of a proxy", async () => {
    const cwd = await newProject("m3tam3re");
    const { code, stdout } = await command("m3tam3re", [`${subject.command}-explain`], { cwd });
    expect(code).toBe(0);
    expect(stdout).not.toContain("proxy");
  });
});
