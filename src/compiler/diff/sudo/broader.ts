import type { SudoRule } from "./parse.js";

type Line = SudoRule | string;

/** What the lines of `after` allow beyond those of `before`, in words; nothing where they allow no more. */
export function broader(before: readonly Line[], after: readonly Line[]): readonly string[] {
  // Sorted, so that of two rules that are equally near the same one counts whatever their order.
  const olds = before.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  const words = after.flatMap((line) => (typeof line === "string" ? unread(olds, line) : beyond(olds, line)));
  return [...new Set([...words, ...gone(olds, after)])].sort();
}

/** A line that is gone and that nobody can read may have forbidden something: a command with `!`, or by a default. */
const gone = (before: readonly Line[], after: readonly Line[]): readonly string[] =>
  before.flatMap((line) =>
    typeof line === "string" && !after.includes(line)
      ? [`perhaps, by a line that cannot be judged: ${line}`]
      : [],
  );

const unread = (olds: readonly Line[], line: string): readonly string[] =>
  olds.includes(line) ? [] : [`another rule: ${line}`];

/** What a rule allows beyond that of the old ones which is nearest to it. */
function beyond(olds: readonly Line[], rule: SudoRule): readonly string[] {
  const excesses = olds.flatMap((old) => (typeof old === "string" ? [] : [excess(old, rule)]));
  return excesses.reduce(
    (best, one) => (one.length < best.length || one.length === 0 ? one : best),
    [`another rule: ${rule.user} may run ${rule.command} as ${rule.runAs}`, ...rule.tags],
  );
}

/** What one rule allows beyond another. */
function excess(old: SudoRule, rule: SudoRule): readonly string[] {
  const wider = (was: string, is: string): boolean => was !== is && was !== "ALL";
  return [
    ...(wider(old.user, rule.user) ? [`user ${rule.user}`] : []),
    ...(wider(old.host, rule.host) ? [`host ${rule.host}`] : []),
    ...(wider(old.runAs, rule.runAs) ? [`as ${rule.runAs}`] : []),
    ...tagPairs.flatMap((pair) => tagExcess(pair, old, rule)),
    ...(wider(old.command, rule.command) && !matches(old.command, rule.command)
      ? [`${wildcard(rule.command)}command ${rule.command}`]
      : []),
    ...(old.arguments !== undefined && old.arguments !== rule.arguments
      ? [`${wildcard(rule.arguments ?? "")}arguments: ${argumentsText(rule)}`]
      : []),
  ];
}

const wildcard = (text: string): string => (/[*?[]/.test(text) ? "wildcard in the " : "");

/** Whether a command is one of those that `*` and `?` of another stand for; neither stands for a slash. */
function matches(pattern: string, command: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  return wildcard(command) === "" && new RegExp(`^${expression}$`).test(command);
}

function argumentsText(rule: SudoRule): string {
  if (rule.arguments === undefined) return "any";
  return rule.arguments === '""' ? "none" : rule.arguments;
}

/** sudoers(5), "Tag_Spec": what permits more, and what less, than the host's defaults. */
const tagPairs = [
  { permits: "NOPASSWD", confines: "PASSWD" },
  { permits: "SETENV", confines: "NOSETENV" },
  { permits: "EXEC", confines: "NOEXEC" },
  { permits: "FOLLOW", confines: "NOFOLLOW" },
  { permits: "NOINTERCEPT", confines: "INTERCEPT" },
  { permits: "NOLOG_INPUT", confines: "LOG_INPUT" },
  { permits: "NOLOG_OUTPUT", confines: "LOG_OUTPUT" },
  { permits: "NOMAIL", confines: "MAIL" },
] as const;

function tagExcess(
  { permits, confines }: (typeof tagPairs)[number],
  old: SudoRule,
  rule: SudoRule,
): readonly string[] {
  const [was, is] = [old, rule].map(({ tags }) =>
    tags.findLast((tag) => tag === permits || tag === confines),
  );
  if (was === is || was === permits || is === confines) return [];
  return [is === permits ? `tag ${permits}` : `no tag ${confines}`];
}
