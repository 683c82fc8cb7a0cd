import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import type { MessageId } from "../../src/isolation/options/assertions.js";
import { fill, messages } from "../support/pi.js";
import { evaluateHosts, host, resultOf } from "./hosts.js";

interface Case {
  /** A host with one thing wrong. */
  readonly given: string;
  /** The one message it yields. */
  readonly want: string;
}

const roots = (root: string): string => host(`{hostUsers.alice.projectRoots = [${JSON.stringify(root)}];}`);
const config = (path: string): string =>
  host(`{hostUsers.alice = {projectRoots = ["~/p"]; configPath = ${JSON.stringify(path)};};}`);
const alice = (piAgent: string, rest?: string): string =>
  host(`{hostUsers.alice.projectRoots = ["~/p"]; ${piAgent}}`, rest);
const badRoot = (id: "relativeRoot" | "parentInRoot" | "wholeHome", root: string): Case => ({
  given: roots(root),
  want: fill(id, { name: "alice", root }),
});
const badConfig = (configPath: string): Case => ({
  given: config(configPath),
  want: fill("configPath", { name: "alice", configPath }),
});
const trusted = (entry: string, rest = "", setting = "trusted-users"): Case => ({
  given: alice("", `{nix.settings.${setting} = ["root" "${entry}"]; ${rest}}`),
  want: fill("trustedUser", { setting, entry, user: "pi-agent" }),
});
const state = (id: "stateSpelling" | "stateDirectory" | "stateInSystem", stateDir: string): Case => ({
  given: alice(`stateDir = "${stateDir}";`),
  want: fill(id, { stateDir }),
});
const stateInHome = (stateDir: string, owner: string, account: string): Case => ({
  given: alice(`stateDir = "${stateDir}";`, `{lib, ...}: {users.users.${owner} = {${account}};}`),
  want: fill("stateInHome", { stateDir, owner }),
});
const service = (home: string): string => `isSystemUser = true; group = "users"; home = "${home}";`;
const group = (name: string, rest = "{}"): Case => ({
  given: alice(`group = "${name}";`, rest),
  want: fill("privilegedGroup", { group: name }),
});
const shared = (members: string, rest: string): Case => ({
  given: alice("", rest),
  want: fill("sharedGroup", { members, group: "pi-agent" }),
});
const membership = (name: string, rest: string): Case => ({
  given: alice("", rest),
  want: fill("privilegedMembership", { group: name, user: "pi-agent" }),
});
const shadowed = (places: string, rest: string, piAgent = "", other = "pi-isolated"): Case => ({
  given: alice(piAgent, rest),
  want: fill("commandShadowed", { package: "pi-coding-agent", places, other }),
});
const reserved = (variable: string): Case => ({
  given: alice(`environment.${variable} = "x";`),
  want: fill("reservedEnvironment", { variable }),
});
const looser = (property: string, value: string): Case => ({
  given: alice(`hardening.extraProperties.${property} = ${value};`),
  want: fill("looserProperty", { property }),
});
const direct = "({pkgs, ...}: {environment.systemPackages = [pkgs.pi-coding-agent];})";
/** Home Manager as a module of NixOS, as far as the module asks. */
const home = (definitions: string): string => `({lib, pkgs, ...}: {
  options.home-manager.users = lib.mkOption {type = lib.types.attrsOf lib.types.raw;};
  config.home-manager.users.alice = ${definitions};
})`;
const wheelOnly = (sudo: string, rest = ""): Case => ({
  given: alice(
    "",
    `{lib, ...}: {security = {sudo.enable = lib.mkForce ${sudo === "sudo"}; sudo-rs.enable = ${sudo === "sudo-rs"}; ${sudo}.execWheelOnly = true;}; ${rest}}`,
  ),
  want: fill("wheelOnly", { sudo, name: "alice" }),
});
const ruleMissing = (sudo: string, forced: string): Case => ({
  given: alice(
    "",
    `{lib, ...}: {security = {sudo.enable = lib.mkForce ${sudo === "sudo"}; sudo-rs.enable = ${sudo === "sudo-rs"}; ${sudo}.${forced};};}`,
  ),
  want: fill("ruleMissing", { sudo }),
});

const patched = (version: string): string => `nix.package = nix // {version = "${version}";};`;
const withDaemon = (rest: string): string =>
  alice('nix.access = "daemon";', `({pkgs, ...}: let inherit (pkgs) nix; in {${rest}})`);
