import * as z from "zod";
import { enable, json, nixPackage, reference } from "../../../src/compiler/frontends/vocabulary.js";
import { data, expression, option, optionsOf } from "../../../src/compiler/frontends/zod.js";
import type { Option } from "../../../src/compiler/ir/types.js";
import { agents } from "./agents.js";
import { relativePath, textOrFile } from "./names.js";
import { resources } from "./resources.js";

/** The Home Manager options `coding.agents.pi`. What pi reads, and where: docs/configuration.md of pi 1.5.2. */

const pi = z.object({
  enable: enable("pi, a terminal coding agent, with its configuration"),
  package: option(nixPackage(), {
    protects: "same",
    description:
      "The pi package to install; `null` installs none. None is installed either where the NixOS module `m3ta.pi-agent` of the same host hides the direct binary.",
    declaration: { kind: "package", attribute: "pi-coding-agent", nullable: true },
  }),
  extraPackages: option(z.array(nixPackage()).default([]), {
    protects: "subset",
    description: "Packages on PATH of pi and of the commands it runs, after those of the user.",
    example: expression("[pkgs.nodejs pkgs.ripgrep]"),
  }),
  path: option(relativePath.default(".pi/agent"), {
    protects: "same",
    description:
      "pi's configuration directory, relative to the home. `PI_CODING_AGENT_DIR` is set only where it is not pi's own default.",
    example: data(".config/pi/agent"),
  }),
  ...agents,
  settings: option(reference("settings"), {
    protects: "same",
    description:
      "Settings for `settings.json`, or the path of a JSON or TOML file that holds them. A key that is `null` is left out, and pi uses its own default.",
    default: data({}),
    example: data({ defaultProvider: "anthropic", theme: "dark" }),
  }),
  mutableSettings: option(z.boolean().default(false), {
    protects: "false",
    description:
      "Whether `settings.json` is a file that pi may write. Activation then merges `settings` into it: keys set here win, keys that pi wrote stay, and a key that is no longer set here is removed. Otherwise it is a read-only link, and changes made in pi's `/settings` are lost.",
    example: data(true),
  }),
  keybindings: option(reference("keybindings"), {
    protects: "nothing",
    description: "Key bindings for `keybindings.json`, or the path of a JSON or TOML file that holds them.",
    default: data({}),
    example: data({ "tui.editor.cursorUp": ["up", "ctrl+p"] }),
  }),
  models: option(reference("models"), {
    protects: "same",
    description:
      "Providers and models for `models.json`, or the path of a JSON or TOML file that holds them. It ends in the world-readable Nix store: name secrets as `$VARIABLE` or `!command`.",
    default: data({}),
    example: data({
      providers: { ollama: { baseUrl: "http://localhost:11434/v1", api: "openai-completions" } },
    }),
  }),
  mcpServers: option(z.record(z.string(), z.record(z.string(), json())), {
    protects: "subset",
    description:
      "MCP servers for `mcp.json`, in the form of `programs.mcp.servers` or in pi's own. Without any, those of `programs.mcp` are taken where that is enabled; merge them in to keep them.",
    default: data({}),
    defaultText: "lib.optionalAttrs config.programs.mcp.enable config.programs.mcp.servers",
    example: data({
      docs: { url: "https://example.org/mcp", headers: { Authorization: "Bearer ${DOCS_TOKEN}" } },
    }),
  }),
  context: option(textOrFile().nullable().default(null), {
    protects: "same",
    description:
      "Instructions for `AGENTS.md`, as text or as a path. They stand instead of the primary agent's introduction; its limits, the list of specialists and the rules follow them.",
    example: data("Answer in British English.\n"),
  }),
  systemPrompt: option(textOrFile().nullable().default(null), {
    protects: "same",
    description:
      "`SYSTEM.md`, which replaces pi's own system prompt, as text or as a path. Wins over the primary agent's prompt.",
    example: expression("./system.md"),
  }),
  appendSystemPrompt: option(textOrFile().nullable().default(null), {
    protects: "same",
    description: "`APPEND_SYSTEM.md`, which is added to the system prompt, as text or as a path.",
    example: data("Run the tests before you say that you are done.\n"),
  }),
  ...resources,
});

/** The options of `coding.agents.pi`, in the order of the reference. */
export const options: readonly Option[] = optionsOf(pi);
