import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";
import type { Comparison } from "./compare.js";

/**
 * The unified diff from what is there to what should be, or nothing for a fresh file; `patch -p1` takes it.
 * @param directory the output directory as the diff shall name it
 */
export function unifiedDiff(directory: string, { path, status, current, wanted }: Comparison): string {
  if (status === "fresh") return "";
  const name = directory === "" || directory === "." ? path : `${directory}/${path}`;
  const before = status === "missing" ? "/dev/null" : `a/${name}`;
  const after = status === "orphan" ? "/dev/null" : `b/${name}`;
  return createTwoFilesPatch(before, after, current, wanted, undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
  });
}
