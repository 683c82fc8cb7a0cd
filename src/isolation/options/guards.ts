/** An option whose default protects the host. */
export interface Guard {
  readonly option: string;
  /** Its values, the safest first; any other is less safe than all of them. */
  readonly safest: readonly (string | boolean | null | string[])[];
  readonly concern: "network" | "isolation";
}

/** The options of `m3ta.pi-agent` whose default decides how well a host is protected that says nothing. */
export const guards: readonly Guard[] = [
  { option: "m3ta.pi-agent.network.mode", safest: ["none", "loopback", "full"], concern: "network" },
  { option: "m3ta.pi-agent.network.allow", safest: [[]], concern: "network" },
  { option: "m3ta.pi-agent.nix.access", safest: ["none", "daemon"], concern: "isolation" },
  { option: "m3ta.pi-agent.environmentFiles", safest: [[]], concern: "isolation" },
  { option: "m3ta.pi-agent.wrapper.hostConfigPath", safest: [".pi/agent"], concern: "isolation" },
  { option: "m3ta.pi-agent.hostUsers.<name>.configPath", safest: [null], concern: "isolation" },
  { option: "m3ta.pi-agent.protectGit", safest: [true, false], concern: "isolation" },
  { option: "m3ta.pi-agent.projectAccess", safest: ["idmap", "acl"], concern: "isolation" },
  { option: "m3ta.pi-agent.wrapper.hideDirectBinary", safest: [true, false], concern: "isolation" },
  { option: "m3ta.pi-agent.hostUsers.<name>.exposure", safest: ["project", "root"], concern: "isolation" },
  {
    option: "m3ta.pi-agent.hostUsers.<name>.sync.auth",
    safest: ["never", "if-missing", "newer"],
    concern: "isolation",
  },
];
