import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { retiredSettings } from "../../schema/pi/retired.js";
import { evaluateMany, type Outcome } from "../../src/compiler/nix/evaluate.js";
import { findLibrary } from "../../src/compiler/nix/library.js";
import { packageRoot } from "../../src/root.js";
import { retiredMessage } from "../../src/toolkit/declaration/resolve.js";
import { evaluateHosts, host, resultOf } from "./hosts.js";

const queueMode = retiredMessage("pi", retiredSettings.queueMode ?? {});

/** A home whose `coding.agents.pi` is the given set. */
async function home(pi: string): Promise<Outcome | undefined> {
  const { path } = await findLibrary();
  const outcomes = await evaluateMany({
    home: `(import ${join(packageRoot, "test/home-manager-stubs/eval.nix")} {
      lib = import ${path};
      modules = [${join(packageRoot, "modules/home-manager/pi")} {coding.agents.pi = {enable = true;} // ${pi};}];
    }).warnings`,
  });
  return outcomes.home;
}

describe("a key that pi has given up is warned of, with the one that stands in for it", () => {
  let hosts: Record<string, Outcome>;
  beforeAll(async () => {
    const users = 'hostUsers.alice.projectRoots = ["~/p"];';
    const hostWith = (settings: string): string => host(`{${users} settings = ${settings};}`);
    hosts = await evaluateHosts(
      {
        typed: hostWith('{queueMode = "all";}'),
        nested: hostWith("{retry.maxDelayMs = 1000;}"),
        untyped: hostWith("{hookTimeout = 5;}"),
        current: hostWith('{steeringMode = "all"; retry.enabled = true;}'),
      },
      "host: host.warnings",
    );
  });

  it.each([
    ["typed", [`m3ta.pi-agent.settings.queueMode: ${queueMode}`]],
    ["nested", ["m3ta.pi-agent.settings.retry.maxDelayMs: pi calls it retry.provider.maxRetryDelayMs now"]],
    ["untyped", ["m3ta.pi-agent.settings.hookTimeout: pi no longer reads it: extensions have no time limit"]],
    ["current", []],
  ])("on the host: %s", (name, want) => {
    expect(resultOf(hosts[name])).toEqual(want);
  });

  it("at home, in the settings and in the key bindings", async () => {
    const outcome = await home('{settings.queueMode = "all"; keybindings.cursorUp = "up";}');
    expect(resultOf(outcome)).toEqual([
      "coding.agents.pi.keybindings.cursorUp: pi calls it tui.editor.cursorUp now",
      `coding.agents.pi.settings.queueMode: ${queueMode}`,
    ]);
  });
});
