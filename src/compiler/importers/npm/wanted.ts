/** Which files of a package an importer reads, by their path in it. `package.json` is always read. */
export type Wanted = (path: string) => boolean;

/** The largest file that is a schema or declares types. */
export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Declarations of types. */
export const isDeclaration: Wanted = (path) => /\.d\.[cm]?ts$/u.test(path);

/** TypeScript of any kind, for packages that ship their sources. */
export const isTypescript: Wanted = (path) => /\.[cm]?tsx?$/u.test(path);

/** With the manifest, and without packages inside the package. */
export const ofPackage =
  (wanted: Wanted): Wanted =>
  (path) =>
    (path === "package.json" || wanted(path)) && !path.includes("node_modules/");
