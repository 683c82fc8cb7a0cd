import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 300_000,
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
        // A session waits more than it works: two machines at once, each with a worker, use the processors of one.
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/lab/setup.ts"],
          maxWorkers: 2,
          testTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
