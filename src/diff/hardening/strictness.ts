/**
 * What makes a systemd property stricter: facts from systemd.exec(5) and systemd.resource-control(5). Properties that
 * are not listed are not judged, only reported as changed.
 */
export type Strictness =
  /** One of these values, the strictest first. */
  | { readonly kind: "ladder"; readonly strictestFirst: readonly string[] }
  /** A list of all that is allowed, without which everything is; entries with `~` take away again. */
  | { readonly kind: "allows" }
  /** A list of what is allowed beside the rest, without which nothing more is. */
  | { readonly kind: "grants" }
  /** A list of what is taken away. */
  | { readonly kind: "denies" };

const toggle: Strictness = { kind: "ladder", strictestFirst: ["yes", "no"] };
const ladder = (...strictestFirst: readonly string[]): Strictness => ({ kind: "ladder", strictestFirst });
const allows: Strictness = { kind: "allows" };
const grants: Strictness = { kind: "grants" };
const denies: Strictness = { kind: "denies" };

export const strictness: Readonly<Record<string, Strictness>> = {
  AmbientCapabilities: grants,
  BindPaths: grants,
  BindReadOnlyPaths: grants,
  CapabilityBoundingSet: allows,
  DeviceAllow: grants,
  DevicePolicy: ladder("strict", "closed", "auto"),
  ExecPaths: allows,
  IPAddressAllow: grants,
  IPAddressDeny: denies,
  InaccessiblePaths: denies,
  KeyringMode: ladder("private", "inherit", "shared"),
  LockPersonality: toggle,
  MemoryDenyWriteExecute: toggle,
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
  ProtectControlGroups: ladder("strict", "private", "yes", "no"),
  ProtectHome: ladder("yes", "tmpfs", "read-only", "no"),
  ProtectHostname: ladder("private", "yes", "no"),
  ProtectKernelLogs: toggle,
  ProtectKernelModules: toggle,
  ProtectKernelTunables: toggle,
  ProtectProc: ladder("noaccess", "invisible", "ptraceable", "default"),
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
  SocketBindAllow: grants,
  SocketBindDeny: denies,
  SupplementaryGroups: grants,
  SystemCallFilter: allows,
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
