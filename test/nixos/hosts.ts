import { join } from "node:path";
import type { Json } from "../../src/compiler/ir/types.js";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { packageRoot } from "../../src/root.js";

/**
 * Evaluates NixOS configurations with the emitted module, all in one Nix process.
 * @param modules name to Nix module source
 * @param select Nix function from the evaluated host (see test/nixos-stubs/eval.nix) to what is wanted of it
 */
export async function evaluateHosts(
  modules: Readonly<Record<string, string>>,
  select: string,
): Promise<Record<string, Outcome>> {
  const library = await findLibrary();
  const expressions = Object.entries(modules).map(([name, module]) => {
    const host = `import ${join(packageRoot, "test/nixos-stubs/eval.nix")} {
      lib = import ${library.path};
      modules = [${join(packageRoot, "modules/nixos/pi-agent")} (${module})];
    }`;
    return [name, `(${select}) (${host})`];
  });
  return evaluateMany(Object.fromEntries(expressions));
}

/** The value of an outcome that has to be one. */
export function resultOf(outcome: Outcome | undefined): Json {
  if (outcome === undefined) throw new Error("there is no such outcome");
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

/** A host whose users exist and that has nothing to object to; `piAgent` is merged over it. */
export const host = (piAgent: string, rest = "{}"): string => `{lib, ...}: {
  imports = [{m3ta.pi-agent = ${piAgent};} (${rest})];
  users.users = lib.genAttrs ["m3tam3re" "alice"] (name: {isNormalUser = true; home = "/home/\${name}";});
  m3ta.pi-agent.enable = true;
}`;
