import { expect, it } from "vitest";
import { program as claude } from "../../schema/claude-code/index.js";
import { program as opencode } from "../../schema/opencode/index.js";
import { isolatedAmong } from "../../src/compiler/program/types.js";
import { providers } from "../../src/isolation/egress/providers.js";
import { artefacts } from "../../src/toolkit/tree/artefacts.js";
import { pi } from "../support/pi.js";

/**
 * What a credential is read from, and by whom: pi 1.5.2 (its providers.md, and the providers' own clients that it holds), opencode
 * 1.19 (its table of providers, and its clients), Claude Code 2.1.332 (what it takes away from programs that it starts). A provider
 * that is not here has a key, and all of them take it from one variable.
 */
const documented: Readonly<Record<string, readonly string[]>> = {
  anthropic: [
    // All three.
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    // Headers for each request, of Anthropic's own client.
    "ANTHROPIC_CUSTOM_HEADERS",
    // Workload identity, of Anthropic's own client.
    "ANTHROPIC_IDENTITY_TOKEN",
  ],
  // Google's own client prefers the second, opencode's the third.
  google: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
  // OpenAI's own client reads all three.
  openai: ["OPENAI_ADMIN_KEY", "OPENAI_API_KEY", "OPENAI_CUSTOM_HEADERS"],
};

it("name every variable that holds a credential, each for one provider", () => {
  for (const [name, { variables }] of Object.entries(providers))
    expect([...variables].sort(), name).toEqual(
      [...(documented[name] ?? [`${name.toUpperCase()}_API_KEY`])].sort(),
    );
  const all = Object.values(providers).flatMap(({ variables }) => variables);
  expect(new Set(all).size).toBe(all.length);
});

/** What one agent alone takes a credential from: the same places. */
const ofOneAgent = [
  "ANTHROPIC_OAUTH_TOKEN",
  "CLAUDE_CODE_OAUTH_TOKEN",
  "CLAUDE_CODE_OAUTH_REFRESH_TOKEN",
  "OPENCODE_AUTH_CONTENT",
];

it("are told by the agents of a tree what these alone take a credential from", () => {
  const written = (programs: Parameters<typeof artefacts>[0]): string =>
    artefacts(programs).find(({ path }) => path === "nixsmith/credential-variables.nix")?.content ?? "";
  const [alone, all] = [written([pi]), written([pi, opencode, claude])];
  expect(ofOneAgent.filter((name) => alone.includes(`"${name}"`))).toEqual(["ANTHROPIC_OAUTH_TOKEN"]);
  expect(ofOneAgent.filter((name) => all.includes(`"${name}"`))).toEqual(ofOneAgent);
  // No agent's own name is in the table of providers.
  const table = JSON.stringify(providers);
  for (const { agent } of isolatedAmong([pi, opencode, claude]))
    for (const names of Object.values(agent.outside?.credentials ?? {}))
      for (const name of names) expect(table).not.toContain(name);
});
