import { createHash } from "node:crypto";
import { paragraphs, type Stretch } from "./prose.js";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as HTML, for content and for quoted attributes. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** Where code that names an option leads, if anywhere: the option's id. */
export type Resolve = (code: string) => string | undefined;

/** The address of an element of the same page. */
export const fragment = (id: string): string => `#${encodeURIComponent(id)}`;

/** A description's paragraphs, each as the content of a `<p>`. */
export function proseHtml(description: string, resolve: Resolve): readonly string[] {
  return paragraphs(description).map((words) => words.map((words) => stretch(words, resolve)).join(""));
}

function stretch({ kind, text }: Stretch, resolve: Resolve): string {
  switch (kind) {
    case "text":
      return escapeHtml(text);
    case "manpage":
      return `<cite>${escapeHtml(text)}</cite>`;
    case "code": {
      const target = resolve(text);
      const code = `<code>${escapeHtml(text)}</code>`;
      return target === undefined ? code : `<a href="${fragment(target)}">${code}</a>`;
    }
  }
}

/** The first paragraph in plain words. */
export const brief = (description: string): string =>
  escapeHtml((paragraphs(description)[0] ?? []).map(({ text }) => text).join(""));

/** What a Content-Security-Policy calls an inline script or style. */
export const sourceHash = (source: string): string =>
  `'sha256-${createHash("sha256").update(source).digest("base64")}'`;
