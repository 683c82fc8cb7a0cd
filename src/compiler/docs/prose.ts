/** A stretch of a description: plain words, code, or the name of a manual page such as `systemd.exec(5)`. */
export interface Stretch {
  readonly kind: "text" | "code" | "manpage";
  readonly text: string;
}

const marked = /\{manpage\}`([^`]+)`|`([^`]+)`/;

/**
 * A description's paragraphs. Descriptions keep to what nixpkgs' Markdown and every format of ours can say: paragraphs,
 * code, and the role `{manpage}`.
 */
export function paragraphs(description: string): readonly (readonly Stretch[])[] {
  return description
    .trim()
    .split(/\n{2,}/)
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => stretches(paragraph.replaceAll("\n", " ")));
}

function stretches(paragraph: string): readonly Stretch[] {
  // Splitting by a pattern with two groups gives text, manual page or nothing, code or nothing, text and so on.
  return paragraph.split(marked).flatMap((text, index): readonly Stretch[] => {
    if (text === undefined || text === "") return [];
    return [{ kind: index % 3 === 0 ? "text" : index % 3 === 1 ? "manpage" : "code", text }];
  });
}
