/** A project root made absolute: `~` is the home, and `.` and empty components say nothing. */
export function absoluteRoot(root: string, home: string): string {
  return normalize(root === "~" || root.startsWith("~/") ? home + root.slice(1) : root);
}

export function normalize(path: string): string {
  return `/${path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/")}`;
}

export function hasParent(path: string): boolean {
  return path.split("/").includes("..");
}

/** Whether a path is a directory or lies below it; `/a-evil` is not below `/a`. */
export function isBelow(directory: string, path: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}
