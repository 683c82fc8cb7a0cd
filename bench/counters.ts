import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { NixEvaluationError, readFailure } from "../src/compiler/nix/failure.js";
import { findLibrary } from "../src/compiler/nix/library.js";
import { inSandbox } from "../src/compiler/nix/sandbox.js";
import { quoted } from "../src/compiler/nix/strings.js";
import { packageRoot } from "../src/root.js";

/** What Nix counts while it evaluates. The same version of Nix counts the same for the same expression. */
export interface Counters {
  readonly thunks: number;
  readonly calls: number;
}

const stats = z.object({ nrThunks: z.number(), nrFunctionCalls: z.number() });

/** Nix's own counters (`NIX_SHOW_STATS`) for an expression that is forced whole. @throws NixEvaluationError */
export async function countersOf(expression: string): Promise<Counters> {
  return inSandbox({}, async ({ directory, run }) => {
    const file = join(directory, "stats.json");
    const args = ["NIX_SHOW_STATS=1", `NIX_SHOW_STATS_PATH=${file}`, "nix-instantiate", "--eval", "--strict"];
    const { stopped, stderr } = await run("env", [...args, "--json", "-"], expression);
    if (stopped !== undefined) {
      const { message, position } = readFailure(stderr);
      throw new NixEvaluationError(message, "expression", position, stderr);
    }
    const { nrThunks, nrFunctionCalls } = stats.parse(JSON.parse(await readFile(file, "utf8")));
    return { thunks: nrThunks, calls: nrFunctionCalls };
  });
}

/** A file of the project as Nix writes its path. */
export const at = (path: string): string => quoted(join(packageRoot, path));

/** What a system takes from a host: all that the module can add to. */
const system = `host: {
  inherit (host) failedAssertions warnings;
  inherit (host.config.security.sudo) configFile;
  packages = map toString host.config.environment.systemPackages;
  tmpfiles = host.config.systemd.tmpfiles.rules;
  services = builtins.mapAttrs (_: service: service.serviceConfig) host.config.systemd.services;
  users = builtins.mapAttrs (_: user: {inherit (user) group home isSystemUser;}) host.config.users.users;
}`;

/** The guide's host, with the emitted NixOS module and without it. */
export async function hostCounters(): Promise<{ readonly with: Counters; readonly without: Counters }> {
  const { path } = await findLibrary();
  const host = (modules: string): string => `(${system}) (import ${at("test/nixos-stubs/eval.nix")} {
    lib = import ${quoted(path)};
    modules = [{users.users.m3tam3re = {isNormalUser = true; home = "/home/m3tam3re";};} ${modules}];
  })`;
  const emitted = `${at("modules/nixos/pi-agent")} ${at("examples/nixos-config/hosts/m3-kratos/pi-agent.nix")}`;
  return { with: await countersOf(host(emitted)), without: await countersOf(host("")) };
}

/** What a system of a whole NixOS takes, as far as the module can add to it: the accounts' file needs all of every account. */
const wholeSystem = `host: {
  inherit (host) failedAssertions warnings;
  inherit (host.config.security.sudo) configFile;
  packages = map toString host.config.environment.systemPackages;
  tmpfiles = map ({value, ...}: value) (builtins.filter ({file, ...}: builtins.match ".*/pi-agent/.*" file != null) host.options.systemd.tmpfiles.rules.definitionsWithLocations);
  dropIn = host.config.systemd.units."pi-agent-.service".text or "";
  users = builtins.mapAttrs (_: user: {inherit (user) name uid group extraGroups home homeMode createHome isSystemUser isNormalUser description;}) host.config.users.users;
  groups = builtins.mapAttrs (_: group: {inherit (group) name gid members;}) host.config.users.groups;
  inherit (host.config) ids;
}`;

/** The guide's host in a whole NixOS: without the module, with it but not enabled, and with it. */
export async function wholeHostCounters(
  nixos: string,
): Promise<Readonly<Record<"none" | "imported" | "enabled", Counters>>> {
  const { path } = await findLibrary();
  const names = [...packageNames(join(nixos, "nixos/modules"))].sort();
  const ask = (modules: string): Promise<Counters> =>
    countersOf(`(${wholeSystem}) (import ${at("bench/nixos.nix")} {
      lib = import ${quoted(path)};
      nixpkgs = /. + ${quoted(nixos)};
      names = builtins.fromJSON ${quoted(JSON.stringify(names))};
      modules = [{users.users.m3tam3re = {isNormalUser = true; home = "/home/m3tam3re";};} ${modules}];
    })`);
  const module = at("modules/nixos/pi-agent");
  return {
    none: await ask(""),
    imported: await ask(module),
    enabled: await ask(`${module} ${at("examples/nixos-config/hosts/m3-kratos/pi-agent.nix")}`),
  };
}

/** What modules call `pkgs.NAME`, and the few that they look up by a name in a string. */
function packageNames(directory: string): ReadonlySet<string> {
  const texts = readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".nix"))
    .map((file) => readFileSync(join(directory, file), "utf8"));
  const named = texts.flatMap((text) =>
    [...text.matchAll(/\bpkgs\.([A-Za-z_][\w'-]*)/g)].map(([, name]) => name ?? ""),
  );
  return new Set([...named, "fish", "nano", "nixos-option", "perl", "rsync", "strace", "xonsh", "zsh"]);
}
