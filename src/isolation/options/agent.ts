import * as z from "zod";
import { enable, nixPackage, reference } from "../../compiler/frontends/vocabulary.js";
import { data, expression, option, optionsOf } from "../../compiler/frontends/zod.js";
import type { Option } from "../../compiler/ir/types.js";
import { credential } from "./credentials.js";
import { hostUsers } from "./host-users.js";
import { hardening, network, nix, resources } from "./policy.js";

/**
 * The NixOS options of an isolated agent; names and defaults are those of the agent isolation guide. What depends on the
 * agent stands as a name (`@title@`).
 */

// useradd(8) on most systems: a lower-case letter or underscore first, then letters, digits, `_` and `-`.
const accountName = z.string().regex(/^[a-z_][a-z0-9_-]{0,30}$/);
// People have dots in their names too. Capitals are out: sudoers(5) takes ALL and the like for aliases.
const personName = z.string().regex(/^[a-z_][a-z0-9._-]{0,30}$/);
/** A part of a path of the proxy's, and of systemd's name for a credential; `git` is a path of its own. */
const credentialName = z.string().regex(/^[a-z][a-z0-9-]*$/);
const environmentName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/);

const wrapper = z.object({
  enable: option(z.boolean().default(true), {
    protects: "false",
    description:
      "Whether to put the wrapper command on the host's PATH. It is the only way in for the users of `hostUsers`.",
  }),
  commandName: option(
    z
      .string()
      .regex(/^[a-zA-Z0-9_][a-zA-Z0-9._+-]*$/)
      .default("@command@"),
    {
      protects: "same",
      description: "Name of the wrapper command on the host's PATH.",
      example: data("@command@-isolated"),
    },
  ),
  hideDirectBinary: option(z.boolean().default(true), {
    protects: "true",
    description:
      "Whether to keep the unisolated @title@ off the host's PATH: the Home Manager module then does not install its package, and a wrapper named like the package's own command is allowed.",
  }),
  hostConfigPath: option(z.string().default("@directory@"), {
    protects: "same",
    description:
      "Where a host user keeps @title@'s configuration, relative to the user's home. `hostUsers.<name>.configPath` overrides it.",
  }),
});

const isolatedAgent = z.object({
  enable: enable("@title@ as an isolated agent with a user of its own"),
  package: option(nixPackage(), {
    protects: "same",
    description: "The @title@ package that runs isolated.",
    declaration: { kind: "package", attribute: "@package@", nullable: false },
  }),
  user: option(accountName.default("@account@"), {
    protects: "same",
    description: "System user that @title@ runs as.",
  }),
  group: option(accountName.default("@account@"), {
    protects: "same",
    description: "Primary group of the agent's user.",
  }),
  stateDir: option(
    z
      .string()
      .regex(/^\/[A-Za-z0-9._/+-]*[A-Za-z0-9._+-]$/)
      .default("/var/lib/@account@"),
    {
      protects: "same",
      description:
        "Directory that holds the agent's own state, one subdirectory for each host user. Absolute, and of plain characters only, because it becomes part of systemd unit properties.",
    },
  ),
  hostUsers: option(z.record(personName, hostUsers).default({}), {
    protects: "subset",
    description: "Users of this host who may start the agent, and where. Nobody else may.",
    example: data({ alice: { projectRoots: ["~/projects"] } }),
  }),
  settings: option(reference("settings"), {
    protects: "same",
    description:
      "Settings for @title@ that win over what host users and the agent itself write to `@settings@`, or in Nix the path of a JSON or TOML file that holds them. Attribute sets merge deeply, lists replace.",
    default: data({}),
    example: data("@settingsExample@"),
  }),
  environment: option(z.record(environmentName, z.string()).default({}), {
    protects: "subset",
    description:
      "Environment variables for @title@. They end in the world-readable Nix store: put secrets into `environmentFiles`. Names that the runner reserves (`HOME`, `PATH` and the like) are refused.",
    example: data("@environmentExample@"),
  }),
  environmentFiles: option(z.array(z.string().regex(/^-?\/[^%*?]+$/)).default([]), {
    protects: "subset",
    description:
      "Files with `NAME=value` lines in systemd's `EnvironmentFile=` syntax, read by systemd as root when a session starts. A later file wins over an earlier one, and all win over `environment`. A session does not start without them, but for those with a `-` before the path.",
    example: data(["/run/secrets/@account@.env"]),
  }),
  credentials: option(z.record(credentialName, credential).default({}), {
    protects: "subset",
    description:
      'Keys of model providers that stay outside of sessions, by the provider\'s name in @title@. A session has a placeholder and an address on its loopback, where the proxy of `network.mode = "proxy"` puts the key in and lets requests go to that provider alone; `network.allow` need not name it. OAuth subscriptions are not covered: their tokens must be refreshed by @title@ itself, which has them inside.',
    example: data({ anthropic: { file: "/run/secrets/anthropic" } }),
  }),
  wrapper,
  extraPackages: option(z.array(nixPackage()).default([]), {
    protects: "subset",
    description: "Packages on PATH inside the isolated session, beside a small base set.",
    example: expression("[pkgs.nodejs pkgs.ripgrep]"),
  }),
  projectAccess: option(z.enum(["idmap", "acl"]).default("idmap"), {
    protects: ["idmap", "acl"],
    description:
      "How the agent gets at a project's files. `idmap` mounts the directory so that the host user's files look like the agent's own, and changes nothing on disk. `acl` is for file systems that cannot do that: it grants the agent access by POSIX ACLs, set by the host user.",
  }),
  protectGit: option(z.boolean().default(true), {
    protects: "true",
    description:
      "Whether a project's git directories are protected: `hooks`, `config` and what else git runs or is led by are read-only, the host user's own git follows no link in them while a session is open, and what must not be there is put aside when it ends. While a session is open, git cannot write the configuration.",
  }),
  network,
  nix,
  resources,
  hardening,
});

export const agentOptions: readonly Option[] = optionsOf(isolatedAgent);

export const agentSummary = "@title@ as an isolated agent: a user of its own, the project directory only";
