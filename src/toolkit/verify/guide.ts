import { join } from "node:path";
import { packageRoot } from "../../root.js";

/** The host file of the guide's host. */
export const guideHost = join(packageRoot, "examples/hosts/m3-kratos.yaml");
