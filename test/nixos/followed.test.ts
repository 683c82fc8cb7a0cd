import { beforeAll, describe, expect, it } from "vitest";
import { retiredSettings } from "../../schema/pi/retired.js";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import type { MessageId } from "../../src/isolation/options/assertions.js";
import { messages } from "../support/pi.js";
import { evaluateHosts, host, resultOf } from "./hosts.js";

/** A host with one thing wrong, and what the message tells its owner to write: one host for each way it offers. */
interface Case {
  readonly given: string;
  readonly followed: Readonly<Record<string, string>>;
}

const alice = (piAgent = "", rest?: string): string =>
  host(`{hostUsers.alice.projectRoots = ["~/p"]; ${piAgent}}`, rest);
const roots = (root: string): string => host(`{hostUsers.alice.projectRoots = ["${root}"];}`);
/** A host whose message says to take something away, and the same without it. */
const without = (piAgent: string, rest?: string): Case => ({
  given: alice(piAgent, rest),
  followed: { removed: alice() },
});
const root = (wrong: string): Case => ({ given: roots(wrong), followed: { another: roots("~/p") } });
const state = (wrong: string): Case => ({
  given: alice(`stateDir = "${wrong}";`),
  followed: { "the directory it names": alice('stateDir = "/var/lib/pi-agent";') },
});

const direct = "{pkgs, ...}: {environment.systemPackages = [pkgs.pi-coding-agent];}";
const oldSystemd = (version: string): string =>
  `{pkgs, ...}: {systemd.package = pkgs.systemd // {version = "${version}";};}`;

const daemon = (version: string, rest = "", piAgent = ""): string =>
  alice(
    `nix.access = "daemon"; ${piAgent}`,
    `{pkgs, ...}: {nix.package = pkgs.nix // {version = "${version}";}; ${rest}}`,
  );

/** As another agent's wrapper is named; test/isolation/two-agents.test.ts has a whole one. */
const wrapper = (command: string): string =>
  `{pkgs, ...}: {environment.systemPackages = [(pkgs.symlinkJoin {name = "other"; pname = "${command}-wrapper"; paths = [];})];}`;

const key = (credential: string, rest = ""): string =>
  `credentials.${credential} = {file = "/run/secrets/key"; ${rest}};`;

