import type { ReleaseReader } from "../src/compiler/importers/refresh.js";
import type { Program } from "../src/compiler/program/types.js";
import type { ProgramDeclaration } from "../src/toolkit/declaration/types.js";

/** A program that nixsmith brings. */
export interface Builtin {
  /** What the build has made of its declaration and its facts. */
  readonly load: () => Promise<Program>;
  readonly declaration: () => Promise<ProgramDeclaration>;
  /** Reads its releases where they tell of its files in several ways; the sources of its declaration are read otherwise. */
  readonly releases?: () => Promise<ReleaseReader>;
}

/** The programs that nixsmith brings, by name. Each is loaded when it is asked for. */
export const builtins: Readonly<Record<string, Builtin>> = {
  pi: {
    load: async () => (await import("./pi/index.js")).program,
    declaration: async () => (await import("./pi/declaration.js")).declaration,
    releases: async () => (await import("./pi/releases/reader.js")).releases,
  },
  opencode: {
    load: async () => (await import("./opencode/index.js")).program,
    declaration: async () => (await import("./opencode/declaration.js")).declaration,
  },
  "claude-code": {
    load: async () => (await import("./claude-code/index.js")).program,
    declaration: async () => (await import("./claude-code/declaration.js")).declaration,
  },
};

/** What holds where an overlay declares nothing. */
export const defaultProgram = "pi";
