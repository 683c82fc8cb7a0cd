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

const messageOf = (outcome: Outcome | undefined): string =>
  outcome?.ok === false ? outcome.error.message : "it was accepted";

describe("a host user's name", () => {
  it("that is one becomes the rule's user", () => {
    expect(resultOf(outcomes.alice)).toMatch(/^alice {5}ALL=\(root\) {4}NOPASSWD: \/nix\/store\/\S+ ""$/m);
  });

  it.each(names)("%j is refused by its type, which says the name and the rule", (name) => {
    expect(messageOf(outcomes[name])).toMatch(
      /^The option `m3ta\.pi-agent\.hostUsers\.[\s\S]*' has a name that is none: expected one that matches \[a-z_\]\[a-z0-9\._-\]\{0,30\}$/,
    );
  });
});

const others: readonly (readonly [option: string, bad: string, value: string, rule: string])[] = [
  ["hostUsers", "Bob.X", '{projectRoots = ["~/p"];}', "[a-z_][a-z0-9._-]{0,30}"],
  ["environment", "PI-TELE", '"0"', "[A-Za-z_][A-Za-z0-9_]*"],
  ["hardening.extraProperties", "protectClock", "true", "[A-Z][A-Za-z0-9]*"],
];

describe("a name in an attribute set that is none", () => {
  it.each(others)("of %s is named with the rule that it breaks", async (option, bad, value, rule) => {
    const module = host(`{${option}."${bad}" = ${value};}`);
    const found = await evaluateHosts(
      { module },
      `host: builtins.deepSeq host.config.m3ta.pi-agent.${option} true`,
    );
    const shown = /[.-]/.test(bad) && bad !== "PI-TELE" ? `"${bad}"` : bad;
    expect(messageOf(found.module)).toBe(
      `The option \`m3ta.pi-agent.${option}.${shown}' has a name that is none: expected one that matches ${rule}`,
    );
  });
});
