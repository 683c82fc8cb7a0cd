import { dirname, resolve } from "node:path";
import { ImportError, MissingError } from "../loss.js";

let options: Promise<Readonly<Record<string, unknown>>> | undefined;

/** `.npmrc` files and `npm_config_…` variables, as `npm install` would take them. */
export function npmOptions(): Promise<Readonly<Record<string, unknown>>> {
  options ??= (async () => {
    const { default: Config } = await import("@npmcli/config");
    const { default: npm } = await import("@npmcli/config/lib/definitions/index.js");
    const npmPath = resolve(dirname(process.execPath), "../lib/node_modules/npm");
    const config = new Config({ ...npm, npmPath, argv: ["node", "npm"], warn: false });
    await config.load();
    return config.flat;
  })();
  return options;
}

// npm's own modules are loaded where a registry is read: a directory needs none of them.
export const npmClient = async () => (await import("pacote")).default;

/** Every version that the registry has, in its order: that of their publication. @throws ImportError without network */
export async function versionsOf(name: string): Promise<readonly string[]> {
  const { versions } = await asking(name, async () =>
    (await npmClient()).packument(name, await npmOptions()),
  );
  return Object.keys(versions);
}

const OFFLINE = new Set([
  "ENOTFOUND",
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "ETIMEDOUT",
  "ENETUNREACH",
  "ENOTCACHED",
]);
const MISSING = new Set(["E404", "ETARGET"]);

/** Asks the registry; what goes wrong is said in words. @throws ImportError */
export async function asking<T>(what: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw error instanceof ImportError ? error : explained(what, error);
  }
}

function explained(what: string, error: unknown): ImportError {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const message = error instanceof Error ? error.message : String(error);
  if (MISSING.has(code))
    return new MissingError(what, "the npm registry has no such version; `npm view` lists those it has");
  if (code === "EINTEGRITY")
    return new ImportError(
      what,
      "the tarball is not the one that the registry's integrity names; it was not used",
    );
  if (OFFLINE.has(code) || /network|socket/iu.test(message))
    return new ImportError(
      what,
      `the npm registry cannot be reached, and npm's cache does not have it (${code})`,
      {
        mend: "connect, or give a directory or a tarball of the package",
      },
    );
  return new ImportError(what, message);
}
