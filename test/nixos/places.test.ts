import { expect, it } from "vitest";
import type { Outcome } from "../../src/compiler/nix/evaluate.js";
import { sharedDirectories, systemTrees } from "../../src/isolation/policy/system.js";
import { size } from "../support/long.js";
import { evaluateHosts, host } from "./hosts.js";

// The state's directory is root's alone, so that no place that anybody else needs may become it, by whatever spelling.

const forbidden = [
  "/",
  "/home",
  "/home/alice",
  "/home/alice/state",
  "/root",
  ...sharedDirectories,
  ...systemTrees,
  ...systemTrees.map((tree) => `${tree}/below`),
];
const spellings: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => `${path}/`,
  (path) => `${path}/.`,
  (path) => `/.${path}`,
  (path) => path.replaceAll("/", "//"),
  (path) => `${path}/below/..`,
  (path) => `/var/lib/../..${path}`,
  (path) => `/var/lib/pi-agent/../../..${path}`,
];
const all = [...new Set(forbidden.flatMap((path) => spellings.map((spell) => spell(path))))];
/** Every so many of them; five and the eight spellings have no divisor in common, so that each spelling is among them. */
const step = size({ part: 5, whole: 1 });
const places = all.filter((_, index) => index % step === 0);

const given = (paths: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    paths.map((path) => [
      path,
      host(`{stateDir = ${JSON.stringify(path)}; hostUsers.alice.projectRoots = ["~/p"];}`),
    ]),
  );

/** What is said against a host, by an assertion or by a type. */
const said = (outcome: Outcome | undefined): string => {
  if (outcome === undefined) return "";
  return outcome.ok ? JSON.stringify(outcome.value) : outcome.error.message;
};

it("is refused for the state, and by the option's name, however it is spelt", async () => {
  const outcomes = await evaluateHosts(given(places), "host: host.failedAssertions");
  expect(places.filter((path) => !said(outcomes[path]).includes("m3ta.pi-agent.stateDir"))).toEqual([]);
});

it("is taken where it is nobody's", async () => {
  const free = ["/var/lib/pi-agent", "/srv/agents/pi", "/persist/pi-agent", "/var/lib/pi..agent"];
  const outcomes = await evaluateHosts(given(free), "host: host.failedAssertions");
  expect(free.map((path) => said(outcomes[path]))).toEqual(free.map(() => "[]"));
});
