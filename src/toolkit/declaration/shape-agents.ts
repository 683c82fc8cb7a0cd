import * as z from "zod";
import { described, maybe } from "./described.js";

const names = z.array(z.string().min(1));

const field = z.object({
  key: maybe(z.string().min(1), "The key of the front matter that it becomes."),
  form: maybe(
    z.union([
      z.enum(["line", "list"]),
      z.object({ provider: described(z.string(), "The one that it has.") }),
    ]),
    "How the key is written: as one line, as a list with commas, or as a model without its provider.",
  ),
  prompt: maybe(z.string(), "What the prompt says of it, with `<value>` for it."),
  silent: described(z.boolean().default(false), "Whether it is carried in another way."),
  lost: maybe(z.string(), "Why it cannot be carried."),
  of: maybe(z.array(z.string()), "The values that cannot be."),
});

const rights = z.object({
  kind: described(
    z.enum(["ordered", "listed"]),
    "`ordered`: a map from patterns to actions of each agent, of which the last match wins. `listed`: lists of rules of a session, of which the strictest wins, and lists of tools of each agent.",
  ),
  key: maybe(z.string(), "Of `ordered`: the key of the front matter."),
  whole: maybe(names, "Of `ordered`: permissions that take one action alone."),
  allowed: maybe(z.string(), "Of `listed`: the key of an agent's tools."),
  denied: maybe(z.string(), "Of `listed`: the key of those that it is not to have."),
  lists: maybe(names, "Of `listed`: the settings' path of the lists, which are named after the actions."),
  paths: maybe(names, "Of `listed`: permissions that take a pattern of a path."),
  commands: maybe(names, "Of `listed`: permissions that take a pattern of a command."),
  directories: maybe(
    z.object({
      permission: described(z.string(), "The permission."),
      key: described(z.string(), "The key of its list."),
    }),
    "Of `listed`: the permission whose allowed directories are a list of their own.",
  ),
});

/** What a declaration says of agents. */
export const agents = z.object({
  path: described(
    z.string().regex(/^[^/\n][^\n]*<name>[^\n]*$/),
    "Where an agent's file lies below the program's directory, with `<name>` for its slug.",
  ),
  fields: described(z.record(z.string(), field), "What each field of an agent becomes."),
  tools: described(
    z.record(z.string(), names),
    "The program's tools by each name that an agent may give to one.",
  ),
  rights: described(rights, "How the program takes an agent's tools and permissions."),
  session: described(
    z.object({
      file: described(z.string(), "The option whose file holds it."),
      key: described(z.string(), "The key."),
      name: described(z.enum(["name", "slug"]).default("slug"), "What it names the agent by."),
    }),
    "The settings' key that names the agent a session begins with.",
  ),
  directories: described(
    z.record(z.string(), z.string()).default({}),
    "Where the flake's other directories go: the option of the resource that takes their Markdown.",
  ),
});
