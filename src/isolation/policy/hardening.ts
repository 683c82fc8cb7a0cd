/**
 * The hardening policy of an isolated agent: one table that yields the `systemd-run` flags, the drop-in for the
 * locked unit name prefix, the documentation and the checks. Facts are from systemd.exec(5),
 * systemd.resource-control(5) and from trials on systemd 257 with an agent on Node 22 and 24.
 */

import { allow, append, type HardeningRow, locked, option, optional, scalar, yes } from "./hardening-row.js";
import { nixSockets } from "./nix.js";

/** The oldest systemd that has every property the policy cannot do without. */
export const minimumSystemd = 257;

export const hardening: readonly HardeningRow[] = [
  // Identity and privileges
  locked("User", scalar(option("user")), {
    since: 186,
    reason: "The agent runs as its own account, never as the caller or root.",
  }),
  locked("Group", scalar(option("group")), { since: 186, reason: "Same for the group." }),
  locked("SupplementaryGroups", allow(), {
    since: 186,
    reason: "No group of the account database reaches the session.",
    tighten: { rule: "subset" },
  }),
  locked("NoNewPrivileges", yes, {
    since: 187,
    reason: "setuid programs and file capabilities give nothing.",
    breaks: "sudo, ping and other setuid programs inside.",
  }),
  locked("CapabilityBoundingSet", allow(), {
    since: 186,
    reason: "No capability can ever be gained.",
    tighten: { rule: "subset" },
  }),
  locked("AmbientCapabilities", allow(), {
    since: 229,
    reason: "No capability is inherited.",
    tighten: { rule: "subset" },
  }),
  locked("SecureBits", scalar("noroot-locked"), {
    since: 186,
    reason: "Even uid 0 of a user namespace would gain no capability by exec.",
  }),
  locked("KeyringMode", scalar("private"), {
    since: 235,
    reason: "The session does not share a kernel keyring with other sessions of the account.",
  }),
  locked("RemoveIPC", yes, {
    since: 232,
    reason: "No System V or POSIX IPC object outlives the last session.",
  }),
  // What the session sees of the file system
  locked("ProtectSystem", scalar("strict"), {
    since: 232,
    reason: "The whole system is read-only; only the project, the state and /tmp are not.",
    breaks: "Installing packages system-wide.",
  }),
  locked("ProtectHome", scalar("tmpfs"), {
    since: 238,
    reason: "Homes are empty but for the project itself.",
    breaks: "Tools that look for configuration in the host user's home.",
    tighten: { rule: "same" },
  }),
  locked("PrivateTmp", yes, {
    since: 187,
    where: ["flag"],
    reason: "/tmp and /var/tmp are the session's own.",
    tighten: { rule: "oneOf", values: ["yes", "disconnected"] },
  }),
  locked("PrivateTmp", scalar("disconnected"), {
    since: 257,
    where: ["dropin"],
    reason: "The session's /tmp is memory of its own and leaves nothing on the host's disk.",
    breaks: "Temporary files larger than a tenth of the memory.",
    tighten: { rule: "same" },
  }),
  locked(
    "TemporaryFileSystem",
    append([option("stateDir"), ":ro"], "/run:ro", "/var:ro", "/dev/shm:mode=1777"),
    {
      since: 238,
      reason:
        "State of other host users, their shared memory, and the sockets, secrets, spools and runtime files of the host are not there.",
      breaks:
        "Docker, D-Bus, desktop and other services that are reached through /run or /var, and data below /var.",
      tighten: { rule: "more" },
    },
  ),
  locked(
    "BindReadOnlyPaths",
    append(
      "-/run/current-system",
      "-/run/opengl-driver",
      "-/run/systemd/resolve/stub-resolv.conf",
      "-/run/systemd/resolve/resolv.conf",
    ),
    {
      since: 233,
      reason:
        "What programs need of /run: the system profile, graphics drivers and the resolver's configuration.",
      tighten: { rule: "subset" },
    },
  ),
  locked("PrivateMounts", yes, { since: 239, reason: "Mounts of the session never reach the host." }),
  locked("MountFlags", scalar("private"), {
    since: 209,
    reason: "What the host mounts after the start never reaches the session.",
  }),
  locked("PrivateDevices", yes, {
    since: 209,
    reason: "Only pseudo devices such as /dev/null and terminals.",
    breaks: "GPU, USB and KVM access.",
  }),
  locked("DevicePolicy", scalar("closed"), {
    since: 208,
    reason: "The kernel refuses other devices even if a node turned up.",
    tighten: { rule: "oneOf", values: ["closed", "strict"] },
  }),
  // Namespaces
  locked("PrivateUsers", yes, {
    since: 232,
    reason: "Other accounts' files look like nobody's and root of the session is not root.",
    tighten: { rule: "oneOf", values: ["yes", "self"] },
  }),
  locked("PrivatePIDs", yes, {
    since: 257,
    reason:
      "Sessions share one account: without it they could read each other's environment and kill each other.",
    breaks: "Looking at or signalling processes of the host.",
  }),
  locked("PrivateIPC", yes, { since: 248, reason: "System V IPC and POSIX queues are the session's own." }),
  locked("ProtectProc", scalar("invisible"), {
    since: 247,
    reason: "/proc shows nothing of other accounts.",
    tighten: { rule: "oneOf", values: ["invisible"] },
  }),
  locked("ProtectControlGroups", yes, {
    since: 232,
    where: ["flag"],
    reason: "Control groups are read-only.",
    tighten: { rule: "oneOf", values: ["yes", "strict", "private"] },
  }),
  locked("ProtectControlGroups", scalar("strict"), {
    since: 257,
    where: ["dropin"],
    reason: "The session sees its own control group only, read-only.",
  }),
  locked("ProtectHostname", yes, { since: 242, reason: "The host's name cannot be changed." }),
  locked("RestrictNamespaces", yes, {
    since: 233,
    reason: "No new namespaces: they open kernel code that an ordinary account does not reach.",
    breaks: "bubblewrap, rootless containers and browsers with their own sandbox.",
  }),
  // Kernel surface
  locked("ProtectKernelTunables", yes, { since: 232, reason: "/proc/sys and /sys are read-only." }),
  locked("ProtectKernelModules", yes, { since: 232, reason: "Kernel modules cannot be loaded." }),
  locked("ProtectKernelLogs", yes, { since: 244, reason: "The kernel log cannot be read." }),
  locked("ProtectClock", yes, { since: 245, reason: "The clock cannot be set." }),
  locked("RestrictSUIDSGID", yes, {
    since: 242,
    reason: "No setuid or setgid file can be made in the project.",
  }),
  locked("RestrictRealtime", yes, {
    since: 231,
    reason: "No realtime scheduling that could stall the host.",
  }),
  locked("LockPersonality", yes, { since: 235, reason: "No foreign execution domain." }),
  locked("SystemCallArchitectures", scalar("native"), {
    since: 209,
    reason: "No second system call table beside the filtered one.",
    breaks: "32-bit programs.",
  }),
  locked(
    "SystemCallFilter",
    allow(
      "@system-service",
      "~@privileged",
      "~@resources",
      "~@keyring",
      "~io_uring_setup io_uring_enter io_uring_register",
      "~kcmp name_to_handle_at process_vm_readv process_vm_writev userfaultfd vmsplice",
    ),
    {
      since: 187,
      reason:
        "The calls an ordinary service needs; nothing privileged, no scheduling of others, no kernel keyring, which sessions would share, no io_uring, which opens sockets past any filter, and none of the calls that only exploits and debuggers use.",
      breaks: "Debuggers, tracers, io_uring, keyctl.",
      tighten: { rule: "deny" },
    },
  ),
  locked("SystemCallErrorNumber", scalar("EPERM"), {
    since: 209,
    reason: "A refused call fails as one without permission; Node and git handle that.",
  }),
  locked("LimitCORE", scalar("0"), {
    since: 186,
    reason: "A crash leaves no image of prompts and keys on disk.",
    breaks: "Core dumps of programs inside.",
  }),
  // Network
  locked("RestrictAddressFamilies", allow("AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK"), {
    since: 211,
    reason: "IP, local sockets and interface look-ups; no raw, packet, Bluetooth or vsock sockets.",
    tighten: { rule: "subset" },
  }),
  optional("PrivateNetwork", yes, {
    when: { option: ["network", "mode"], oneOf: ["none", "proxy"] },
    since: 187,
    reason: "No network but a loopback of the session's own, and on it at most the proxy.",
    breaks: "Every remote model, unless the proxy lets it through.",
  }),
  optional("IPAddressDeny", append("any"), {
    when: { option: ["network", "mode"], oneOf: ["loopback", "none", "proxy"] },
    since: 235,
    reason: "Nothing but the addresses allowed explicitly.",
    breaks: "Remote models, unless a proxy runs on the loopback.",
    tighten: { rule: "more" },
  }),
  optional("IPAddressAllow", append("localhost"), {
    when: { option: ["network", "mode"], oneOf: ["loopback", "none", "proxy"] },
    since: 235,
    reason: "The loopback stays reachable.",
  }),
  optional("IPAddressDeny", append(option("network", "deny")), {
    since: 235,
    reason: "Addresses that the operator denies.",
    tighten: { rule: "more" },
  }),
  optional("IPAddressAllow", append(option("network", "allow")), {
    when: { option: ["network", "mode"], oneOf: ["full", "loopback", "none"] },
    since: 235,
    reason: "Addresses that the operator allows; systemd lets them win over denied ones.",
  }),
  optional("InaccessiblePaths", append(...nixSockets), {
    when: { option: ["nix", "access"], oneOf: ["none"] },
    since: 231,
    reason:
      "The Nix daemon works as root for whoever may connect to it, and its builders have the network whatever the session's mode.",
    breaks: "nix build, nix shell and nix develop inside.",
    tighten: { rule: "more" },
  }),
  // Resources and life time
  optional("UMask", scalar(option("hardening", "umask")), {
    since: 186,
    reason: "Who may read the files the agent makes.",
  }),
  optional("MemoryMax", scalar(option("resources", "memoryMax")), {
    since: 231,
    reason: "Memory of one session.",
  }),
  optional("TasksMax", scalar(option("resources", "tasksMax")), {
    since: 227,
    reason: "Processes and threads of one session.",
  }),
  optional("CPUQuota", scalar(option("resources", "cpuQuota")), {
    since: 213,
    reason: "CPU time of one session.",
  }),
  optional("RuntimeMaxSec", scalar(option("resources", "runtimeMaxSec")), {
    since: 229,
    reason: "How long one session may run.",
  }),
  locked("TimeoutStopSec", scalar("3s"), {
    since: 188,
    reason: "An agent that ignores signals is killed within five seconds of the caller's end.",
  }),
  locked("IgnoreSIGPIPE", scalar("no"), {
    since: 186,
    reason: "A reader that goes away ends the writer, as in a shell.",
  }),
  locked("SendSIGHUP", yes, { since: 207, reason: "Shells inside end with the session instead of waiting." }),
];