const daemon = (id: "nixUnpatched" | "nixUnsandboxed", rest: string): Case => ({
  given: withDaemon(rest),
  want: fill(id, {}),
});
const proxied = 'network = {mode = "proxy"; allow = ["api.anthropic.com"];};';
const opened = ["2.28.8", "2.30.6", "2.31.6", "2.31.10", "2.34.9", "2.35.3", "2.36.0", "2.40.1"];

const refusals: Readonly<Record<string, Case>> = {
  "unknownHostUser: not a user of the host": {
    given: host('{hostUsers.bob.projectRoots = ["/srv/p"];}'),
    want: fill("unknownHostUser", { name: "bob" }),
  },
  "privilegedHostUser: root": {
    given: host('{hostUsers.root.projectRoots = ["/srv/p"];}', '{users.users.root.home = "/root";}'),
    want: fill("privilegedHostUser", { name: "root" }),
  },
  "privilegedHostUser: the agent itself": {
    given: host('{hostUsers.pi-agent.projectRoots = ["/srv/p"];}'),
    want: fill("privilegedHostUser", { name: "pi-agent" }),
  },
  "noRoots: an empty list": {
    given: host("{hostUsers.alice.projectRoots = [];}"),
    want: fill("noRoots", { name: "alice" }),
  },
  "relativeRoot: a bare name": badRoot("relativeRoot", "p"),
  "relativeRoot: another user's tilde": badRoot("relativeRoot", "~m3tam3re/p"),
  "relativeRoot: nothing": badRoot("relativeRoot", ""),
  "parentInRoot: upwards out of the home": badRoot("parentInRoot", "~/p/../.."),
  "wholeHome: /": badRoot("wholeHome", "/"),
  "wholeHome: slashes that come to /": badRoot("wholeHome", "//./"),
  "wholeHome: ~": badRoot("wholeHome", "~"),
  "wholeHome: ~/": badRoot("wholeHome", "~/"),
  "wholeHome: ~/.": badRoot("wholeHome", "~/."),
  "wholeHome: the home in full": badRoot("wholeHome", "/home/alice/"),
  "wholeHome: another user's home": badRoot("wholeHome", "/home/m3tam3re"),
  "wholeHome: the parent of all homes": badRoot("wholeHome", "/home"),
  "wholeHome: root's home": badRoot("wholeHome", "/root"),
  "stateInRoot: a root below the state": {
    given: roots("/var/lib/pi-agent/users/alice"),
    want: fill("stateInRoot", {
      name: "alice",
      root: "/var/lib/pi-agent/users/alice",
      stateDir: "/var/lib/pi-agent",
    }),
  },
  "stateInRoot: a root around the state": {
    given: roots("/var/lib"),
    want: fill("stateInRoot", { name: "alice", root: "/var/lib", stateDir: "/var/lib/pi-agent" }),
  },
  "configPath: absolute": badConfig("/etc/pi"),
  "configPath: a tilde": badConfig("~/.pi/agent"),
  "configPath: upwards": badConfig(".pi/../.."),
  "configPath: nothing": badConfig(""),
  ...Object.fromEntries(
    ["root", "nobody", "systemd-network", "m3tam3re"].map((user) => [
      `privilegedAgent: ${user}`,
      {
        given: alice(
          `user = "${user}";`,
          user === "m3tam3re"
            ? '{lib, ...}: {users.users.m3tam3re = {isSystemUser = lib.mkForce false; group = lib.mkForce "pi-agent"; home = lib.mkForce "/home/m"; description = lib.mkForce "";};}'
            : "{}",
        ),
        want: fill("privilegedAgent", { user }),
      },
    ]),
  ),
  ...Object.fromEntries(
    ["root", "wheel", "docker", "users", "nixbld", "video", "systemd-journal"].map((name) => [
      `privilegedGroup: ${name}`,
      group(name),
    ]),
  ),
  "sharedGroup: by the group": shared("alice", '{users.groups.pi-agent.members = ["alice"];}'),
  "sharedGroup: by the user": shared("alice", '{users.users.alice.extraGroups = ["pi-agent"];}'),
  "sharedGroup: as primary group": shared(
    "bob",
    '{users.users.bob = {isSystemUser = true; group = "pi-agent";};}',
  ),
  "privilegedMembership: by the user": membership(
    "docker",
    '{users.groups.docker = {}; users.users.pi-agent.extraGroups = ["docker"];}',
  ),
  "privilegedMembership: by the group": membership("wheel", '{users.groups.wheel.members = ["pi-agent"];}'),
  ...Object.fromEntries(
    ["/srv/x/../y", "/var/lib/../../home/agent", "/.", "/srv/./x", "/srv//x", "/.."].map((path) => [
      `stateSpelling: ${path}`,
      state("stateSpelling", path),
    ]),
  ),
  ...Object.fromEntries(
    ["/home/pi-agent", "/home", "/root", "/tmp/pi-agent", "/run/user/pi-agent"].map((path) => [
      `stateDirectory: ${path}`,
      state("stateDirectory", path),
    ]),
  ),
  ...Object.fromEntries(
    [
      "/etc",
      "/usr",
      "/var",
      "/srv",
      "/nix",
      "/data",
      "/var/lib",
      "/var/lib/nixos",
      "/etc/pi-agent",
      "/nix/store/x",
      "/var/log/pi",
    ].map((path) => [`stateInSystem: ${path}`, state("stateInSystem", path)]),
  ),
  "stateInHome: a home": stateInHome("/srv/homes/bob", "bob", service("/srv/homes/bob")),
  "stateInHome: around a home": stateInHome("/srv/homes", "bob", service("/srv/homes/bob/")),
  "stateInHome: below a person's home": stateInHome(
    "/srv/homes/alice/agent",
    "alice",
    'home = lib.mkForce "/srv/homes/alice/";',
  ),
  "reservedEnvironment: HOME": reserved("HOME"),
  "reservedEnvironment: PATH": reserved("PATH"),
  "reservedEnvironment: PI_CODING_AGENT_DIR": reserved("PI_CODING_AGENT_DIR"),
  "reservedEnvironment: XDG_CONFIG_HOME": reserved("XDG_CONFIG_HOME"),
  "looserProperty: a boolean turned off": looser("NoNewPrivileges", "false"),
  "looserProperty: a capability": looser("CapabilityBoundingSet", '"CAP_SYS_ADMIN"'),
  "looserProperty: another user": looser("User", '"root"'),
  "looserProperty: a weaker level": looser("ProtectSystem", '"full"'),
  "commandAmbiguous: pi beside pi": {
    given: alice("wrapper.hideDirectBinary = false;"),
    want: fill("commandAmbiguous", { command: "pi", other: "pi-isolated" }),
  },
  "commandShared: with another agent": {
    given: alice(
      "",
      '{pkgs, ...}: {environment.systemPackages = [(pkgs.symlinkJoin {name = "other"; pname = "pi-wrapper"; paths = [];})];}',
    ),
    want: fill("commandShared", { command: "pi", direct: "pi" }),
  },
  "commandShadowed: for everyone": shadowed("in environment.systemPackages", direct),
  "commandShadowed: under another name": shadowed(
    "in environment.systemPackages",
    direct,
    'wrapper.commandName = "pi-sealed";',
    "pi-sealed",
  ),
  "commandShadowed: for a host user": shadowed(
    "in users.users.alice.packages",
    "{pkgs, ...}: {users.users.alice.packages = [pkgs.pi-coding-agent];}",
  ),
  "commandShadowed: by Home Manager": shadowed(
    "in home-manager.users.alice.home.packages",
    home("{home.packages = [pkgs.git pkgs.pi-coding-agent];}"),
  ),
  "commandShadowed: by a module of Home Manager": shadowed(
    "by home-manager.users.alice.programs.pi-coding-agent",
    home("{programs.pi-coding-agent.enable = true; home.packages = [pkgs.pi-coding-agent];}"),
  ),
  "commandShadowed: in several places": shadowed(
    "in environment.systemPackages and in users.users.alice.packages",
    "{pkgs, ...}: {environment.systemPackages = [pkgs.pi-coding-agent]; users.users.alice.packages = [pkgs.pi-coding-agent];}",
  ),
  "wrapperMissing: forced packages": {
    given: alice("", "{lib, ...}: {environment.systemPackages = lib.mkForce [];}"),
    want: fill("wrapperMissing", {}),
  },
  "wheelOnly: sudo": wheelOnly("sudo"),
  "wheelOnly: sudo-rs": wheelOnly("sudo-rs"),
  "ruleMissing: forced rules": ruleMissing("sudo", "extraRules = lib.mkForce []"),
  "ruleMissing: a forced file": ruleMissing("sudo", 'configFile = lib.mkForce "root ALL=(ALL) ALL"'),
  "ruleMissing: sudo-rs": ruleMissing("sudo-rs", "extraRules = lib.mkForce []"),
  "trustedUser: by name": trusted("pi-agent"),
  "trustedUser: by group": trusted("@pi-agent"),
  "trustedUser: everyone": trusted("*"),
  "trustedUser: by a further group": trusted(
    "@trusted",
    'users.users.pi-agent.extraGroups = ["trusted"]; users.groups.trusted = {};',
  ),
  "trustedUser: by a group that names it": trusted(
    "@trusted",
    'users.groups.trusted.members = ["pi-agent"];',
  ),
  "trustedUser: by the other setting": trusted("pi-agent", "", "extra-trusted-users"),
  ...Object.fromEntries(
    ["2.28.7", "2.29.9", "2.31.5", "2.33.9", "2.35.2", "2.36pre1", "3.1.0"].map((version) => [
      `nixUnpatched: ${version}`,
      daemon("nixUnpatched", `nix.package = nix // {version = "${version}";};`),
    ]),
  ),
  "nixUnpatched: another Nix": daemon(
    "nixUnpatched",
    'nix.package = nix // {pname = "lix"; version = "2.94.0";};',
  ),
  "nixUnsandboxed: off": daemon("nixUnsandboxed", `${patched("2.31.6")} nix.settings.sandbox = false;`),
  "nixUnsandboxed: relaxed": daemon(
    "nixUnsandboxed",
    `${patched("2.36.0")} nix.settings.sandbox = "relaxed";`,
  ),
  ...Object.fromEntries(
    ["full", "loopback", "none"].flatMap((mode) =>
      ["api.anthropic.com", "*.cafe.de:8443", "10.0.0.0/8:80", "[fd00::1]", "[fd00::/8]:80"].map(
        (destination) => [
          `nameOutsideProxy: ${destination} beside ${mode}`,
          {
            given: alice(`network = {mode = "${mode}"; allow = ["10.0.0.1" "${destination}"];};`),
            want: fill("nameOutsideProxy", { destination, mode }),
          },
        ],
      ),
    ),
  ),
  ...Object.fromEntries(
    ["full", "loopback", "none"].map((mode) => [
      `credentialOutsideProxy: ${mode}`,
      {
        given: alice(`network.mode = "${mode}"; credentials.anthropic.file = "/run/secrets/key";`),
        want: fill("credentialOutsideProxy", { credential: "anthropic" }),
      },
    ]),
  ),
  "credentialUnknown: without a URL": {
    given: alice(`${proxied} credentials.corp.file = "/run/secrets/key";`),
    want: fill("credentialUnknown", { credential: "corp" }),
  },
  "gitOutsideProxy: in the whole network": {
    given: alice('network.git."github.com/a/b" = {};'),
    want: fill("gitOutsideProxy", { repository: "github.com/a/b" }),
  },
  "gitCredential: a name that nothing has": {
    given: alice('network = {mode = "proxy"; git."github.com/a/b".credential = "github";};'),
    want: fill("gitCredential", { repository: "github.com/a/b", credential: "github" }),
  },
  "credentialNamedGit: with a URL": {
    given: alice(
      `${proxied} credentials.git = {file = "/run/secrets/key"; baseUrl = "https://git.example.org";};`,
    ),
    want: fill("credentialNamedGit", {}),
  },
  "credentialInStore: a key for everybody": {
    given: alice(`${proxied} credentials.openai.file = "/nix/store/00000000000000000000000000000000-key";`),
    want: fill("credentialInStore", {
      credential: "openai",
      file: "/nix/store/00000000000000000000000000000000-key",
    }),
  },
  "nixBesideProxy: a patched daemon": {
    given: alice(
      `nix.access = "daemon"; ${proxied}`,
      `({pkgs, ...}: let inherit (pkgs) nix; in {${patched("2.31.6")}})`,
    ),
    want: fill("nixBesideProxy", {}),
  },
  ...Object.fromEntries(
    ["HTTPS_PROXY", "no_proxy", "NODE_USE_ENV_PROXY"].map((variable) => [
      `reservedEnvironment: ${variable} beside the proxy`,
      {
        given: alice(`${proxied} environment.${variable} = "x";`),
        want: fill("reservedEnvironment", { variable }),
      },
    ]),
  ),
  "noSudo: neither of them": {
    given: alice("", "{security.sudo.enable = false;}"),
    want: fill("noSudo", {}),
  },
  "oldSystemd: 256": {
    given: alice("", '({pkgs, ...}: {systemd.package = pkgs.systemd // {version = "256.4";};})'),
    want: fill("oldSystemd", { version: "256.4" }),
  },
};

