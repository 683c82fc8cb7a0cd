import * as z from "zod";
import { option, optionsOf } from "../../compiler/frontends/zod.js";
import type { Option } from "../../compiler/ir/types.js";
import { described, maybe } from "./described.js";
import { agents } from "./shape-agents.js";
import { fileFormats, fileStrategies } from "./types.js";

/** What a declaration may hold, as a host file's schema is written: one source for its checks, its reference and editors. */

const json = () => option(z.unknown(), { type: { kind: "json" } });
const content = () => option(z.record(z.string(), json()).default({}), { description: "" });

/** A schema of its own each time, for what is said of it is kept by the schema. */
const path = () => z.string().regex(/^[^/\n][^\n]*$/);
const name = z.string().regex(/^[a-z][a-z0-9-]*$/);
const component = z.string().regex(/^[A-Za-z_][A-Za-z0-9_-]*$/);

const retired = z.object({
  instead: maybe(z.string(), "The key that stands in for it."),
  because: maybe(z.string(), "What else to know, as the rest of a sentence."),
});

const file = z.object({
  path: described(path(), "The file, below the program's directory."),
  from: described(
    z.union([z.string().min(1), z.array(json()).min(1), z.record(z.string(), json())]),
    "What its keys are taken from: `npm:NAME@VERSION/PATH`, a tarball and the path in it, or a file beside the declaration; `#Type` after it where that is TypeScript. Or it stands here: a JSON Schema, or options in the form of nixsmith.json.",
  ),
  why: maybe(
    z.string().min(1),
    "Why they are taken from there and not from elsewhere: a sentence, which the option's description ends with.",
  ),
  format: described(z.enum(fileFormats).default("json"), "How it is written."),
  strategy: described(
    z.enum(fileStrategies).default("link"),
    "What becomes of it: a read-only `link`; `merge`, where the keys that are set win and the program's own stay (JSON only); or a `copy`, made anew at each activation, which the program may write to until then.",
  ),
  ordered: described(
    z.array(z.string().min(1)).default([]),
    "Sets whose names are in an order that counts, by their path, `*` for any key: `permission`, `permission.*`. They are lists of sets with one name each to the user, and objects in that order in the file.",
  ),
  always: described(
    content(),
    "Keys that are written wherever the file is, below those that are set, such as `$schema`.",
  ),
  apart: described(
    z.boolean().default(false),
    "Whether the program watches the directory that a link leads to, so that the file gets one of its own in the store.",
  ),
  loosened: described(
    z.record(z.string(), z.string()).default({}),
    "Keys that take any text beside their type, by their path, and why.",
  ),
  descriptions: described(
    z.record(z.string(), z.string()).default({}),
    "Your own words on its keys, by their path.",
  ),
  retired: described(
    z.record(z.string(), retired).default({}),
    "Keys that the program has given up, by their path.",
  ),
  paths: described(
    z.array(z.string().min(1)).default([]),
    "Texts that name files or directories for the program to read, by their path (`extensions[]`, `packages[].source`): Nix may give a path there, which is copied to the store.",
  ),
});

const resource = z.object({
  path: described(
    z.string().regex(/^[^/\n][^\n]*<name>[^\n]*$/),
    "Where an entry lies below the program's directory, with `<name>` for its name: `commands/<name>.md`.",
  ),
  what: described(z.string().min(1), "What the entries are, in the plural."),
  directories: described(z.boolean().default(false), "Whether an entry may be a directory."),
  whole: described(
    z.boolean().default(false),
    "Whether an entry is a directory that is linked as one, for the program passes over links in it.",
  ),
  executable: described(z.boolean().default(false), "Whether its files are executable."),
  content: maybe(
    content(),
    "An entry may be content for a JSON file, too, which then has these keys below its own.",
  ),
});

