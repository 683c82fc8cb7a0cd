import { join } from "node:path";
import { type HostFile, loadHost } from "../../isolation/host/load.js";
import type { HostOptions } from "../../isolation/options/host.js";
import { packageRoot } from "../../root.js";

const file = "m3-kratos.yaml";

/** The guide's host. @param options of the program that it runs @throws {HostFileError} where that takes other keys */
export const guideHost = (options: HostOptions): HostFile =>
  loadHost(join(packageRoot, "examples/hosts", file), file, options);
