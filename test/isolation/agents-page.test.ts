import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { program as claude } from "../../schema/claude-code/index.js";
import { program as opencode } from "../../schema/opencode/index.js";
import type { IsolatedAgent } from "../../src/compiler/program/agent.js";
import { isolatedAmong } from "../../src/compiler/program/types.js";
import { packageRoot } from "../../src/root.js";
import { pi } from "../support/pi.js";
import { agentsPage } from "./agents-page.js";

const agents = isolatedAmong([pi, opencode, claude]).map(({ agent }) => agent);

it("is made of what the agents' descriptions say", async () => {
  await expect(agentsPage(agents)).toMatchFileSnapshot(join(packageRoot, "docs/reference/agents.md"));
});

const [first] = agents;
if (first === undefined) throw new Error("no agent is isolated");
const pageWith = (more: Partial<IsolatedAgent>) => agentsPage([{ ...first, ...more }]);

/** What the page has no need to tell: where the tree keeps types, words for the account, and examples. */
type Untold = "program" | "accountDescription" | "examples";
type Told = Exclude<keyof IsolatedAgent, Untold>;

const { configuration, settings } = first;
const row = { value: "changed", reason: "It must." };
/** Another value for all that a description says; what is added to it is missing here, and no type agrees. */
const others: { readonly [Key in Told]: readonly IsolatedAgent[Key][] } = {
  title: ["Changed"],
  option: [["m3ta", "changed"]],
  account: ["changed"],
  command: ["changed"],
  package: ["changed"],
  configuration: [
    { ...configuration, directory: "changed" },
    { ...configuration, variable: "CHANGED" },
  ],
  settings: [
    { ...settings, names: ["changed"] },
    { ...settings, kept: ["changed"] },
    { ...settings, variable: "CHANGED" },
    { ...settings, directory: "/etc/changed" },
  ],
  credentials: ["changed"],
  locked: [["changed"]],
  own: [["changed"]],
  reserved: [["CHANGED"]],
  policy: [{ LockPersonality: row }],
  outside: [
    { settings: { changed: {} } },
    { file: { path: "changed", content: {} } },
    { environment: { anthropic: { CHANGED: "<url>" } } },
    { environmentKey: "changed" },
  ],
};
const changes = Object.entries(others).flatMap(([key, values]) =>
  values.map((value) => [key, JSON.stringify(value), { [key]: value }] as const),
);

it.each(changes)("shows %s where it is %s", (_, __, more) => {
  expect(pageWith({})).not.toMatch(/changed/i);
  expect(pageWith(more)).toMatch(/changed/i);
});

it("tells of each row why it is there, what it opens and what it breaks", () => {
  const opened = { value: "no", reason: "It must.", opens: "Personalities.", breaks: "Nothing." };
  expect(pageWith({ policy: { LockPersonality: opened } })).toContain(
    "- `LockPersonality=no`: It must. **It opens this:** Personalities. It breaks this: Nothing.",
  );
  expect(pageWith({ policy: { SystemCallFilter: { value: ["~a", "~b"], reason: "So." } } })).toContain(
    "- `SystemCallFilter=~a ~b`: So.",
  );
});

it("is led to by the threat model, which says of no agent that it opens nothing where it does", () => {
  const text = readFileSync(join(packageRoot, "docs/threat-model.md"), "utf8");
  expect(text).toContain("(reference/agents.md)");
  const silent = agents.filter(({ policy = {} }) =>
    Object.values(policy).every((own) => own.opens === undefined),
  );
  expect(silent.map(({ title }) => title)).toEqual(["pi", "opencode", "Claude Code"]);
  expect(text).toContain("pi, opencode and Claude Code open nothing.");
});