const mcpForm = z.object({
  types: maybe(
    z.object({
      local: described(z.string(), "Of one that is started here."),
      remote: described(z.string(), "Of one that is called by its address."),
    }),
    "Values of `type`.",
  ),
  command: maybe(z.enum(["list"]), "The arguments stand in a list with the command."),
  environment: maybe(z.string(), "The key of the environment; `env` unless given."),
  variable: maybe(z.string(), "A variable in a text, with `<name>` for its name."),
  secret: maybe(z.string(), "The content of a file in a text, with `<path>` for it."),
  enabled: described(z.boolean().default(false), "Whether the program knows `enabled`."),
});

const keys = z.record(z.string(), json());

const isolation = z.object({
  option: maybe(
    z.array(component).min(1),
    "Where its options are in NixOS; `m3ta.<name>-agent` unless given.",
  ),
  account: maybe(
    z.string().regex(/^[a-z_][a-z0-9_-]{0,30}$/),
    "Its account, and what is named after it on a host; `<name>-agent` unless given.",
  ),
  description: maybe(z.string().min(1), "What its account is, in a few words; the title unless given."),
  command: maybe(name, "The command of its package, and the wrapper's; the program's name unless given."),
  settings: maybe(component, "The option of `files` whose file is merged; `settings` unless given."),
  kept: described(z.array(z.string()).default([]), "Keys of that file that the agent writes for itself."),
  names: maybe(
    z.array(path()).min(1),
    "Every name by which it reads that file, the file's own among them; what a later one says wins.",
  ),
  settingsVariable: maybe(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
    "A variable that holds settings which win over every file, a project's too: the isolation puts the managed ones there.",
  ),
  settingsDirectory: maybe(
    z.string().regex(/^\/etc(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)+$/),
    "A directory below `/etc` whose files of settings win over every other, a project's too: sessions have it with the managed ones alone.",
  ),
  credentials: described(
    z.string().regex(/^(~\/)?[.]?[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[.]?[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/),
    "Its file of credentials, below its directory or (`~/…`) the home: never copied unless a host asks for it.",
  ),
  locked: described(
    z.array(path()).default([]),
    "Further files that it locks by a directory `<file>.lock` beside them.",
  ),
  own: described(
    z.array(path()).default([]),
    "What else at the top of its directory is its own, and never copied from a user.",
  ),
  reserved: described(
    z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)).default([]),
    "Variables beside `directory.variable` that would lead it past its configuration; the isolation unsets them.",
  ),
  policy: maybe(
    z.record(
      z.string().regex(/^[A-Z][A-Za-z0-9]*$/),
      z.object({
        value: described(
          z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]),
          "In systemd's spelling: one assignment takes the place of the policy's, and entries of a list stand beside those.",
        ),
        reason: described(z.string().min(1), "Why it is so: a sentence."),
        opens: maybe(
          z.string().min(1),
          "What becomes possible by it: a sentence, without which nothing may loosen the policy.",
        ),
        breaks: maybe(z.string().min(1), "What no longer works because of it."),
        since: maybe(z.int().min(1), "The first systemd release that has it; 257 unless given."),
      }),
    ),
    "What it adds to the isolation's policy or cannot live with, by systemd's property.",
  ),
  outside: maybe(
    z.object({
      settings: described(keys.default({}), "Merged into its settings, for each provider."),
      file: maybe(
        z.object({
          path: described(path(), "A further JSON file of its directory."),
          content: described(keys, "Merged over what the user has there, for each provider."),
        }),
        "A further file that it reads providers from.",
      ),
      environment: described(
        z.record(z.string(), z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), z.string())).default({}),
        "Variables, by the provider that each leads to.",
      ),
      environmentKey: maybe(
        z.string().min(1),
        "The key of its settings whose variables win over those of its environment: there they stand as well.",
      ),
      suffixes: described(
        z.record(z.string(), z.string()).default({}),
        "What it expects behind a provider's base URL, by the provider, where it is not nothing: `/v1`.",
      ),
      credentials: described(
        z
          .record(
            z.string().regex(/^([a-z][a-z0-9-]*|\*)$/),
            z.array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/)),
          )
          .default({}),
        "Variables from which it takes a credential and the provider's own clients do not, by the provider; of `*`, a credential of any. A session of any agent of the tree warns of one that is set beside a key outside.",
      ),
    }),
    "How it is led to a provider whose key stays outside of its sessions: `<provider>`, `<url>` and `<placeholder>` in keys and values stand for the provider's name, the address that takes its place, and what takes the key's.",
  ),
  examples: z.object({
    settings: described(keys.default({}), "An example of `settings`."),
    environment: described(keys.default({}), "An example of `environment`."),
  }),
});

