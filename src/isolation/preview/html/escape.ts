import { renderTemplate } from "../../../compiler/template.js";
import { mapStrings } from "../strings.js";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for elements and quoted attributes. Control characters have no place in either, nor do marks that reorder text. */
function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(
      /(?!\n)[\p{Cc}\p{Bidi_Control}]/gu,
      (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}

/**
 * Renders a template of `templates/preview`.
 * @param view text and data, all of it escaped here
 * @param parts markup that comes out of this function
 */
export function renderMarkup(
  name: string,
  view: Readonly<Record<string, unknown>>,
  parts: Readonly<Record<string, string | readonly string[]>> = {},
): string {
  return renderTemplate(`preview/${name}`, { ...mapStrings(view, escapeHtml), ...parts });
}
