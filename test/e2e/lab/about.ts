/** What names one agent on purpose, and why it cannot be asked of another. */
export const onlyOf = {
  "the model in a variable": {
    account: "pi-agent",
    because:
      "pi tells its tools which model answers (PI_MODEL); opencode and Claude Code do not; opencode is asked by `debug config` in opencode.test.ts",
  },
  "variables of a project's": {
    account: "claude-code-agent",
    because: "of these, Claude Code alone takes variables from a project's settings",
  },
  "the lock of its settings": {
    account: "pi-agent",
    because: "pi locks its settings and goes on without those that it cannot lock; the others lock nothing",
  },
} as const;

/** Files that are about agents by name, whichever a run is about: they run once, with pi's. */
export const aboutAgents = [
  "claude-code",
  "opened-rows",
  "opencode",
  "providers",
  "third-agent",
  "two-agents",
] as const;
