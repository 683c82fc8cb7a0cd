import * as z from "zod";
import { data, option } from "../../compiler/frontends/zod.js";

const sync = z.object({
  auth: option(z.enum(["never", "if-missing", "newer"]).default("never"), {
    protects: ["never", "if-missing", "newer"],
    description:
      "Whether the user's `@credentials@` is copied. Two copies of a rotating OAuth token invalidate each other, hence `never`; `if-missing` copies it once, `newer` whenever the host's file is the newer one.",
  }),
  maxBytes: option(
    z
      .int()
      .min(1)
      .default(64 * 1024 * 1024),
    { protects: "smaller", description: "Most bytes copied, all files together." },
  ),
  maxFiles: option(z.int().min(1).default(5000), { protects: "smaller", description: "Most files copied." }),
  maxDepth: option(z.int().min(1).max(64).default(16), {
    protects: "smaller",
    description: "Deepest directory level copied.",
  }),
  overflow: option(z.enum(["refuse", "truncate"]).default("refuse"), {
    protects: ["refuse", "truncate"],
    description:
      "What to do with a configuration beyond these limits: refuse to start, or leave out what exceeds them, with a warning.",
  }),
});

/** One entry of `hostUsers`. */
export const hostUsers = z.object({
  projectRoots: option(z.array(z.string()), {
    protects: "subset",
    description:
      "Directories below which the user may start the agent: absolute, or below the user's home with a leading `~/`. The home itself and `/` are refused.",
    example: data(["~/p", "~/work/private"]),
  }),
  configPath: option(z.string().nullable().default(null), {
    protects: "same",
    description:
      "Where this user keeps @title@'s configuration, relative to the home. `null` means `wrapper.hostConfigPath`.",
    example: data("@directory@"),
  }),
  exposure: option(z.enum(["project", "root"]).default("project"), {
    protects: ["project", "root"],
    description:
      "What the agent sees: `project` is the nearest directory upwards that holds `.git`, or else the current one; `root` is the whole project root that the current directory lies in.",
  }),
  sync,
});
