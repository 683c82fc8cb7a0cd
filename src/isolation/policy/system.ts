/** What of a host is not an agent's to have, by name: directories, accounts and groups of the system. */

/** Directories that belong to the system with all that lies in them (file-hierarchy(7)); no agent's state goes there. */
export const systemTrees = [
  "/bin",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/lib64",
  "/nix",
  "/proc",
  "/sbin",
  "/sys",
  "/usr",
  "/var/db",
  "/var/empty",
  "/var/lib/machines",
  "/var/lib/nixos",
  "/var/lib/portables",
  "/var/lib/private",
  "/var/lib/systemd",
  "/var/lock",
  "/var/log",
  "/var/mail",
  "/var/run",
  "/var/spool",
] as const;

/**
 * Directories in which many have something of their own, an agent's state too, but which are nobody's alone. Those at
 * the top of the tree are such by their place.
 */
export const sharedDirectories = ["/var/cache", "/var/lib", "/var/local", "/var/opt"] as const;

/** Users with a meaning of their own. NixOS knows more of them (`ids.uids`). */
export const systemUsers = [
  "daemon",
  "messagebus",
  "nobody",
  "nscd",
  "polkituser",
  "root",
  "sshd",
  "systemd-coredump",
  "systemd-network",
  "systemd-oom",
  "systemd-resolve",
  "systemd-timesync",
] as const;

/** Groups whose members can become root: by sudo, by a daemon that runs as root for them, or by the raw devices. */
export const rootGroups = [
  "disk",
  "docker",
  "incus",
  "incus-admin",
  "kmem",
  "libvirtd",
  "lxd",
  "podman",
  "root",
  "shadow",
  "wheel",
] as const;

/** Groups with rights or members of their own. NixOS knows more of them (`ids.gids`). */
export const systemGroups = [
  ...rootGroups,
  "adm",
  "audio",
  "cdrom",
  "dialout",
  "floppy",
  "input",
  "keys",
  "kvm",
  "lp",
  "messagebus",
  "networkmanager",
  "nixbld",
  "nogroup",
  "polkituser",
  "qemu-libvirtd",
  "render",
  "sgx",
  "sshd",
  "systemd-coredump",
  "systemd-journal",
  "systemd-network",
  "systemd-oom",
  "systemd-resolve",
  "systemd-timesync",
  "tape",
  "tty",
  "users",
  "utmp",
  "uucp",
  "vboxusers",
  "video",
  "wireshark",
] as const;
