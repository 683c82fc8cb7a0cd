import { providers } from "../../../src/isolation/egress/providers.js";
import { type Subject, subjects } from "./subject.js";

type Options = Readonly<Record<string, unknown>>;

/** One configuration that the machine can be switched to: the agents of the host, and the sudo it has. */
export interface Variant {
  readonly sudo: "sudo" | "sudo-rs";
  /** Options by the last name of their path. */
  readonly agents: Readonly<Record<string, Options>>;
}

const hostUsers = {
  m3tam3re: { projectRoots: ["~/p", "~/work/private"] },
  alice: { projectRoots: ["~/p"] },
};
const { m3tam3re, alice } = hostUsers;

/** The guide's host `m3-kratos` with a second host user, as the value of an agent's options. */
const guideOf = ({ account, command, directory, guide, flag, environment }: Subject) => ({
  enable: true,
  stateDir: `/var/lib/${account}`,
  hostUsers: { ...hostUsers, m3tam3re: { ...m3tam3re, configPath: directory } },
  settings: { ...guide.settings, [flag.key]: flag.value },
  environment: { [environment.name]: environment.value },
  environmentFiles: [`/run/secrets/${account}.env`],
  wrapper: { enable: true, commandName: command, hideDirectBinary: true, hostConfigPath: directory },
});

const others = { m3tam3re: { projectRoots: ["~/p"] }, alice: { projectRoots: ["~/p"] } };

/** All agents on one host, whichever of them the run is about. */
const everyAgent: Variant = {
  sudo: "sudo",
  agents: {
    "pi-agent": guideOf(subjects.pi),
    "opencode-agent": {
      enable: true,
      hostUsers: { ...others, m3tam3re: { ...others.m3tam3re, sync: { auth: "if-missing" } } },
      settings: {
        autoupdate: false,
        permission: [{ bash: [{ "*": "allow" }, { "rm *": "deny" }] }],
      },
      environment: { OPENCODE_DISABLE_MODELS_FETCH: "1" },
      environmentFiles: ["/run/secrets/second.env"],
    },
    "claude-code-agent": {
      enable: true,
      hostUsers: { ...others, m3tam3re: { ...others.m3tam3re, sync: { auth: "if-missing" } } },
      settings: { env: { LAB_FROM: "managed" }, permissions: { deny: ["Bash(touch forbidden)"] } },
      environmentFiles: ["/run/secrets/second.env", `/run/secrets/${subjects["claude-code"].account}.env`],
    },
    "quill-agent": {
      enable: true,
      hostUsers: others,
      settings: { model: { name: "managed" } },
      network: { mode: "none" },
    },
  },
};

/** The hosts of the lab, with `subject` in the guide's place of pi. */
export const variantsOf = (subject: Subject) => {
  const guide = guideOf(subject);
  /** The guide's host with some of the top-level options replaced. */
  const variant = (change: Options): Variant => ({
    sudo: "sudo",
    agents: { [subject.account]: { ...guide, ...change } },
  });
  return {
    guide: variant({}),
    "sudo-rs": { ...variant({}), sudo: "sudo-rs" },
    acl: variant({ projectAccess: "acl" }),
    "whole root": variant({
      hostUsers: { m3tam3re: { ...m3tam3re, exposure: "root" }, alice: { ...alice, exposure: "root" } },
    }),
    "open git": variant({ protectGit: false }),
    "loopback only": variant({ network: { mode: "loopback" } }),
    // It would try the model again for a quarter of a minute.
    "no network": variant({
      network: { mode: "none" },
      settings: { ...guide.settings, ...subject.once },
    }),
    // Names of upstream.ts; the lab has no public address, so that the names lead to one that is listed as well.
    "by proxy": variant({
      network: {
        mode: "proxy",
        allow: [
          "allowed.lab.example",
          "allowed.lab.example:80",
          "*.wild.lab.example",
          "private.lab.example:8443",
          "127.0.0.0/8",
          "127.0.0.0/8:80",
        ],
      },
      settings: { ...guide.settings, ...subject.once },
    }),
    "keys outside": variant({
      network: {
        mode: "proxy",
        allow: ["127.0.0.0/8"],
        git: {
          "git.lab.example/team/open": { push: true, credential: "forge" },
          "git.lab.example/team/fetched": { credential: "forge" },
        },
      },
      credentials: {
        forge: { file: "/run/secrets/lab-key" },
        lab: { file: "/run/secrets/lab-key", baseUrl: "https://model.lab.example/v1" },
        anthropic: { file: "/run/secrets/lab-key" },
      },
      settings: { ...guide.settings, ...subject.once },
    }),
    "every provider": variant({
      network: { mode: "proxy", allow: ["127.0.0.0/8"] },
      credentials: Object.fromEntries(
        Object.keys(providers).map((provider) => [provider, { file: "/run/secrets/lab-key" }]),
      ),
      settings: { ...guide.settings, ...subject.once },
    }),
    "open daemon": variant({ nix: { access: "daemon" } }),
    "address lists": variant({ network: { allow: ["127.0.0.1"], deny: ["127.0.0.0/8"] } }),
    // But for where a resolver of the host's would listen.
    "closed loopback": variant({ network: { deny: ["localhost"], allow: ["127.0.0.53"] } }),
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
      settings: subject.layers.managed,
      environment: {
        FROM_ENVIRONMENT: "managed",
        OVERRIDDEN: "managed",
        TRICKY: "a \"b\" $HOME %h \\ 'c' # d",
      },
      environmentFiles: ["/run/secrets/first.env", "/run/secrets/second.env"],
    }),
    "few tasks": variant({ resources: { memoryMax: "256M", tasksMax: 50 } }),
    limits: variant({
      resources: { memoryMax: "2G", tasksMax: 200, cpuQuota: "150%", runtimeMaxSec: "10s" },
      hardening: { umask: "0077", extraProperties: { Nice: 5 } },
    }),
    "every agent": everyAgent,
  } as const satisfies Record<string, Variant>;
};

export type VariantName = keyof ReturnType<typeof variantsOf>;
