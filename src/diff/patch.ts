import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

/** The unified diff of one file of a tree. */
export function patchOf(path: string, before: string, after: string): string {
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
  });
}
