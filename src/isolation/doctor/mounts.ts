import { isBelow } from "../render/paths.js";

export interface Mount {
  readonly target: string;
  readonly type: string;
}

/** Lines of /proc/self/mountinfo, proc_pid_mountinfo(5); blanks in paths are octal there. */
export function readMounts(lines: readonly string[]): readonly Mount[] {
  return lines.flatMap((line) => {
    const [before = "", after = ""] = line.split(" - ");
    const target = before.split(" ")[4];
    const [type] = after.split(" ");
    return target === undefined || type === undefined ? [] : [{ target: unescaped(target), type }];
  });
}

const unescaped = (path: string): string =>
  path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** The mount that a path lies on: the longest target above it, of equals the one mounted last. Touches no path. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | undefined {
  const above = mounts.filter(({ target }) => target === "/" || isBelow(target, path));
  return above.reduce<Mount | undefined>(
    (best, one) => (best === undefined || one.target.length >= best.target.length ? one : best),
    undefined,
  );
}
