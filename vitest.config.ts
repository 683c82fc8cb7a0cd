import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { aboutAgents } from "./test/e2e/lab/about.js";

const file = (name: string) => `test/e2e/${name}.test.ts`;

/** What of the end-to-end tests `npm test` runs with another agent in pi's place; `npm run test:long` runs all. */
const parts = {
  opencode: ["explain", "guide", "keys", "settings", "state"],
  "claude-code": ["guide", "keys"],
};

// A session waits more than it works: two machines at once, each with a worker, use the processors of one.
const e2e = {
  globalSetup: ["test/e2e/lab/setup.ts"],
  maxWorkers: 2,
};

export default defineConfig({
  test: {
    // What no busy machine reaches: a test that hangs, not one that is slow.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // Vitest leaves one processor alone, and tests wait for Nix and browsers half of the time.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**"],
          setupFiles: ["test/support/declarations.ts"],
          // Whoever runs the tests keeps no hundred translated declarations of theirs.
          env: { XDG_CACHE_HOME: join(tmpdir(), "nixsmith-test-cache") },
        },
      },
      {
        extends: true,
        test: {
          ...e2e,
          name: "e2e",
          include: [file("*")],
          env: { NIXSMITH_AGENT: "pi" },
          sequence: { groupOrder: 1 },
        },
      },
      // The same files, about other agents: what of them names an agent on purpose is listed in test/e2e/lab/about.ts.
      ...Object.entries(parts).map(([agent, part], index) => ({
        extends: true as const,
        test: {
          ...e2e,
          name: agent,
          include: process.env.NIXSMITH_LONG === "1" ? [file("*")] : part.map(file),
          exclude: aboutAgents.map(file),
          env: { NIXSMITH_AGENT: agent },
          sequence: { groupOrder: index + 2 },
        },
      })),
    ],
  },
});
