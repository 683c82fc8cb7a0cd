import { appendFileSync, cpSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { layOutJson } from "../../src/compiler/output/json.js";
import { packageRoot, packageVersion } from "../../src/root.js";
import { nixsmith } from "../cli/command.js";
import { type Flakes, makeFlakes } from "./flakes.js";

// The real Nix, offline, with stand-ins for nixpkgs and Home Manager. What they stand in for cannot be had here; the
// README says what is therefore not run. Goldens are recorded by NIXSMITH_RECORD=1.

const golden = "nix/golden/m3-kratos.json";
const system = "x86_64-linux";

let flakes: Flakes;
beforeAll(async () => {
  flakes = await makeFlakes();
  if (process.env.NIXSMITH_RECORD !== undefined) await record();
});
afterAll(() => flakes.remove());

async function record(): Promise<void> {
  writeFileSync(join(flakes.directory, "nixsmith", golden), "{}");
  const { stderr } = await flakes.nix("nixsmith", "eval", `path:.#checks.${system}.goldens`);
  const found = /evaluate to something else: (\{.*\})/.exec(stderr)?.[1];
  if (found === undefined) throw new Error(`nothing to record:\n${stderr}`);
  const text = layOutJson(JSON.parse(found));
  for (const root of [packageRoot, join(flakes.directory, "nixsmith")])
    writeFileSync(join(root, golden), text);
}

/** Out paths of what was built. */
async function build(flake: string, attribute: string): Promise<string> {
  const { exitCode, stdout, stderr } = await flakes.nix(
    flake,
    "build",
    "--no-link",
    "--json",
    `path:.#${attribute}`,
  );
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout)[0].outputs.out;
}

/** Changes a file of a flake for the time of a question. */
async function changed<T>(path: string, change: (text: string) => string, ask: () => Promise<T>): Promise<T> {
  const file = join(flakes.directory, path);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, change(text));
  return ask().finally(() => writeFileSync(file, text));
}

const checkNames = async (flake: string): Promise<readonly string[]> => {
  const { stdout, stderr } = await flakes.nix(
    flake,
    "eval",
    "--json",
    `path:.#checks.${system}`,
    "--apply",
    "builtins.attrNames",
  );
  return stdout === "" ? [stderr] : JSON.parse(stdout);
};

describe("the project's flake", () => {
  it("passes `nix flake check` as far as nothing has to be built", async () => {
    const { exitCode, stderr } = await flakes.nix("nixsmith", "flake check", "--no-build", "path:.");
    expect({ exitCode, stderr: stderr.includes("error") ? stderr : "" }).toEqual({ exitCode: 0, stderr: "" });
  });

  it("has a check for each promise", async () => {
    expect(await checkNames("nixsmith")).toEqual([
      "exposure",
      "goldens",
      "home-m3tam3re",
      "host-m3-kratos",
      "modules-fresh",
      "runtime",
      "style",
      "sudoers",
    ]);
  });

  it.each(["goldens", "host-m3-kratos", "home-m3tam3re", "sudoers"])("builds the check %s", async (name) => {
    expect(await build("nixsmith", `checks.${system}.${name}`)).toMatch(/^\/nix\/store\//);
  });

  it("fails at a golden that no longer holds, and shows what does", async () => {
    const ask = () => flakes.nix("nixsmith", "flake check", "--no-build", "path:.");
    const { exitCode, stderr } = await changed(
      `nixsmith/${golden}`,
      (text) => text.replace("NOPASSWD", "PASSWD"),
      ask,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`${golden}: sudoers evaluate to something else: {`);
  });

  it("fails at a host that does not evaluate", async () => {
    const ask = () => flakes.nix("nixsmith", "flake check", "--no-build", "path:.");
    const host = "nixsmith/examples/nixos-config/hosts/m3-kratos/pi-agent.nix";
    const { exitCode, stderr } = await changed(host, (text) => text.replace('"~/p"', '"~"'), ask);
    expect(exitCode).toBe(1);
    expect(stderr).toContain("whole home directory");
  });
});

describe("the package", () => {
  it("has the hash of what `npm ci` installs by the lock file", async () => {
    const directory = join(flakes.directory, "modules");
    await mkdir(directory);
    await execa("cp", [
      "-al",
      join(packageRoot, "node_modules"),
      join(packageRoot, "package-lock.json"),
      directory,
    ]);
    await execa("node", [join(packageRoot, "nix/prune.mjs")], { cwd: directory });
    const { stdout } = await execa("nix-hash", ["--type", "sha256", "node_modules"], { cwd: directory });
    const wanted = `sha256-${Buffer.from(stdout, "hex").toString("base64")}`;
    const [, stated] =
      /outputHash = "([^"]+)"/.exec(readFileSync(join(packageRoot, "package.nix"), "utf8")) ?? [];
    expect(stated === wanted ? "" : `package.nix: outputHash = "${wanted}";`).toBe("");
  });

  it("is built from the npm registry and the sources, and runs", async () => {
    const path = await build("nixsmith", `packages.${system}.nixsmith`);
    const { stdout } = await execa(join(path, "bin/nixsmith"), ["--version"]);
    expect(stdout).toBe(packageVersion());
  });
});

