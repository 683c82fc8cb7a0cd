import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import pacote from "pacote";
import { npmOptions } from "../../src/compiler/importers/npm/client.js";

/** An npm package, unpacked once for all tests of this user. @param spec name and exact version */
export async function unpacked(spec: string): Promise<string> {
  const directory = join(homedir(), ".cache/nixsmith/packages", spec);
  if (existsSync(directory)) return directory;
  await mkdir(dirname(directory), { recursive: true });
  const work = await mkdtemp(`${directory}-`);
  await pacote.extract(spec, work, { ...(await npmOptions()), preferOffline: true });
  await rename(work, directory).catch(() => rm(work, { recursive: true }));
  return directory;
}