const cautions: Readonly<Record<string, Case>> = {
  "noHostUsers: nobody": { given: host("{}"), want: fill("noHostUsers", {}) },
  "nothingAllowed: a proxy for nothing": {
    given: alice('network.mode = "proxy";'),
    want: fill("nothingAllowed", {}),
  },
  "authBesideCredentials: a copied key": {
    given: alice(
      `${proxied} hostUsers.alice.sync.auth = "newer"; credentials.openai.file = "/run/secrets/key";`,
    ),
    want: fill("authBesideCredentials", { name: "alice" }),
  },
  "secretInStore: a key": {
    given: alice('environment.ANTHROPIC_API_KEY = "x";'),
    want: fill("secretInStore", { variable: "ANTHROPIC_API_KEY" }),
  },
  "secretInStore: headers": {
    given: alice('environment.ANTHROPIC_CUSTOM_HEADERS = "x";'),
    want: fill("secretInStore", { variable: "ANTHROPIC_CUSTOM_HEADERS" }),
  },
  "secretInStore: a file of credentials": {
    given: alice('environment.OPENCODE_AUTH_CONTENT = "x";'),
    want: fill("secretInStore", { variable: "OPENCODE_AUTH_CONTENT" }),
  },
};

const sound: Readonly<Record<string, Case>> = {
  ...Object.fromEntries(
    opened.map((version) => [
      `opens the daemon of Nix ${version}`,
      { given: withDaemon(patched(version)), want: "" },
    ]),
  ),
  "has a proxy": { given: alice(proxied), want: "" },
  "has keys outside": {
    given: alice(`network.mode = "proxy"; credentials = {
      anthropic.file = "/run/secrets/anthropic";
      corp = {file = "/run/secrets/corp"; baseUrl = "https://llm.example.com:8443/v1"; header = "x-key";};
    };`),
    want: "",
  },
  "has a token for git": {
    given: alice(
      'network = {mode = "proxy"; git."github.com/a/b" = {push = true; credential = "github";};}; credentials.github.file = "/run/secrets/github";',
    ),
    want: "",
  },
  "leads to a proxy of its own": {
    given: alice('environment.HTTPS_PROXY = "http://10.0.0.1:8080";'),
    want: "",
  },
};