/** Each message at least once; several where it stands for hosts that differ in what they have beside. */
const cases: Readonly<Record<MessageId, readonly Case[]>> = {
  unknownHostUser: [
    {
      given: host('{hostUsers = {alice.projectRoots = ["~/p"]; bob.projectRoots = ["~/p"];};}'),
      followed: {
        declared: host(
          '{hostUsers = {alice.projectRoots = ["~/p"]; bob.projectRoots = ["~/p"];};}',
          "{users.users.bob.isNormalUser = true;}",
        ),
        removed: alice(),
      },
    },
  ],
  privilegedHostUser: [
    without('hostUsers.root.projectRoots = ["/srv/p"];'),
    without('hostUsers.pi-agent.projectRoots = ["/srv/p"];'),
  ],
  noRoots: [
    {
      given: alice("hostUsers.m3tam3re.projectRoots = [];"),
      followed: { named: alice('hostUsers.m3tam3re.projectRoots = ["~/p"];'), removed: alice() },
    },
  ],
  relativeRoot: [{ given: roots("p"), followed: { "/": roots("/p"), "~/": roots("~/p") } }],
  parentInRoot: [root("~/p/../q")],
  wholeHome: ["/", "~", "/home/alice", "/root"].map(root),
  stateInRoot: ["/var/lib", "/var/lib/pi-agent/users"].map(root),
  configPath: [
    {
      given: alice('hostUsers.alice.configPath = "/home/alice/.pi/../x";'),
      followed: { relative: alice('hostUsers.alice.configPath = "x";') },
    },
    {
      given: alice('wrapper.hostConfigPath = "~/.pi/agent";'),
      followed: { relative: alice('hostUsers.alice.configPath = ".pi/agent";') },
    },
  ],
  privilegedAgent: ["root", "nobody"].map((user) => ({
    given: alice(`user = "${user}";`),
    followed: { "the name it names": alice('user = "pi-agent";'), another: alice('user = "agent";') },
  })),
  privilegedGroup: ["root", "wheel", "docker", "users"].map((group) => ({
    given: alice(`group = "${group}";`),
    followed: { "the name it names": alice('group = "pi-agent";'), another: alice('group = "agents";') },
  })),
  sharedGroup: [
    {
      given: alice("", '{users.users.alice.extraGroups = ["pi-agent"];}'),
      followed: {
        removed: alice(),
        "another group": alice(
          'group = "agents";',
          '{users.users.alice.extraGroups = ["pi-agent"]; users.groups.pi-agent = {};}',
        ),
      },
    },
  ],
  privilegedMembership: [
    without("", '{users.groups.wheel.members = ["pi-agent"];}'),
    without("", '{users.users.pi-agent.extraGroups = ["docker"]; users.groups.docker = {};}'),
  ],
  stateSpelling: ["/.", "/var/lib/../../home/agent", "/var/lib//pi"].map(state),
  stateDirectory: ["/home/agent", "/run/pi"].map(state),
  stateInSystem: ["/etc", "/var/lib", "/srv", "/nix/agent"].map(state),
  stateInHome: [
    {
      given: alice('stateDir = "/srv/bob";', bob()),
      followed: { "the directory it names": alice('stateDir = "/var/lib/pi-agent";', bob()) },
    },
  ],
  reservedEnvironment: [without('environment.HOME = "/";'), without('environment.XDG_X = "";')],
  looserProperty: [
    {
      given: alice('hardening.extraProperties.ProtectSystem = "full";'),
      followed: { removed: alice(), stricter: alice('hardening.extraProperties.ProtectSystem = "strict";') },
    },
  ],
  commandAmbiguous: [
    {
      given: alice("wrapper.hideDirectBinary = false;"),
      followed: {
        "another name": alice('wrapper = {hideDirectBinary = false; commandName = "pi-isolated";};'),
        hidden: alice("wrapper.hideDirectBinary = true;"),
      },
    },
    {
      given: alice("wrapper.hideDirectBinary = false;", direct),
      followed: {
        "another name": alice('wrapper = {hideDirectBinary = false; commandName = "pi-isolated";};', direct),
        "off PATH and hidden": alice("wrapper.hideDirectBinary = true;"),
      },
    },
  ],
  commandShared: [
    {
      given: alice("", wrapper("pi")),
      followed: {
        "a name of its own": alice('wrapper.commandName = "pi-isolated";', wrapper("pi")),
        "one of the other's own": alice("", wrapper("opencode-isolated")),
      },
    },
  ],
  commandShadowed: [
    {
      given: alice("", direct),
      followed: {
        removed: alice(),
        "another name": alice('wrapper = {hideDirectBinary = false; commandName = "pi-isolated";};', direct),
      },
    },
    {
      given: alice('wrapper.commandName = "pi-sealed";', direct),
      followed: {
        removed: alice('wrapper.commandName = "pi-sealed";'),
        "the same name": alice('wrapper = {hideDirectBinary = false; commandName = "pi-sealed";};', direct),
      },
    },
  ],
  trustedUser: [
    without("", '{nix.settings.trusted-users = ["pi-agent"];}'),
    without("", '{nix.settings.extra-trusted-users = "alice @pi-agent";}'),
    {
      given: alice("", '{nix.settings.trusted-users = ["@t"]; users.groups.t.members = ["pi-agent"];}'),
      followed: { removed: alice("", '{users.groups.t.members = ["pi-agent"];}') },
    },
  ],
  nixUnpatched: [
    {
      given: daemon("2.31.5"),
      followed: {
        "a release of its branch": daemon("2.31.6"),
        "a later branch": daemon("2.36.0"),
        none: alice('nix.access = "none";'),
      },
    },
  ],
  nixUnsandboxed: [
    {
      given: daemon("2.31.6", "nix.settings.sandbox = false;"),
      followed: {
        set: daemon("2.31.6", "nix.settings.sandbox = true;"),
        none: alice('nix.access = "none";'),
      },
    },
  ],
  nameOutsideProxy: [
    {
      given: alice('network.allow = ["api.anthropic.com"];'),
      followed: {
        "by proxy": alice('network = {mode = "proxy"; allow = ["api.anthropic.com"];};'),
        "an address": alice('network.allow = ["10.0.0.1"];'),
      },
    },
  ],
  nixBesideProxy: [
    {
      given: daemon("2.31.6", "", 'network = {mode = "proxy"; allow = ["api.anthropic.com"];};'),
      followed: {
        "no daemon": alice('network = {mode = "proxy"; allow = ["api.anthropic.com"];};'),
        "another mode": daemon("2.31.6"),
      },
    },
  ],
  credentialOutsideProxy: [
    {
      given: alice(key("openai")),
      followed: { "by proxy": alice(`network.mode = "proxy"; ${key("openai")}`), removed: alice() },
    },
  ],
  credentialUnknown: [
    {
      given: alice(`network.mode = "proxy"; ${key("corp")}`),
      followed: {
        "a URL": alice(`network.mode = "proxy"; ${key("corp", 'baseUrl = "https://llm.example.com";')}`),
        "for git": alice(
          `network = {mode = "proxy"; git."github.com/a/b".credential = "corp";}; ${key("corp")}`,
        ),
      },
    },
  ],
  gitOutsideProxy: [
    {
      given: alice('network.git."github.com/a/b" = {};'),
      followed: {
        "by proxy": alice('network = {mode = "proxy"; git."github.com/a/b" = {};};'),
        removed: alice(),
      },
    },
  ],
  gitCredential: [
    {
      given: alice('network = {mode = "proxy"; git."github.com/a/b".credential = "github";};'),
      followed: {
        added: alice(
          `network = {mode = "proxy"; git."github.com/a/b".credential = "github";}; ${key("github")}`,
        ),
        removed: alice('network = {mode = "proxy"; git."github.com/a/b" = {};};'),
      },
    },
  ],
  credentialNamedGit: [
    {
      given: alice(`network.mode = "proxy"; ${key("git", 'baseUrl = "https://llm.example.com";')}`),
      followed: {
        "another name": alice(
          `network.mode = "proxy"; ${key("forge", 'baseUrl = "https://llm.example.com";')}`,
        ),
      },
    },
  ],
  credentialInStore: [
    {
      given: alice('network.mode = "proxy"; credentials.openai.file = "/nix/store/x";'),
      followed: {
        outside: alice('network.mode = "proxy"; credentials.openai.file = "/run/secrets/openai";'),
      },
    },
  ],
  authBesideCredentials: [
    {
      given: alice(`network.mode = "proxy"; hostUsers.alice.sync.auth = "newer"; ${key("openai")}`),
      followed: {
        never: alice(`network.mode = "proxy"; hostUsers.alice.sync.auth = "never"; ${key("openai")}`),
      },
    },
  ],
  nothingAllowed: [
    {
      given: alice('network.mode = "proxy";'),
      followed: {
        "a key": alice(`network.mode = "proxy"; ${key("openai")}`),
        named: alice('network = {mode = "proxy"; allow = ["api.anthropic.com"];};'),
      },
    },
  ],
  noSudo: [
    {
      given: alice("", "{security.sudo.enable = false;}"),
      followed: {
        sudo: alice("", "{security.sudo.enable = true;}"),
        "sudo-rs": alice("", "{security.sudo.enable = false; security.sudo-rs.enable = true;}"),
      },
    },
  ],
  wheelOnly: [
    {
      given: host(
        '{hostUsers = {alice.projectRoots = ["~/p"]; m3tam3re.projectRoots = ["~/p"];};}',
        '{security.sudo.execWheelOnly = true; users.groups.wheel.members = ["m3tam3re"];}',
      ),
      followed: {
        "set to false": alice("", "{security.sudo.execWheelOnly = false;}"),
        removed: host(
          '{hostUsers.m3tam3re.projectRoots = ["~/p"];}',
          '{security.sudo.execWheelOnly = true; users.groups.wheel.members = ["m3tam3re"];}',
        ),
      },
    },
  ],
  ruleMissing: [
    {
      given: alice("", "{lib, ...}: {security.sudo.extraRules = lib.mkForce [];}"),
      followed: { merged: alice("", "{security.sudo.extraRules = [];}") },
    },
    {
      given: alice("", '{lib, ...}: {security.sudo.configFile = lib.mkForce "root ALL=(ALL) ALL";}'),
      followed: { merged: alice("", '{security.sudo.configFile = "root ALL=(ALL) ALL";}') },
    },
  ],
  wrapperMissing: [
    {
      given: alice("", "{lib, ...}: {environment.systemPackages = lib.mkForce [];}"),
      followed: {
        merged: alice("", "{environment.systemPackages = [];}"),
        "no wrapper": alice(
          "wrapper.enable = false;",
          "{lib, ...}: {environment.systemPackages = lib.mkForce [];}",
        ),
      },
    },
  ],
  oldSystemd: [{ given: alice("", oldSystemd("256.4")), followed: { 257: alice("", oldSystemd("257")) } }],
  noHostUsers: [{ given: host("{}"), followed: { named: alice() } }],
  secretInStore: [
    {
      given: alice('environment.API_KEY = "x";'),
      followed: { moved: alice('environmentFiles = ["/run/secrets/pi-agent.env"];') },
    },
  ],
};

