import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { packageRoot } from "../../src/root.js";
import { resultOf } from "../nixos/hosts.js";

interface Case {
  /** An agent's `tools`, where it has any, and its `permissions`; Nix. */
  readonly given: { readonly tools?: string; readonly permissions: string };
  readonly want: {
    readonly tools: readonly string[] | null;
    readonly limits: Readonly<Record<string, string>>;
  };
}

const reading = ["read", "grep", "find", "ls"];
const withheld = "withheld, because pi can neither ask nor grant a part of it: ";
const cases: readonly (readonly [name: string, Case])[] = [
  ["nothing said leaves pi's choice", { given: { permissions: "{}" }, want: { tools: null, limits: {} } }],
  [
    "tools alone",
    { given: { tools: '["read" "x"]', permissions: "{}" }, want: { tools: ["read", "x"], limits: {} } },
  ],
  [
    "an action allows",
    {
      given: { permissions: '{bash = "allow"; webfetch = "allow"; websearch = "allow";}' },
      want: { tools: [...reading, "bash", "fetch_content", "web_search"], limits: {} },
    },
  ],
  [
    "what is not mentioned is not granted",
    {
      given: { permissions: '{edit = "allow";}' },
      want: { tools: [...reading, "edit", "write"], limits: {} },
    },
  ],
  [
    "an action denies",
    {
      given: { permissions: '{bash = "deny"; read = "deny";}' },
      want: { tools: reading.slice(1), limits: {} },
    },
  ],
  [
    "denying wins over the agent's own list",
    {
      given: { tools: '["bash" "edit" "write" "read"]', permissions: '{edit = "deny";}' },
      want: { tools: ["bash", "read"], limits: {} },
    },
  ],
  [
    "asking withholds",
    {
      given: { permissions: '{bash = "ask";}' },
      want: { tools: reading, limits: { bash: `${withheld}ask the user first` } },
    },
  ],
  [
    "unless the agent lists the tool",
    {
      given: { tools: '["bash"]', permissions: '{bash = "ask";}' },
      want: { tools: ["bash"], limits: { bash: "ask the user first" } },
    },
  ],
  [
    "an intent with rules",
    {
      given: { permissions: '{bash = {intent = "allow"; rules = ["git push*:ask" "curl http://*:deny"];};}' },
      want: {
        tools: [...reading, "bash"],
        limits: { bash: 'allowed; ask the user first for "git push*"; never for "curl http://*"' },
      },
    },
  ],
  [
    "an intent without rules",
    { given: { permissions: '{bash.intent = "allow";}' }, want: { tools: [...reading, "bash"], limits: {} } },
  ],
  [
    "patterns, with what holds for the rest",
    {
      given: { permissions: '{bash = {"*" = "deny"; "git status*" = "allow";};}' },
      want: { tools: reading, limits: { bash: `${withheld}never; allowed for "git status*"` } },
    },
  ],
  [
    "patterns without it ask",
    {
      given: { permissions: '{bash."git status*" = "allow";}' },
      want: { tools: reading, limits: { bash: `${withheld}ask the user first; allowed for "git status*"` } },
    },
  ],
  [
    "rules that say what holds anyway",
    {
      given: { permissions: '{bash = {intent = "deny"; rules = ["rm *:deny"];};}' },
      want: { tools: reading, limits: {} },
    },
  ],
  [
    "what no tool of pi's is governed by",
    {
      given: { permissions: '{question = "allow"; external_directory = "deny"; task = "ask";}' },
      want: { tools: reading, limits: { external_directory: "never", task: "ask the user first" } },
    },
  ],
];

let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  const library = await findLibrary();
  const file = join(packageRoot, "modules/home-manager/pi/permissions.nix");
  outcomes = await evaluateMany(
    Object.fromEntries(
      cases.map(([name, { given }]) => [
        name,
        `let
          permissions = import ${file} {lib = import ${library.path};};
          agent = permissions.withRights {tools = ${given.tools ?? "null"}; given.permissions = ${given.permissions};};
        in {inherit (agent) limits tools;}`,
      ]),
    ),
  );
});

describe("permissions become tools and words", () => {
  it.each(cases)("%s", (name, { want }) => {
    expect(resultOf(outcomes[name])).toEqual(want);
  });
});
