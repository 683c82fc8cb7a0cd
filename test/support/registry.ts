import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { create } from "tar";
import { packageRoot } from "../../src/root.js";

/** Files by their path, of each version, of each package. */
export type Packages = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

/** What a command left behind. */
export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** An npm registry on the loopback. */
export interface Registry {
  /** Paths that were asked for since the last command began. */
  readonly requests: () => readonly string[];
  /** Runs the built nixsmith in an empty directory, with this registry as npm's and a cache of its own. */
  readonly nixsmith: (argv: readonly string[], config?: string) => Promise<Ended>;
  readonly close: () => Promise<void>;
}

/** Starts a registry that has these packages and no others. */
export async function serve(packages: Packages): Promise<Registry> {
  const scratch = await mkdtemp(join(tmpdir(), "registry-"));
  const tarballs = new Map<string, Buffer>();
  for (const [name, versions] of Object.entries(packages))
    for (const [version, files] of Object.entries(versions))
      tarballs.set(`${name}@${version}`, await packed(join(scratch, "packages", name, version), files));
  const asked: string[] = [];
  let url = "";
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/").slice(1);
    asked.push(path);
    const tarball = tarballs.get(path.replace(/\.tgz$/u, ""));
    if (tarball !== undefined) return response.end(tarball);
    const versions = packages[path];
    if (versions === undefined) return response.writeHead(404).end("{}");
    const manifests = Object.entries(versions).map(([version, files]) => [
      version,
      {
        ...JSON.parse(files["package.json"] ?? "{}"),
        name: path,
        version,
        dist: {
          tarball: `${url}${path}@${version}.tgz`,
          integrity: integrityOf(tarballs.get(`${path}@${version}`)),
        },
      },
    ]);
    const latest = Object.keys(versions).at(-1);
    return response.end(
      JSON.stringify({ name: path, "dist-tags": { latest }, versions: Object.fromEntries(manifests) }),
    );
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const work = join(scratch, "work");
  await mkdir(work);
  return {
    requests: () => asked,
    nixsmith: async (argv, config = "") => {
      asked.length = 0;
      const npmrc = join(scratch, "npmrc");
      await writeFile(
        npmrc,
        `registry=${url}\ncache=${join(scratch, "cache")}\nfetch-retries=0\n${config}\n`,
      );
      const main = join(packageRoot, "dist/src/toolkit/cli/main.js");
      const { exitCode, stdout, stderr } = await execa(process.execPath, [main, ...argv], {
        cwd: work,
        env: { PATH: process.env.PATH ?? "", HOME: scratch, NPM_CONFIG_USERCONFIG: npmrc },
        extendEnv: false,
        reject: false,
      });
      return { status: exitCode ?? -1, out: stdout, err: stderr };
    },
    close: async () => {
      server.close();
      await rm(scratch, { recursive: true });
    },
  };
}

/** A package as npm packs it. */
async function packed(directory: string, files: Readonly<Record<string, string>>): Promise<Buffer> {
  for (const [path, text] of Object.entries(files)) {
    const file = join(directory, "package", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await create({ gzip: true, file: join(directory, "it.tgz"), cwd: directory }, ["package"]);
  return readFile(join(directory, "it.tgz"));
}

/** Subresource Integrity, as the registry writes it. */
const integrityOf = (bytes: Buffer | undefined): string =>
  `sha512-${createHash("sha512")
    .update(bytes ?? "")
    .digest("base64")}`;
