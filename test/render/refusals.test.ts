import { describe, expect, it } from "vitest";
import { checkOptions } from "../../src/compiler/data/check.js";
import { parseHost } from "../../src/compiler/data/document.js";
import { render } from "../../src/isolation/render/render.js";
import { fill, hostFile, piAgent } from "../support/pi.js";

/** What rendering a host says, line by line; the agent's options are given, the rest of the host is sound. */
function refusalsOf(options: string, rest = ""): readonly string[] {
  const text = `users.users:
  alice: {isNormalUser: true}
  m3tam3re: {isNormalUser: true, home: /srv/m3}
${rest}
m3ta.pi-agent:
  enable: true
${options.replace(/^/gm, "  ")}
`;
  const tree = parseHost(text, "h.yaml");
  const file = { file: "h.yaml", tree, config: checkOptions(tree, hostFile, "h.yaml"), agents: [piAgent] };
  try {
    render(file);
  } catch (error) {
    if (error instanceof Error) return error.message.split("\n");
    throw error;
  }
  return [];
}

const root = (written: string): string => `hostUsers: {alice: {projectRoots: [~/p, "${written}"]}}`;
const rootAt = "h.yaml:7:43: m3ta.pi-agent.hostUsers.alice.projectRoots:";

const daemonGiven = "nix: {access: daemon}\nhostUsers: {alice: {projectRoots: [~/p]}}";
const store = "/nix/store/00000000000000000000000000000000";
const daemonRefused = (line: number, id: "nixUnpatched" | "nixUnsandboxed"): string =>
  `h.yaml:${line}:9: ${fill(id, {})}`;

