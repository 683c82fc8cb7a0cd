/** What the shell parts of the isolated runtime know of pi, git's terminal and systemd; facts of pi 1.5.2. */

/** Keys of `settings.json` that pi writes for itself; everything else there comes from the user or from Nix. */
export const keptKeys = [
  "lastChangelogVersion",
  "extensionChangelogVersions",
  "deviceId",
  "trackingId",
] as const;

/**
 * Entries at the top of pi's directory that belong to the agent and are never copied from the host: sessions,
 * credentials, decisions, logs, and what pi downloads. `auth.json` follows `sync.auth`.
 */
export const agentOwned = [
  "bin",
  "crashes.json",
  "git",
  "mcp-auth.json",
  "mcp.log",
  "models-store.json",
  "npm",
  "oauth.json",
  "pi-debug.log",
  "sessions",
  "tmp",
  "tools",
  "trust.json",
] as const;

/** Variables of the caller's terminal that reach the session, beside `LC_*`. */
export const terminalVariables = ["TERM", "COLORTERM", "LANG"] as const;

/** Variables that the launcher sets last, so that no layer of the configuration can; `XDG_*` and `LC_*` are too. */
export const reservedVariables = [
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "PATH",
  "PI_CODING_AGENT_DIR",
  ...terminalVariables,
] as const;

/** What systemd tells its services (systemd.exec(5), "Environment variables in spawned processes"); pi has no use for it. */
export const systemdVariables = [
  "INVOCATION_ID",
  "JOURNAL_STREAM",
  "LISTEN_FDNAMES",
  "LISTEN_FDS",
  "LISTEN_PID",
  "LISTEN_PIDFDID",
  "MANAGERPID",
  "MEMORY_PRESSURE_WATCH",
  "MEMORY_PRESSURE_WRITE",
  "SYSTEMD_EXEC_PID",
] as const;

/** Directories that are empty in every session; the agent's state cannot lie below them. */
export const hiddenDirectories = ["/home", "/root", "/run", "/tmp", "/var/tmp"] as const;

/** Packages on PATH in every session, by their name in nixpkgs; `extraPackages` come before them. */
export const sessionPackages = [
  "bashInteractive",
  "coreutils",
  "diffutils",
  "findutils",
  "git",
  "gnugrep",
  "gnused",
  "gawk",
  "gnutar",
  "jq",
  "less",
  "ripgrep",
] as const;

/** The phases of each script in the order in which `runtime.nix` joins them; names of `templates/runtime`. */
export const scripts = {
  wrapper: ["common", "wrapper"],
  runner: [
    "common",
    "supervise",
    "authorise",
    "where",
    "helper",
    "git-view",
    "sync",
    "session",
    "explain",
    "runner",
  ],
  hostUser: [
    "common",
    "host-user-git-look",
    "host-user-git-find",
    "host-user-git",
    "host-user-config",
    "host-user",
  ],
  hostUserAfter: ["common", "host-user-git-look", "host-user-git-find", "host-user-git-after"],
  syncApply: ["common", "sync-apply"],
  stageClear: ["common", "git-view", "stage-clear"],
  launcher: ["common", "verify", "state", "launcher"],
} as const;

/** The command of pi's own package. Nix reads it off the package; a preview without Nix takes it from here. */
export const directCommand = "pi";
