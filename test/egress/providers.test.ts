import { expect, it } from "vitest";
import { providers } from "../../src/isolation/egress/providers.js";

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
    // Workload identity, of Anthropic's own client.
    "ANTHROPIC_IDENTITY_TOKEN",
    // pi alone.
    "ANTHROPIC_OAUTH_TOKEN",
    // Claude Code alone.
    "CLAUDE_CODE_OAUTH_REFRESH_TOKEN",
    "CLAUDE_CODE_OAUTH_TOKEN",
  ],
  // Google's own client prefers the second, opencode's the third.
  google: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
  // OpenAI's own client reads both.
  openai: ["OPENAI_ADMIN_KEY", "OPENAI_API_KEY"],
};

it("name every variable that holds a credential, each for one provider", () => {
  for (const [name, { variables }] of Object.entries(providers))
    expect([...variables].sort(), name).toEqual(documented[name] ?? [`${name.toUpperCase()}_API_KEY`]);
  const all = Object.values(providers).flatMap(({ variables }) => variables);
  expect(new Set(all).size).toBe(all.length);
});
