import { describe, expect, test } from "vitest";
import { providers } from "../../src/isolation/egress/providers.js";
import { outsideKey } from "./lab/host.js";
import { describeHost, meanwhile, newProject, wrapper } from "./lab/lab.js";
import { ran } from "./lab/speakers.js";
import { startUpstream } from "./lab/upstream.js";

/**
 * Real pi with each provider whose key can stay outside, by what the module makes of `credentials.<provider>.file` alone:
 * a task with a tool call, in the stream of the API that the agent speaks with that model.
 */

/** A model of each, and the path that the provider is to be asked for. */
const models: Readonly<Record<string, readonly [string, string]>> = {
  anthropic: ["claude-haiku-4-5", "/v1/messages?beta=true"],
  cerebras: ["gpt-oss-120b", "/v1/chat/completions"],
  deepseek: ["deepseek-flash", "/chat/completions"],
  google: ["gemini-2.5-flash", "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse"],
  groq: ["llama-3.1-8b-instant", "/openai/v1/chat/completions"],
  mistral: ["codestral-latest", "/v1/chat/completions"],
  openai: ["gpt-4", "/v1/responses"],
  openrouter: ["deepseek/deepseek-chat-v3.1", "/api/v1/chat/completions"],
  xai: ["grok-4.3", "/v1/responses"],
};

/** One URL for two kinds of clients: Anthropic's puts the version before the path, and OpenRouter's own has it in the URL. */
const second = ["openrouter", "~anthropic/claude-haiku-latest", "/api/v1/messages?beta=true"] as const;

describeHost("every provider", "providers", () => {
  const upstream = meanwhile(() => startUpstream({ isProvider: true }));

  const rows = [...Object.entries(models).map(([provider, row]) => [provider, ...row] as const), second];
  describe.each(rows)("%s, asked for %s", (provider, model, path) => {
    test("completes a task with a tool call, asked with the key", async () => {
      const before = upstream().asked.length;
      const project = await newProject("m3tam3re");
      const { code, stdout, stderr } = await wrapper("m3tam3re", project, [
        "--model",
        `${provider}/${model}`,
        "--print",
        "--",
        "go",
      ]);
      expect([code, stdout.trim(), code === 0 ? "" : stderr]).toEqual([0, ran, ""]);
      const asked = upstream()
        .asked.slice(before)
        .filter(({ method }) => method === "POST");
      const { base = "", header = "", prefix = "" } = providers[provider] ?? {};
      expect(asked.map(({ url, headers }) => [headers.host, url, headers[header]])).toEqual(
        Array(2).fill([new URL(base).host, path, `${prefix}${outsideKey}`]),
      );
      // The second is told what the tool said, and no key but in its place.
      expect(asked[1]?.body).toContain(ran);
      expect(JSON.stringify(asked)).not.toContain("kept-outside");
    });
  });

  test("are all tried", () => {
    expect(Object.keys(models)).toEqual(Object.keys(providers));
  });
});
