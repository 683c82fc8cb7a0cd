/** The guide's host `m3-kratos` with a second host user, as the value of `m3ta.pi-agent`. */
const guide = {
  enable: true,
  stateDir: "/var/lib/pi-agent",
  hostUsers: {
    m3tam3re: { projectRoots: ["~/p", "~/work/private"], configPath: ".pi/agent" },
    alice: { projectRoots: ["~/p"] },
  },
  settings: {
    defaultProvider: "anthropic",
    defaultModel: "anthropic/claude-sonnet-4",
    quietStartup: true,
  },
  environment: { PI_TELEMETRY: "0" },
  environmentFiles: ["/run/secrets/pi-agent.env"],
  wrapper: { enable: true, commandName: "pi", hideDirectBinary: true, hostConfigPath: ".pi/agent" },
} as const;

const [m3tam3re, alice] = [guide.hostUsers.m3tam3re, guide.hostUsers.alice];

/** One configuration that the machine can be switched to: the host's `m3ta.pi-agent` and the sudo it has. */
export interface Variant {
  readonly sudo: "sudo" | "sudo-rs";
  readonly config: Readonly<Record<string, unknown>>;
  /** Other agents of the same host, by the last name of their options' path. */
  readonly others: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The guide's host with some of `m3ta.pi-agent`'s top-level options replaced. */
const variant = (change: Readonly<Record<string, unknown>>): Variant => ({
  sudo: "sudo",
  config: { ...guide, ...change },
  others: {},
});

const hostUsers = { m3tam3re: { projectRoots: ["~/p"] }, alice: { projectRoots: ["~/p"] } };

export const variants = {
  guide: variant({}),
  "sudo-rs": { ...variant({}), sudo: "sudo-rs" },
  acl: variant({ projectAccess: "acl" }),
  "whole root": variant({
    hostUsers: { m3tam3re: { ...m3tam3re, exposure: "root" }, alice: { ...alice, exposure: "root" } },
  }),
  "open git": variant({ protectGit: false }),
  "loopback only": variant({ network: { mode: "loopback" } }),
  // pi would try the model again for a quarter of a minute.
  "no network": variant({
    network: { mode: "none" },
    settings: { ...guide.settings, retry: { enabled: false } },
  }),
  "open daemon": variant({ nix: { access: "daemon" } }),
  "address lists": variant({ network: { allow: ["127.0.0.1"], deny: ["127.0.0.0/8"] } }),
  "copied auth": variant({
    hostUsers: {
      m3tam3re: { ...m3tam3re, sync: { auth: "if-missing" } },
      alice: { ...alice, sync: { auth: "newer" } },
    },
  }),
  "small sync": variant({
    hostUsers: {
      m3tam3re: { ...m3tam3re, sync: { maxFiles: 20, maxBytes: 65_536, maxDepth: 4 } },
      alice: { ...alice, sync: { maxFiles: 20, maxBytes: 65_536, maxDepth: 4, overflow: "truncate" } },
    },
  }),
  layers: variant({
    settings: {
      defaultProvider: "lab",
      defaultModel: "obedient",
      compaction: { enabled: false },
      enabledModels: ["managed"],
    },
    environment: {
      FROM_ENVIRONMENT: "managed",
      OVERRIDDEN: "managed",
      TRICKY: "a \"b\" $HOME %h \\ 'c' # d",
    },
    environmentFiles: ["/run/secrets/first.env", "/run/secrets/second.env"],
  }),
  "few tasks": variant({ resources: { memoryMax: "256M", tasksMax: 50 } }),
  limits: variant({
    resources: { memoryMax: "2G", tasksMax: 200, cpuQuota: "150%", runtimeMaxSec: "2s" },
    hardening: { umask: "0077", extraProperties: { Nice: 5 } },
  }),
  "three agents": {
    ...variant({}),
    others: {
      "opencode-agent": {
        enable: true,
        hostUsers: {
          m3tam3re: { ...hostUsers.m3tam3re, sync: { auth: "if-missing" } },
          alice: hostUsers.alice,
        },
        settings: {
          autoupdate: false,
          permission: [{ bash: [{ "*": "allow" }, { "rm *": "deny" }] }],
        },
        environment: { OPENCODE_DISABLE_MODELS_FETCH: "1" },
        environmentFiles: ["/run/secrets/second.env"],
      },
      "quill-agent": {
        enable: true,
        hostUsers,
        settings: { model: { name: "managed" } },
        network: { mode: "none" },
      },
    },
  },
} as const satisfies Record<string, Variant>;

export type VariantName = keyof typeof variants;