const given = (cases: Readonly<Record<string, Case>>): Record<string, string> =>
  Object.fromEntries(Object.entries(cases).map(([name, { given: module }]) => [name, module]));

let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  const hosts = { ...given(refusals), ...given(cautions), sound: alice(""), ...given(sound) };
  outcomes = await evaluateHosts(hosts, "host: {inherit (host) failedAssertions warnings;}");
});

describe("the NixOS module refuses", () => {
  it.each(Object.entries(refusals))("%s", (name, { want }) => {
    expect(resultOf(outcomes[name])).toEqual({ failedAssertions: [want], warnings: [] });
  });
});

describe("the NixOS module warns of", () => {
  it.each(Object.entries(cautions))("%s", (name, { want }) => {
    expect(resultOf(outcomes[name])).toEqual({ failedAssertions: [], warnings: [want] });
  });
});

describe("the table of messages", () => {
  it("a sound host yields none of them", () => {
    expect(resultOf(outcomes.sound)).toEqual({ failedAssertions: [], warnings: [] });
  });

  it.each(Object.keys(sound))("nor does one that %s", (name) => {
    expect(resultOf(outcomes[name])).toEqual({ failedAssertions: [], warnings: [] });
  });

  it.each(Object.keys(messages) as MessageId[])("%s has a case", (id) => {
    expect(
      [...Object.keys(refusals), ...Object.keys(cautions)].some((name) => name.startsWith(`${id}:`)),
    ).toBe(true);
  });
});
