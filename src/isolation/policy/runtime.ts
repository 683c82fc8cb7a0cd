import type { IsolatedAgent } from "../../compiler/program/agent.js";

/** What the shell parts of the isolated runtime know of terminals and systemd. */

/** Variables of the caller's terminal that reach the session, beside `LC_*`. */
export const terminalVariables = ["TERM", "COLORTERM", "LANG"] as const;

/** Variables that the launcher sets last, so that no layer of the configuration can; `XDG_*` and `LC_*` are too. */
export const reservedBy = ({
  configuration,
  reserved,
}: Pick<IsolatedAgent, "configuration" | "reserved">): readonly string[] => [
  "HOME",
  "USER",
  "LOGNAME",
  "SHELL",
  "PATH",
  configuration.variable,
  ...reserved,
  ...terminalVariables,
];

/** Variables that lead programs to the proxy, which the launcher sets in the mode `proxy` and no layer may there. */
export const proxyVariables = [
  "ALL_PROXY",
  "HTTPS_PROXY",
  "HTTP_PROXY",
  "NODE_USE_ENV_PROXY",
  "NO_PROXY",
  "all_proxy",
  "https_proxy",
  "http_proxy",
  "no_proxy",
] as const;

/** What systemd tells its services (systemd.exec(5), "Environment variables in spawned processes"); no agent has a use for it. */
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
  wrapper: ["agent", "common", "wrapper"],
  runner: [
    "agent",
    "common",
    "supervise",
    "authorise",
    "where",
    "helper",
    "lifeline",
    "runner-begin",
    "git-view",
    "sync",
    "session",
    "unit",
    "explain",
    "runner",
  ],
  hostUser: [
    "agent",
    "common",
    "host-user-begin",
    "host-user-git-look",
    "host-user-git-find",
    "host-user-git",
    "settings",
    "host-user-config",
    "host-user",
  ],
  hostUserAfter: ["agent", "common", "host-user-git-look", "host-user-git-find", "host-user-git-after"],
  syncApply: ["agent", "common", "sync-apply"],
  log: ["agent", "common", "log"],
  guard: ["agent", "common", "git-view", "guard"],
  launcher: ["agent", "common", "verify", "settings", "state", "launcher"],
} as const;
