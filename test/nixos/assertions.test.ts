import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { fill, type MessageId, messages } from "../../src/isolation/options/assertions.js";
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
const trusted = (entry: string): Case => ({
  given: alice("", `{nix.settings.trusted-users = ["root" "${entry}"];}`),
  want: fill("trustedUser", { entry, user: "pi-agent" }),
});
const stateDirectory = (stateDir: string): Case => ({
  given: alice(`stateDir = "${stateDir}";`),
  want: fill("stateDirectory", { stateDir }),
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
const directForAlice = "({pkgs, ...}: {users.users.alice.packages = [pkgs.pi-coding-agent];})";

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
  "privilegedAgent: root": { given: alice('user = "root";'), want: fill("privilegedAgent", {}) },
  "stateDirectory: in /home": stateDirectory("/home/pi-agent"),
  "stateDirectory: in /tmp": stateDirectory("/tmp/pi-agent"),
  "stateDirectory: in /run/user": stateDirectory("/run/user/pi-agent"),
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
    want: fill("commandAmbiguous", { command: "pi" }),
  },
  "commandShadowed: for everyone": {
    given: alice("", direct),
    want: fill("commandShadowed", { package: "pi-coding-agent", places: "in environment.systemPackages" }),
  },
  "commandShadowed: for a host user": {
    given: alice("", directForAlice),
    want: fill("commandShadowed", { package: "pi-coding-agent", places: "in users.users.alice.packages" }),
  },
  "trustedUser: by name": trusted("pi-agent"),
  "trustedUser: by group": trusted("@pi-agent"),
  "trustedUser: everyone": trusted("*"),
  "trustedUser: by a further group": {
    given: alice(
      "",
      '{nix.settings.trusted-users = ["@wheel"]; users.users.pi-agent.extraGroups = ["wheel"];}',
    ),
    want: fill("trustedUser", { entry: "@wheel", user: "pi-agent" }),
  },
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
  "secretInStore: a key": {
    given: alice('environment.ANTHROPIC_API_KEY = "x";'),
    want: fill("secretInStore", { variable: "ANTHROPIC_API_KEY" }),
  },
};

const given = (cases: Readonly<Record<string, Case>>): Record<string, string> =>
  Object.fromEntries(Object.entries(cases).map(([name, { given: module }]) => [name, module]));

let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  const hosts = { ...given(refusals), ...given(cautions), sound: alice("") };
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

  it.each(Object.keys(messages) as MessageId[])("%s has a case", (id) => {
    expect(
      [...Object.keys(refusals), ...Object.keys(cautions)].some((name) => name.startsWith(`${id}:`)),
    ).toBe(true);
  });
});
