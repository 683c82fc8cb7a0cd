import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/** The unified diff of one file of a tree. */
export function patchOf(path: string, before: string, after: string): string {
  return create(path, before, after, false);
}

/** The same without lines that differ in nothing but spaces, where there are others. */
export function briefPatchOf(path: string, before: string, after: string): string {
  const brief = create(path, before, after, true);
  return brief.includes("\n@@ ") ? brief : patchOf(path, before, after);
}

function create(path: string, before: string, after: string, ignoreWhitespace: boolean): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
    ignoreWhitespace,
  });
}
