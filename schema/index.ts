import type { ReleaseReader } from "../src/compiler/importers/refresh.js";
import type { Program } from "../src/compiler/program/types.js";

/** A program that nixsmith brings. */
export interface Builtin {
  readonly load: () => Promise<Program>;
  /** Reads what its releases say of its files, where `import` is to refresh them. */
  readonly releases?: () => Promise<ReleaseReader>;
}

/** The programs that nixsmith brings, by name. Each is loaded when it is asked for. */
export const builtins: Readonly<Record<string, Builtin>> = {
  "claude-code": { load: async () => (await import("./claude-code/index.js")).program },
  opencode: { load: async () => (await import("./opencode/index.js")).program },
  pi: {
    load: async () => (await import("./pi/index.js")).program,
    releases: async () => (await import("./pi/releases/reader.js")).releases,
  },
};

/** What holds where an overlay declares nothing. */
export const defaultProgram = "pi";