describe("freshness", () => {
  it("holds for modules that are as generated", async () => {
    expect(await build("nixsmith", `checks.${system}.modules-fresh`)).toMatch(/-nixsmith-modules-fresh$/);
  });

  it("fails for others with the difference and the command that mends it", async () => {
    const ask = () =>
      flakes.nix("nixsmith", "build", "--no-link", "-L", `path:.#checks.${system}.modules-fresh`);
    const stale = "nixsmith/modules/nixos/pi-agent/options.nix";
    const { exitCode, stderr } = await changed(
      stale,
      (text) => text.replace("/var/lib/pi-agent", "/var/lib/pi"),
      ask,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/-\s+default = "\/var\/lib\/pi";/);
    expect(stderr).toContain("The committed modules are stale; run: nix run .#generate");
  });

  it("is mended by that command", async () => {
    appendFileSync(join(flakes.directory, "nixsmith/modules/nixos/pi-agent/options.nix"), "# stale\n");
    const { exitCode, stdout, stderr } = await flakes.nix("nixsmith", "run", "path:.#generate");
    expect({ exitCode, stdout, stderr: exitCode === 0 ? "" : stderr }).toEqual({
      exitCode: 0,
      stdout: "modules/nixos/pi-agent/options.nix",
      stderr: "",
    });
  });
});

describe("other flakes", () => {
  it("the example of an overlay checks its committed modules", async () => {
    const overlay = join(flakes.directory, "overlay");
    renameSync(join(flakes.directory, "nixsmith/examples/m3ta-nixpkgs"), overlay);
    cpSync(join(flakes.directory, "nixsmith/modules"), join(overlay, "modules"), { recursive: true });
    const { exitCode, stderr } = await flakes.nix("overlay", "flake check", "--no-build", "path:.");
    expect({ exitCode, stderr: stderr.includes("error") ? stderr : "" }).toEqual({ exitCode: 0, stderr: "" });
    expect(await build("overlay", `checks.${system}.modules-fresh`)).toMatch(/-nixsmith-modules-fresh$/);
  });

  it("an overlay that declares a program of its own is held to its declaration, offline", async () => {
    const overlay = join(flakes.directory, "overlay");
    const program = {
      name: "gadget",
      package: null,
      directory: { default: ".config/gadget" },
      files: { settings: { path: "gadget.json", from: "gadget.schema.json" } },
      templates: { "extra.nix": "./extra.nix.hbs" },
    };
    const schema = { type: "object", properties: { loud: { type: "boolean" } } };
    const config = join(overlay, "nixsmith.config.ts");
    const declared = (programs: readonly unknown[]): string =>
      `import { defineConfig } from "nixsmith";\nexport default defineConfig(${JSON.stringify({ programs })});\n`;
    writeFileSync(join(overlay, "gadget.schema.json"), JSON.stringify(schema));
    writeFileSync(join(overlay, "extra.nix.hbs"), "{{header}}\n{}\n");
    writeFileSync(config, declared(["pi", program]));
    for (const argv of [["import"], ["generate"]])
      expect(await nixsmith(argv, { cwd: overlay })).toMatchObject({ status: 0 });
    expect(await build("overlay", `checks.${system}.modules-fresh`)).toMatch(/-nixsmith-modules-fresh$/);

    writeFileSync(config, declared([program]));
    const { exitCode, stderr } = await flakes.nix(
      "overlay",
      "build",
      "--no-link",
      "-L",
      `path:.#checks.${system}.modules-fresh`,
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain("The committed modules are stale; run: nix run .#regenerate");
    expect(stderr).toMatch(/modules: .*left over/);
  });

  it("the example of a fleet has a check for each of its 200 hosts", async () => {
    renameSync(join(flakes.directory, "nixsmith/examples/fleet"), join(flakes.directory, "fleet"));
    const names = await checkNames("fleet");
    expect([names.length, names[0], names.at(-1)]).toEqual([200, "host-builder-001", "host-sealed-040"]);
    const { exitCode, stderr } = await flakes.nix("fleet", "flake check", "--no-build", "path:.");
    expect({ exitCode, stderr: stderr.includes("error") ? stderr : "" }).toEqual({ exitCode: 0, stderr: "" });
  });

  it("a broken host of it fails alone", async () => {
    const ask = (host: string) => () =>
      flakes.nix("fleet", "build", "--dry-run", `path:.#checks.${system}.${host}`);
    const change = (text: string): string =>
      text.replace(
        '(user "user${toString number}")',
        '(user "user${toString number}") (if number == 7 then {m3ta.pi-agent.hostUsers.nobody.projectRoots = ["~/p"];} else {})',
      );
    const [seventh, eighth] = [
      await changed("fleet/hosts.nix", change, ask("host-laptop-007")),
      await changed("fleet/hosts.nix", change, ask("host-laptop-008")),
    ];
    expect(seventh.exitCode).toBe(1);
    expect(seventh.stderr).toContain("m3ta.pi-agent.hostUsers.nobody: this host has no such user");
    expect(eighth).toMatchObject({ exitCode: 0 });
  });

  it("its script evaluates a shard host by host, and names the one that is broken", async () => {
    const ask = () => flakes.run("fleet", "./evaluate.sh", "host-sealed-00");
    const change = (text: string): string =>
      text.replace(
        '(user "auditor${toString number}")',
        '(user "auditor${toString number}") (if number == 3 then {m3ta.pi-agent.stateDir = "/etc";} else {})',
      );
    const { exitCode, stdout } = await changed("fleet/hosts.nix", change, ask);
    expect(exitCode).toBe(123);
    const lines = stdout.split("\n").filter((line) => /^(ok|failed) /.test(line));
    expect(lines.sort()).toEqual([
      "failed host-sealed-003",
      ...[1, 2, 4, 5, 6, 7, 8, 9].map((number) => `ok     host-sealed-00${number}`),
    ]);
    expect(stdout).toContain('m3ta.pi-agent.stateDir: "/etc" is not the agent\'s alone');
  });

  it("its script says when no host is meant", async () => {
    expect(await flakes.run("fleet", "./evaluate.sh", "host-x")).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('begins with "host-x"'),
    });
  });
});
