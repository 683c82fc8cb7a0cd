import * as z from "zod";
import { json, path } from "../../../src/compiler/frontends/vocabulary.js";
import { data, expression, option } from "../../../src/compiler/frontends/zod.js";
import { entryName, relativePath, textOrFile } from "./names.js";

/** The options of `coding.agents.pi` that fill a directory below pi's configuration. */

const externalSkills = z.object({
  src: option(path(), {
    protects: "same",
    description: "Repository that holds the skills, such as a flake input.",
    example: expression("inputs.skills-anthropic"),
  }),
  skillsDir: option(relativePath.default("skills"), {
    protects: "same",
    description: "Directory in the repository with one directory for each skill.",
    example: data("packages/skills"),
  }),
  selectSkills: option(z.array(entryName).nullable().default(null), {
    protects: "same",
    description: "Skills to take, by name. `null` takes all.",
    example: data(["pdf", "xlsx"]),
  }),
});

export const resources = {
  skills: option(z.record(entryName, textOrFile()).default({}), {
    protects: "subset",
    description:
      "Skills of your own: the text of a `SKILL.md`, or a path to one or to the directory that holds it. Those of `agentsInput` are added where its `skills` directory has any.",
    example: expression(
      '{\n  commit = ./skills/commit;\n  tone = "---\\nname: tone\\ndescription: How to write here\\n---\\nPlainly.\\n";\n}',
    ),
  }),
  externalSkills: option(z.record(z.string(), externalSkills).default({}), {
    protects: "subset",
    description:
      "Skills from other repositories, composed by `lib.mkSkills` of `agentsInput` where it has that. Of two skills with one name, that of `agentsInput` wins, then that of the source whose name sorts first.",
    example: expression(
      '{\n  anthropic = {\n    src = inputs.skills-anthropic;\n    selectSkills = ["pdf"];\n  };\n}',
    ),
  }),
  prompts: option(z.record(entryName, textOrFile()).default({}), {
    protects: "subset",
    description: "Prompt templates, written to `prompts/<name>.md` and called as `/<name>`.",
    example: data({ review: "---\ndescription: Review staged changes\n---\nReview the staged changes.\n" }),
  }),
  themes: option(z.record(entryName, z.union([path(), z.record(z.string(), json())])).default({}), {
    protects: "nothing",
    description:
      "Themes, written to `themes/<name>.json`: their content, or a path to the file. Content without a `name` gets that of the attribute.",
    example: data({ dusk: { vars: { ink: "#d0d0d0" }, colors: { text: "ink" } } }),
  }),
  extensions: option(z.record(entryName, textOrFile()).default({}), {
    protects: "subset",
    description:
      "Extensions, by their name in `extensions/`: a file whose name ends in `.ts` or `.js`, or a directory with an `index.ts`, `index.js` or `package.json`.",
    example: expression('{\n  "notify.ts" = ./notify.ts;\n  subagent = ./subagent;\n}'),
  }),
};
