/** The same data with every string in it changed; meant for escapes, which leave the plain words of unions as they are. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  const map = (one: unknown): unknown => {
    if (typeof one === "string") return change(one);
    if (Array.isArray(one)) return one.map(map);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, member]) => [name, map(member)]));
  };
  return map(value) as T;
}
