import { isAbsolute, resolve } from "node:path";
import { ImportError } from "../loss.js";

/** Where a schema or a type is published. `part` is an exported type, or a JSON pointer into a schema. */
export type SourceSpec = NpmSpec | TarballSpec | FileSpec;

export interface NpmSpec {
  readonly kind: "npm";
  readonly package: string;
  /** One version, never a range or a tag: what is read has to be the same tomorrow. */
  readonly version: string;
  readonly path: string;
  readonly part?: string;
}

export interface TarballSpec {
  readonly kind: "tarball";
  /** The tarball, absolute. */
  readonly tarball: string;
  /** The file in it. */
  readonly path: string;
  readonly part?: string;
}

/** A file, which may lie in the directory of a package. */
export interface FileSpec {
  readonly kind: "file";
  /** Absolute. */
  readonly file: string;
  readonly part?: string;
}

const FORMS =
  "npm:NAME@VERSION/PATH, a tarball and the path in it (thing-1.2.3.tgz/PATH), or a file; each may end in #TYPE";

/**
 * A source as it is written on a command line or in a declaration.
 *
 * @param cwd what paths are relative to
 * @throws ImportError for what is no source
 */
export function parseSource(text: string, cwd: string): SourceSpec {
  if (text.startsWith("npm:")) return parseNpm(text);
  const { path, part } = splitPart(text);
  const tarball = /^(.+?\.(?:tgz|tar\.gz))(?:\/+(.*))?$/u.exec(path);
  if (path === "") throw new ImportError(text, "names no file", { expected: FORMS });
  if (tarball?.[1] === undefined) return { kind: "file", file: absolute(path, cwd), ...part };
  if (!tarball[2]) throw new ImportError(text, "names no file in the tarball", { expected: FORMS });
  return { kind: "tarball", tarball: absolute(tarball[1], cwd), path: normal(tarball[2]), ...part };
}

function parseNpm(text: string): NpmSpec {
  const [, name, path] = /^npm:((?:@[^/]+\/)?[^/]+)(?:\/(.*))?$/u.exec(text) ?? [];
  if (name === undefined) throw new ImportError(text, "names no package", { expected: FORMS });
  return npmSource(name, path ?? "", text);
}

/**
 * A file of a published package.
 *
 * @param spec `name@version`
 * @param place the path in the package, with `#Type` or `#/pointer` where it is not all of the file
 * @throws ImportError for a name that npm does not allow, for a range or a tag, and without a path
 */
export function npmSource(spec: string, place: string, written = `npm:${spec}/${place}`): NpmSpec {
  const [, name, version] = /^((?:@[^/@]+\/)?[^/@]+)(?:@(.*))?$/u.exec(spec) ?? [];
  if (name === undefined || !NAME.test(name))
    throw new ImportError(written, `${JSON.stringify(spec)} is no name of an npm package`, {
      expected: "NAME@VERSION, such as knip@6.42.1",
    });
  if (version === undefined || !VERSION.test(version))
    throw new ImportError(written, version ? `"${version}" is not one version` : "names no version", {
      expected: "one version: what is imported has to be the same tomorrow",
      mend: `npm view ${name} version prints the newest`,
    });
  const { path, part } = splitPart(place);
  if (path === "") throw new ImportError(written, "names no file in the package", { expected: FORMS });
  return { kind: "npm", package: name, version, path: normal(path), ...part };
}

/** Names that the registry has, with those that it gave before it asked for small letters (validate-npm-package-name). */
const NAME = /^(?:@[\w.~-]+\/)?(?![._])[\w.~-]+$/u;
/** A version of SemVer 2.0.0. */
const VERSION = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/u;

/** `FILE#PART`. A file name may hold the sign before its last; a type or pointer does not. */
function splitPart(text: string): { readonly path: string; readonly part: { readonly part?: string } } {
  const at = text.lastIndexOf("#");
  if (at < 0 || at === text.length - 1) return { path: at < 0 ? text : text.slice(0, at), part: {} };
  return { path: text.slice(0, at), part: { part: text.slice(at + 1) } };
}

/** A path in a package, without what leads nowhere. */
const normal = (path: string): string =>
  path
    .split("/")
    .filter((step) => step !== "" && step !== ".")
    .join("/");

const absolute = (path: string, cwd: string): string => (isAbsolute(path) ? path : resolve(cwd, path));
