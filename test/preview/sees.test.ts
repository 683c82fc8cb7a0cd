import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/compiler/ir/types.js";
import type { SeenNode } from "../../src/isolation/preview/sees.js";
import { agentOf, guide, hostWith } from "./support.js";

const listed = (node: SeenNode, depth = 0): readonly string[] => [
  `${"  ".repeat(depth)}${node.name} ${node.sight}`,
  ...node.children.flatMap((child) => listed(child, depth + 1)),
];

async function treeOf(text: string): Promise<readonly string[]> {
  const [user] = (await agentOf(text)).users;
  if (user === undefined) throw new Error("the host has no user");
  return listed(user.sees);
}

const cases: readonly [
  string,
  { readonly given: [JsonObject, JsonObject?]; readonly want: string[]; readonly not?: string[] },
][] = [
  [
    "the project only",
    { given: [{}], want: ["    alice/p/<project> read-write", "        hooks read-only"] },
  ],
  [
    "the whole root where the user is given that",
    {
      given: [{}, { exposure: "root" }],
      want: ["    alice/p read-write"],
      not: ["    alice/p/<project> read-write"],
    },
  ],
  [
    "git's parts are like the rest where nothing protects them",
    { given: [{ protectGit: false }], want: [], not: ["      .git read-write"] },
  ],
  [
    "a root that is not in a home",
    { given: [{}, { projectRoots: ["/srv/code"] }], want: ["  srv/code/<project> read-write"] },
  ],
  [
    "the state elsewhere",
    { given: [{ stateDir: "/srv/pi" }], want: ["  srv/pi hidden", "    users/alice read-write"] },
  ],
  [
    "without a network the Nix daemon's socket is gone too",
    { given: [{ network: { mode: "none" } }], want: ["  nix/var/nix/daemon-socket hidden"] },
  ],
  [
    "what the operator adds",
    {
      given: [
        {
          hardening: {
            extraProperties: {
              InaccessiblePaths: ["-/etc/ssh"],
              ReadOnlyPaths: "/srv",
              TemporaryFileSystem: "/opt",
            },
          },
        },
      ],
      want: ["  etc/ssh hidden", "  srv read-only", "  opt read-write", "  run hidden"],
    },
  ],
];

describe("what a session sees", () => {
  it("on the guide's host", async () => {
    expect(await treeOf(guide)).toMatchInlineSnapshot(`
      [
        "/ read-only",
        "  dev read-only",
        "    shm read-write",
        "  home hidden",
        "    m3tam3re/p/<project> read-write",
        "      .git read-write",
        "        branches read-only",
        "        commondir read-only",
        "        config read-only",
        "        config.worktree read-only",
        "        hooks read-only",
        "        remotes read-only",
        "    m3tam3re/work/private/<project> read-write",
        "      .git read-write",
        "        branches read-only",
        "        commondir read-only",
        "        config read-only",
        "        config.worktree read-only",
        "        hooks read-only",
        "        remotes read-only",
        "  nix/var/determinate hidden",
        "  nix/var/nix/daemon-socket hidden",
        "  nix/var/nix/gc-socket hidden",
        "  proc read-only",
        "  root hidden",
        "  run hidden",
        "    current-system read-only",
        "    opengl-driver read-only",
        "    systemd/resolve/resolv.conf read-only",
        "    systemd/resolve/stub-resolv.conf read-only",
        "  tmp read-write",
        "  var hidden",
        "    lib/pi-agent hidden",
        "      config/m3tam3re read-only",
        "      users/m3tam3re read-write",
        "    tmp read-write",
      ]
    `);
  });

  it.each(cases)("%s", async (_, { given: [options, user], want, not = [] }) => {
    const tree = await treeOf(hostWith(options, user));
    expect(tree).toEqual(expect.arrayContaining(want));
    for (const line of not) expect(tree).not.toContain(line);
  });
});
