/** The first number of a program's `--version`, with its minor one: `[6, 12]`. */
export function versionIn(text: string): readonly [number, number] | undefined {
  const [, major, minor = "0"] = /(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor)];
}

export function isAtLeast(
  [major, minor]: readonly [number, number],
  [least, lesser]: readonly [number, number],
): boolean {
  return major > least || (major === least && minor >= lesser);
}