const program = z.object({
  name: described(name, "Names its folders in the tree, and that of its facts in `schema/`."),
  title: maybe(z.string().min(1), "What people call it; the name unless given."),
  summary: maybe(z.string().min(1), "What its module is for, in a line of the reference."),
  option: maybe(z.array(component).min(1), "Where its options are; `programs.<name>` unless given."),
  package: maybe(
    z.string().regex(/^[A-Za-z_][A-Za-z0-9_'.-]*$/),
    "The attribute of nixpkgs that holds it; `null` installs nothing.",
  ),
  directory: z.object({
    default: described(path(), "Where the program keeps its configuration, relative to the home."),
    variable: maybe(
      z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/),
      "The environment variable that names another place.",
    ),
  }),
  files: described(z.record(component, file), "Its configuration files, by the option that holds each."),
  context: maybe(path(), "The file that holds instructions for an agent, such as `AGENTS.md`."),
  resources: described(
    z.record(component, resource).default({}),
    "What it reads a directory of, by the option that holds it.",
  ),
  mcp: maybe(
    z.object({
      file: described(
        z.string().min(1),
        "The option whose file holds the servers, or the path of a file of their own.",
      ),
      key: described(z.string().min(1), "The key that holds them."),
      strategy: described(z.enum(["link", "merge"]).default("link"), "What becomes of a file of their own."),
      atDefault: maybe(
        path(),
        "Where a file of their own lies below the home as long as the program's directory is the default one.",
      ),
      form: maybe(mcpForm, "How the program writes a server; as `programs.mcp.servers` does unless given."),
    }),
    "Where it reads MCP servers from.",
  ),
  agents: maybe(agents, "What becomes of a flake of agents that several programs share."),
  versions: described(
    z.record(z.string(), z.string()).default({}),
    "The program's own version by that of the package that its keys are from: what the one begins with, and the other in its place.",
  ),
  options: described(
    z.array(json()).default([]),
    "Options beside the standard ones, or in the place of those of the same name, in the form of nixsmith.json.",
  ),
  templates: described(
    z
      .record(z.string().regex(/^[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*$/), z.string().min(1).nullable())
      .default({}),
    "Files of the module by the template that makes each; `null` leaves a standard one out.",
  ),
  shared: described(
    z.array(z.string().regex(/^[A-Za-z0-9_-]+([./][A-Za-z0-9_-]+)*$/)).default([]),
    "What a `default.nix` of your own takes from `home-manager/shared` of the tree: files by their name there, such as `text.nix`.",
  ),
  module: maybe(path(), "A Nix module beside the declaration, which is imported with the program's own."),
  isolated: maybe(isolation, "The isolation runs it too, as an agent with a user of its own."),
});

const declaration = z.object({
  $schema: maybe(z.string(), "What editors check the file against."),
  maintainers: described(z.array(component).default([]), "Names in nixpkgs' list of maintainers."),
  programs: described(
    z.array(z.union([z.string().min(1), program])).min(1),
    "Programs that nixsmith brings, by name, and your own.",
  ),
});

/** The keys of a declaration. */
export const declarationOptions: readonly Option[] = optionsOf(declaration);
