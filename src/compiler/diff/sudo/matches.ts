import type { Change } from "../engine/change.js";
import type { Match } from "../engine/match.js";
import { broader } from "./broader.js";
import { parseSudoers } from "./parse.js";

/** The lines of sudoers(5) of one place, on both sides. */
interface Lines {
  readonly subject: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Where the sudo rules have become broader, or narrower: in what the tree says of them, and on hosts that Nix makes. */
export function sudoMatches({ tree, hosts }: Change, way: "broader" | "narrower"): readonly Match[] {
  const said =
    tree === undefined ? [] : [{ subject: "sudo rule", before: tree.base.sudo, after: tree.head.sudo }];
  const made = hosts.pairs.map(({ name, before, after }) => ({
    subject: `host ${name}: sudo rule`,
    before: before.sudoers,
    after: after.sudoers,
  }));
  return [...said, ...made].flatMap((lines) => sudoMatch(lines, way));
}

function sudoMatch({ subject, before, after }: Lines, way: "broader" | "narrower"): readonly Match[] {
  const [old, now] = [before.map(parseSudoers), after.map(parseSudoers)];
  const words = way === "broader" ? broader(old, now) : broader(now, old);
  if (words.length === 0) return [];
  const beyond = (lines: readonly string[], other: readonly string[]): string =>
    lines
      .filter((line) => !other.includes(line))
      .sort()
      .join("\n");
  const is = way === "broader" ? "is broader" : "is narrower by";
  return [
    {
      subject,
      message: `${is}: ${words.join("; ")}`,
      before: beyond(before, after),
      after: beyond(after, before),
    },
  ];
}
