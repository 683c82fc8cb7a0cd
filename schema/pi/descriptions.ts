/** Our own words on options, by their path in the option tree (`packages[].source`, `#Definition.key`). */
export type Descriptions = Readonly<Record<string, string>>;

/** The same descriptions below a path. */
export const under = (path: string, texts: Descriptions): Descriptions =>
  Object.fromEntries(Object.entries(texts).map(([key, text]) => [`${path}.${key}`, text]));
