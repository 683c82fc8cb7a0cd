import type { Option } from "../ir/types.js";
import type { NixExpression } from "./expression.js";

/**
 * The description with what upstream says beside it: the program's own default is documented, and never written.
 * @param upstream what people call the program
 */
export function describe(
  { description, upstreamDefault, deprecated }: Option,
  upstream = "The program",
): string {
  const paragraphs = [
    description,
    ...(upstreamDefault === undefined
      ? []
      : [`${upstream}'s own default: \`${JSON.stringify(upstreamDefault)}\`.`]),
    ...(deprecated === undefined ? [] : [`Deprecated: ${deprecated}`]),
  ];
  return paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
}

/** Columns of a paragraph. Markdown takes a line break for a space, so that prose may be wrapped. */
const proseWidth = 80;

/** A description as a string that reads well in a file. */
export function prose(description: string): NixExpression {
  if (description.length <= proseWidth && !description.includes("\n"))
    return { kind: "string", value: description };
  return { kind: "text", value: `${description.split("\n").map(wrap).join("\n")}\n` };
}

function wrap(paragraph: string): string {
  const lines: string[] = [];
  for (const word of paragraph.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > proseWidth) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines.join("\n");
}