function bob(): string {
  return '{users.users.bob = {isSystemUser = true; group = "users"; home = "/srv/bob";};}';
}

/** A message as it may come out of Nix: its holes can hold anything. */
const shape = (id: MessageId): RegExp =>
  new RegExp(
    `^${messages[id]
      .split(/\{\w+\}/)
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      .join("[^]*")}$`,
  );

/** What a host that follows the warning of a retired key writes in its place; nothing where the key has no heir. */
const heirs: Readonly<Record<string, string>> = {
  enableSkillCommands: "true",
  extensions: '["/srv/extension.ts"]',
  "retry.provider.maxRetryDelayMs": "1000",
  skills: '["/srv/skills"]',
  steeringMode: '"all"',
  transport: '"auto"',
};
/** Values of the retired keys that still have a type. */
const typed: Readonly<Record<string, string>> = {
  queueMode: '"all"',
  "retry.maxDelayMs": "1000",
  "skills.customDirectories": '["/srv/skills"]',
};
const retired = Object.entries(retiredSettings).map(([key, { instead }]) => ({
  name: `settings.${key}`,
  given: alice(`settings.${key} = ${typed[key] ?? "true"};`),
  followed: alice(instead === undefined ? "" : `settings.${instead} = ${heirs[instead]};`),
}));

