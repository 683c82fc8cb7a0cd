import { beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { printNix } from "../../src/compiler/nix/print.js";
import { evaluateHosts, host, resultOf } from "./hosts.js";

/** Names that mean something else than a user to sudoers, the shell, Nix, systemd or a terminal. */
const names = [
  "ALL",
  "%wheel",
  "#0",
  "+netgroup",
  "!alice",
  "alice,bob",
  "alice bob",
  "alice ALL=(ALL) NOPASSWD: ALL #",
  "alice\nALL ALL=(ALL) NOPASSWD: ALL",
  "$(id)",
  `\${builtins.abort "code"}`,
  "'; id; '",
  "alice\\",
  "--option",
  "../alice",
  "",
];

const hostUser = (name: string): string => {
  const quoted = printNix({ kind: "string", value: name });
  // A user that exists, so that nothing but the name itself can be refused.
  return host(`{hostUsers.\${${quoted}}.projectRoots = ["/srv/p"];}`, `{users.users.\${${quoted}} = {};}`);
};

let outcomes: Record<string, Outcome>;
beforeAll(async () => {
  const modules = Object.fromEntries([...names, "alice"].map((name) => [name, hostUser(name)]));
  outcomes = await evaluateHosts(modules, "host: host.config.security.sudo.configFile");
});

describe("a host user's name", () => {
  it("that is one becomes the rule's user", () => {
    expect(resultOf(outcomes.alice)).toMatch(/^alice {5}ALL=\(root\) {4}NOPASSWD: \/nix\/store\/\S+ ""$/m);
  });

  it.each(names)("%j is refused by its type", (name) => {
    const outcome = outcomes[name];
    const message = outcome?.ok === false ? outcome.error.message : "it was accepted";
    expect(message).toContain("A definition for option `m3ta.pi-agent.hostUsers' is not of type");
  });
});
