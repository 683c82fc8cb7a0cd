import type { AgentsDeclaration } from "../../src/index.js";

/** What becomes of an agent in opencode: docs/agents and docs/permissions of opencode 1.18, tried with `opencode debug agent`. */
export const agents: AgentsDeclaration = {
  path: "agents/<name>.md",
  fields: {
    name: { silent: true },
    description: { key: "description", form: "line" },
    display_name: { lost: "opencode shows an agent by the name of its file" },
    mode: { key: "mode" },
    model: { key: "model" },
    max_turns: { key: "steps" },
    skills: { prompt: "Load these skills before you begin: <value>." },
    tags: { lost: "opencode does not group agents" },
    tools: { silent: true },
    permissions: { silent: true },
    context: { silent: true },
    rules: { silent: true },
  },
  tools: {
    bash: ["bash"],
    edit: ["edit"],
    write: ["edit"],
    read: ["read"],
    grep: ["grep"],
    glob: ["glob"],
    find: ["glob"],
    list: ["list"],
    ls: ["list"],
    webfetch: ["webfetch"],
    fetch_content: ["webfetch"],
    websearch: ["websearch"],
    web_search: ["websearch"],
  },
  rights: {
    kind: "ordered",
    key: "permission",
    whole: ["todowrite", "question", "webfetch", "websearch", "doom_loop"],
  },
  session: { file: "settings", key: "default_agent", name: "slug" },
  directories: { commands: "commands" },
};