const cases: readonly (readonly [
  string,
  { given: Parameters<typeof refusalsOf>; want: readonly string[] },
])[] = [
  ["nothing to refuse", { given: ["hostUsers: {alice: {projectRoots: [~/p]}}"], want: [] }],
  ...["2.31.6", "2.36.0"].map((version): (typeof cases)[number] => [
    `nothing to refuse of a daemon of Nix ${version}`,
    { given: [daemonGiven, `nix.package: ${store}-nix-${version}`], want: [] },
  ]),
  ...["-nix-2.31.5", "-nix-2.29.9", "-lix-2.94.0", "-nix-2.36pre1", "-nix-3.1.0"].map(
    (name): (typeof cases)[number] => [
      `the daemon of ${name}`,
      { given: [daemonGiven, `nix.package: ${store}${name}`], want: [daemonRefused(7, "nixUnpatched")] },
    ],
  ),
  [
    "a daemon of which nothing is known, and without a sandbox",
    {
      given: [daemonGiven, "nix.settings.sandbox: false"],
      want: [daemonRefused(7, "nixUnpatched"), daemonRefused(7, "nixUnsandboxed")],
    },
  ],
  [
    "a host user that is nearly one",
    {
      given: ["hostUsers: {alcie: {projectRoots: [~/p]}}"],
      want: [
        'h.yaml:7:15: m3ta.pi-agent.hostUsers.alcie: this host has no such user; declare users.users.alcie, or remove the entry; did you mean "alice"?',
      ],
    },
  ],
  [
    "a host user that is like none",
    {
      given: ["hostUsers: {zoe: {projectRoots: [~/p]}}"],
      want: [
        "h.yaml:7:15: m3ta.pi-agent.hostUsers.zoe: this host has no such user; declare users.users.zoe, or remove the entry; there are alice, m3tam3re",
      ],
    },
  ],
  [
    "a root of one name",
    {
      given: [root("p")],
      want: [`${rootAt} "p" is neither absolute nor below the home; begin it with / or ~/`],
    },
  ],
  [
    "a root upwards",
    {
      given: [root("~/../x")],
      want: [`${rootAt} "~/../x" has a ".." component; write the path that is meant`],
    },
  ],
  ...["~", "~/", "/", "//.", "/home", "/home/alice", "/srv/m3/", "/root"].map(
    (written): readonly [string, { given: [string]; want: readonly string[] }] => [
      `a whole home: ${written}`,
      {
        given: [root(written)],
        want: [`${rootAt} "${written}" is / or a whole home directory; name a directory below the home`],
      },
    ],
  ),
  [
    "a root in the agent's state",
    {
      given: [root("/var/lib/pi-agent/users")],
      want: [
        `${rootAt} "/var/lib/pi-agent/users" overlaps the agent's own state in /var/lib/pi-agent; name another directory`,
      ],
    },
  ],
  [
    "no roots at all, and none said",
    {
      given: ["hostUsers: {alice: {projectRoots: []}, m3tam3re: {}}"],
      want: [
        "h.yaml:7:23: m3ta.pi-agent.hostUsers.alice.projectRoots: the list is empty; name at least one directory, or remove the entry",
        "h.yaml:7:42: m3ta.pi-agent.hostUsers.m3tam3re.projectRoots: the list is empty; name at least one directory, or remove the entry",
      ],
    },
  ],
  [
    "an absolute configuration path by default",
    {
      given: ["wrapper: {hostConfigPath: /etc}\nhostUsers: {alice: {projectRoots: [~/p]}}"],
      want: [
        'h.yaml:8:15: m3ta.pi-agent.hostUsers.alice.configPath: "/etc" is not a path below the home; write it relative to the home and without ".."',
      ],
    },
  ],
  [
    "root as the agent",
    {
      given: ["user: root"],
      want: [
        "h.yaml:7:3: m3ta.pi-agent.user: root cannot be the agent's user; name a system user of its own, such as pi-agent",
      ],
    },
  ],
  [
    "the agent trusted by its group",
    {
      given: ["", "nix.settings.trusted-users: [root, '@pi-agent']"],
      want: [
        'h.yaml:4:36: nix.settings.trusted-users: "@pi-agent" makes the agent\'s user pi-agent a trusted user of the Nix daemon, which is as good as root; remove it',
      ],
    },
  ],
  [
    "no sudo",
    {
      given: ["", "security.sudo.enable: false"],
      want: [
        "h.yaml:4:1: m3ta.pi-agent: the wrapper needs sudo; set security.sudo.enable = true or security.sudo-rs.enable = true",
      ],
    },
  ],
  [
    "state in a place that sessions do not see",
    {
      given: ["stateDir: /run/pi"],
      want: [
        'h.yaml:7:3: m3ta.pi-agent.stateDir: "/run/pi" lies where the sandbox hides everything; choose a directory such as /var/lib/pi-agent',
      ],
    },
  ],
  [
    "a group that has rights",
    {
      given: ["group: docker"],
      want: [
        "h.yaml:7:3: m3ta.pi-agent.group: docker cannot be the agent's group; name a group of its own, such as pi-agent",
      ],
    },
  ],
  ...(
    [
      ["/srv/../home/x", 'has empty, "." or ".." components; write a plain path such as /var/lib/pi-agent'],
      [
        "/etc",
        "is not the agent's alone, and nobody but root could enter it any more; choose a directory such as /var/lib/pi-agent",
      ],
      ["/srv/m3/x", "overlaps the home of m3tam3re; choose a directory such as /var/lib/pi-agent"],
    ] as const
  ).map(([stateDir, says]): (typeof cases)[number] => [
    `state in ${stateDir}`,
    {
      given: [`stateDir: ${stateDir}`],
      want: [`h.yaml:7:3: m3ta.pi-agent.stateDir: "${stateDir}" ${says}`],
    },
  ]),
  [
    "reserved variables",
    {
      given: ["environment: {HOME: /x, XDG_CACHE_HOME: /y, LC_ALL: C}"],
      want: ["HOME:17", "XDG_CACHE_HOME:27", "LC_ALL:47"].map((place) => {
        const [variable, column] = place.split(":");
        return `h.yaml:7:${column}: m3ta.pi-agent.environment.${variable}: the runner sets this variable itself; remove it`;
      }),
    },
  ],
  [
    "two commands of one name",
    {
      given: ["wrapper: {hideDirectBinary: false}"],
      want: [
        'h.yaml:7:3: m3ta.pi-agent.wrapper.commandName: the direct binary is called "pi" too; choose another name, such as "pi-isolated", or keep the direct package off PATH and set wrapper.hideDirectBinary = true',
      ],
    },
  ],
  [
    "a looser sandbox, also by an empty list",
    {
      given: [
        "hardening:\n  extraProperties:\n    NoNewPrivileges: false\n    ProtectSystem: []\n    SystemCallFilter: ['~@mount']",
      ],
      want: ["NoNewPrivileges:9", "ProtectSystem:10"].map((place) => {
        const [property, line] = place.split(":");
        return `h.yaml:${line}:7: m3ta.pi-agent.hardening.extraProperties.${property}: this would loosen the built-in policy; remove it, or choose a stricter value`;
      }),
    },
  ],
];

describe("rendering refuses", () => {
  it("nothing where the agent is not enabled", () => {
    const tree = parseHost("m3ta.pi-agent: {user: root}", "h.yaml");
    const file = { file: "h.yaml", tree, config: checkOptions(tree, hostFile, "h.yaml"), agents: [piAgent] };
    expect(render(file)).toEqual({ host: "nixos", warnings: [], agents: [] });
  });

  it.each(cases)("%s", (_, { given, want }) => {
    expect(refusalsOf(...given)).toEqual(want);
  });
});