interface Said {
  readonly failedAssertions: readonly string[];
  readonly warnings: readonly string[];
}

const flat = Object.entries(cases).flatMap(([id, those]) =>
  those.map((one, index) => ({ id: id as MessageId, name: `${id} ${index}`, ...one })),
);
const ways = flat.flatMap(({ id, name, followed }) =>
  Object.entries(followed).map(([way, given]) => ({ id, name: `${name}: ${way}`, given })),
);

describe("a message of the NixOS module, when followed, leads to a host that evaluates", () => {
  let outcomes: Record<string, Outcome>;
  beforeAll(async () => {
    const followed = retired.map(({ name, followed: given }) => ({ name: `${name}, followed`, given }));
    const modules = Object.fromEntries(
      [...flat, ...ways, ...retired, ...followed].map(({ name, given }) => [name, given]),
    );
    outcomes = await evaluateHosts(modules, "host: {inherit (host) failedAssertions warnings;}");
  });
  const said = (name: string): Said => resultOf(outcomes[name]) as unknown as Said;

  it.each(flat)("$name is said", ({ id, name }) => {
    const { failedAssertions, warnings } = said(name);
    expect([...failedAssertions, ...warnings]).toContainEqual(expect.stringMatching(shape(id)));
  });

  it.each(ways)("$name", ({ name }) => {
    expect(said(name)).toEqual({ failedAssertions: [], warnings: [] });
  });

  it.each(retired)("$name", ({ name }) => {
    expect(said(name).warnings).toEqual([expect.stringContaining(`m3ta.pi-agent.${name}: pi `)]);
    expect(said(`${name}, followed`)).toEqual({ failedAssertions: [], warnings: [] });
  });
});
