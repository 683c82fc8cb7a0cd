import type { SudoRule } from "./parse.js";

/** What the rules of `after` allow beyond those of `before`, in words; nothing where they allow no more. */
export function broader(before: readonly SudoRule[], after: readonly SudoRule[]): readonly string[] {
  // Sorted, so that of two rules that are equally near the same one counts whatever their order.
  const olds = before.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  const words = after.flatMap((rule) => {
    const excesses = olds.map((old) => excess(old, rule));
    const least = excesses.reduce(
      (best, one) => (one.length < best.length ? one : best),
      [`another rule: ${rule.user} may run ${rule.command} as ${rule.runAs}`, ...rule.tags],
    );
    return excesses.some((one) => one.length === 0) ? [] : least;
  });
  return [...new Set(words)].sort();
}

/** What one rule allows beyond another. */
function excess(old: SudoRule, rule: SudoRule): readonly string[] {
  const wider = (was: string, is: string): boolean => was !== is && was !== "ALL";
  const tags = permissions(rule).filter((tag) => !permissions(old).includes(tag));
  const wildcard = (text: string): boolean => /[*?[]/.test(text);
  return [
    ...(wider(old.user, rule.user) ? [`another user: ${rule.user}`] : []),
    ...(wider(old.host, rule.host) ? [`another host: ${rule.host}`] : []),
    ...(wider(old.runAs, rule.runAs) ? [`runs as ${rule.runAs}`] : []),
    ...tags.map((tag) => `tag ${tag}`),
    ...(wider(old.command, rule.command)
      ? [`${wildcard(rule.command) ? "wildcard in the" : "another"} command: ${rule.command}`]
      : []),
    ...(old.arguments === undefined || old.arguments === rule.arguments
      ? []
      : [`${wildcard(rule.arguments ?? "") ? "wildcard in the " : ""}arguments: ${argumentsText(rule)}`]),
  ];
}

function argumentsText(rule: SudoRule): string {
  if (rule.arguments === undefined) return "any";
  return rule.arguments === '""' ? "none" : rule.arguments;
}

/** sudoers(5), "Tag_Spec": what a rule permits beyond running the command after a password. */
function permissions({ tags }: SudoRule): readonly string[] {
  const given = ["NOPASSWD", "SETENV", "FOLLOW", "NOINTERCEPT"].filter((tag) => tags.includes(tag));
  return tags.includes("NOEXEC") ? given : [...given, "EXEC"];
}
