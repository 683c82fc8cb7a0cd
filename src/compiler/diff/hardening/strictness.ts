/**
 * What makes a systemd property stricter: facts from systemd.exec(5) and systemd.resource-control(5). Properties that
 * are not listed are not judged, only reported as changed, new or gone.
 */
export type Strictness =
  /** One of these values, the strictest first; `unset` is what holds where the property is not set. */
  | { readonly kind: "ladder"; readonly strictestFirst: readonly string[]; readonly unset: string }
  /**
   * A list of all that is allowed, without which everything is; entries with `~` take away again. An empty list allows
   * nothing, or lifts the restriction.
   */
  | { readonly kind: "allows"; readonly empty: "nothing" | "everything" }
  /** A list of what is allowed beside the rest, without which nothing more is. */
  | { readonly kind: "grants" }
  /** A list of what is taken away. */
  | { readonly kind: "denies" }
  /**
   * Any value takes something away but `infinity`; two values have no order here. Where the property is not set, a limit may
   * hold that systemd has for all services: then only 0 is known to take away.
   */
  | { readonly kind: "limits"; readonly preset?: true };

/** The last value is what holds where the property is not set. */
const ladder = (...strictestFirst: readonly string[]): Strictness => ({
  kind: "ladder",
  strictestFirst,
  unset: strictestFirst.at(-1) ?? "",
});
const toggle = ladder("yes", "no");
const allows: Strictness = { kind: "allows", empty: "everything" };
const grants: Strictness = { kind: "grants" };
const denies: Strictness = { kind: "denies" };
const limits: Strictness = { kind: "limits" };
const presetLimits: Strictness = { kind: "limits", preset: true };

export const strictness: Readonly<Record<string, Strictness>> = {
  AmbientCapabilities: grants,
  BindPaths: grants,
  BindReadOnlyPaths: grants,
  CPUQuota: limits,
  CapabilityBoundingSet: { kind: "allows", empty: "nothing" },
  DeviceAllow: grants,
  DevicePolicy: ladder("strict", "closed", "auto"),
  // Of what NoExecPaths= takes away; by itself it takes nothing.
  ExecPaths: grants,
  IPAddressAllow: grants,
  IPAddressDeny: denies,
  InaccessiblePaths: denies,
  KeyringMode: { kind: "ladder", strictestFirst: ["private", "inherit", "shared"], unset: "private" },
  LimitCORE: presetLimits,
  LockPersonality: toggle,
  MemoryDenyWriteExecute: toggle,
  MemoryMax: limits,
  MountFlags: ladder("private", "slave", "shared"),
  NoExecPaths: denies,
  NoNewPrivileges: toggle,
  PrivateDevices: toggle,
  PrivateIPC: toggle,
  PrivateMounts: toggle,
  PrivateNetwork: toggle,
  PrivatePIDs: toggle,
  PrivateTmp: ladder("disconnected", "yes", "no"),
  PrivateUsers: ladder("self", "yes", "no"),
  ProcSubset: ladder("pid", "all"),
  ProtectClock: toggle,
  // `private` is the unit's own hierarchy, which it may write to: neither less nor more than `yes`.
  ProtectControlGroups: ladder("strict", "yes", "no"),
  ProtectHome: ladder("yes", "tmpfs", "read-only", "no"),
  // `private` lets the unit change the name that it sees itself.
  ProtectHostname: ladder("yes", "private", "no"),
  ProtectKernelLogs: toggle,
  ProtectKernelModules: toggle,
  ProtectKernelTunables: toggle,
  ProtectProc: ladder("ptraceable", "invisible", "noaccess", "default"),
  ProtectSystem: ladder("strict", "full", "yes", "no"),
  ReadOnlyPaths: denies,
  ReadWritePaths: grants,
  RemoveIPC: toggle,
  RestrictAddressFamilies: allows,
  RestrictFileSystems: allows,
  RestrictNamespaces: toggle,
  RestrictNetworkInterfaces: allows,
  RestrictRealtime: toggle,
  RestrictSUIDSGID: toggle,
  RuntimeMaxSec: limits,
  SocketBindAllow: grants,
  SocketBindDeny: denies,
  SupplementaryGroups: grants,
  SystemCallArchitectures: limits,
  SystemCallFilter: allows,
  TasksMax: presetLimits,
  TemporaryFileSystem: denies,
};

/** Properties that decide whom a session can reach. */
export const network: ReadonlySet<string> = new Set([
  "IPAddressAllow",
  "IPAddressDeny",
  "NetworkNamespacePath",
  "PrivateNetwork",
  "RestrictAddressFamilies",
  "RestrictNetworkInterfaces",
  "SocketBindAllow",
  "SocketBindDeny",
]);
