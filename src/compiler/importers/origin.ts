/** Where facts come from: an npm package as the registry names it. */
export interface Source {
  readonly package: string;
  readonly version: string;
  /** Subresource integrity of the tarball, such as `sha512-…`; of a directory, with `directory-` before it. */
  readonly integrity: string;
  /** The file in the package, where there is one. */
  readonly path?: string;
  /** The exported type, or the JSON pointer of the schema in the file, where it is not all of it. */
  readonly part?: string;
}

/** A file that belongs to no package. */
export interface FileSource {
  /** Its name; where it lies is the affair of whoever keeps it. */
  readonly file: string;
  /** Subresource integrity of the file. */
  readonly integrity: string;
  readonly part?: string;
}

export type Origin = Source | FileSource;

/** Where facts come from, in words for people: `knip 6.42.1, schema.json (sha512-…)`. */
export function originText(origin: Origin): string {
  const part = origin.part === undefined ? "" : `#${origin.part}`;
  if ("file" in origin) return `${origin.file}${part} (${origin.integrity})`;
  const path = origin.path === undefined ? "" : `, ${origin.path}${part}`;
  return `${origin.package} ${origin.version}${path} (${origin.integrity})`;
}
