import type { ReleaseReader } from "../../../src/compiler/importers/refresh.js";
import { importPi } from "./import.js";
import { versionBefore } from "./versions.js";

export const releases: ReleaseReader = { read: importPi, before: versionBefore };
