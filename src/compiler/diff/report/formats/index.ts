import type { Colours } from "../../../../colours.js";
import type { formatNames } from "../../engine/names.js";
import type { Report } from "../report.js";
import { gitea, github } from "./annotations.js";
import { json } from "./json.js";
import { junit } from "./junit.js";
import { markdown } from "./markdown.js";
import { text } from "./text.js";

export type Format = (typeof formatNames)[number];

/** How a report can be written, by the name that `--format` takes. */
export const formats: Readonly<Record<Format, (report: Report, colours: Colours) => string>> = {
  text,
  markdown,
  json,
  github,
  gitea,
  junit,
};
