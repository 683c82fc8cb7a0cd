import { NixsmithError } from "../../../errors.js";
import { agentOptions } from "../../../isolation/options/agent.js";
import { surroundingOptions } from "../../../isolation/options/host.js";
import { type Kind, kinds, type Repository } from "./flake.js";
import { guide, type HostNames } from "./starter.js";

/** What was said on the command line. */
export interface Given {
  readonly as?: Kind;
  readonly host?: string;
  readonly user?: string;
  readonly root?: readonly string[];
  readonly overlay?: string;
  /** Programs that nixsmith brings. */
  readonly with?: readonly string[];
}

/** Asks a person; absent where there is none. */
export type Ask = ((question: string) => Promise<string>) | undefined;

/** One thing that has to be known: said, seen, or asked for, in this order. */
interface Matter {
  readonly flag: string;
  readonly said: string | undefined;
  /** What there is to see, when it is one thing only. */
  readonly seen: string | undefined;
  readonly question: string;
  /** What an empty answer means. */
  readonly likely: string | undefined;
  readonly takes: (answer: string) => boolean;
  readonly expected: string;
}

/** @throws {NixsmithError} for an answer that cannot be, and where nobody can be asked */
export async function kindOf(given: Given, { kind }: Repository, ask: Ask): Promise<Kind> {
  const answer = await settle(
    {
      flag: "--as overlay or --as host",
      said: given.as,
      seen: kind,
      question:
        "Does this repository carry the modules for others (overlay), or does its host use them (host)?",
      likely: undefined,
      takes: (text) => kinds.some((one) => one === text),
      expected: kinds.join(" or "),
    },
    ask,
  );
  return answer === "overlay" ? "overlay" : "host";
}

/**
 * @param login who sits here
 * @throws {NixsmithError} as {@link kindOf} does
 */
export async function namesOf(
  given: Given,
  { hosts }: Repository,
  login: string,
  ask: Ask,
): Promise<HostNames> {
  const [only] = hosts.length === 1 ? hosts : [];
  const host = await settle(
    {
      flag: "--host NAME",
      said: given.host,
      seen: only,
      question: hosts.length > 1 ? `Which host: ${hosts.join(", ")}?` : "What is the host's name?",
      likely: undefined,
      takes: (name) => new RegExp(hostPattern).test(name),
      expected: "letters, digits and dashes",
    },
    ask,
  );
  const user = await settle(
    {
      flag: "--user NAME",
      said: given.user,
      seen: undefined,
      question: "Which of its users may start the agent?",
      likely: login === "root" ? undefined : login,
      takes: (name) => new RegExp(userPattern).test(name) && !yamlWords.includes(name) && name !== "root",
      expected: "an account's name, and not root",
    },
    ask,
  );
  return { ...guide, host, user, roots: given.root ?? ["~/p"], overlay: given.overlay ?? guide.overlay };
}

/**
 * The programs that an overlay begins with.
 * @param known those that nixsmith brings; where there is one alone, nothing is asked
 * @throws {NixsmithError} as {@link kindOf} does
 */
export async function programsOf(
  given: Given,
  known: readonly string[],
  ask: Ask,
): Promise<readonly string[]> {
  const answer = await settle(
    {
      flag: "--with NAME…",
      said: given.with?.join(" "),
      seen: known.length === 1 ? known[0] : undefined,
      question: "Which programs does it carry?",
      likely: known[0],
      takes: (text) => wordsOf(text).length > 0 && wordsOf(text).every((name) => known.includes(name)),
      expected: `of ${known.join(", ")}`,
    },
    ask,
  );
  return [...new Set(wordsOf(answer))];
}

const wordsOf = (text: string): readonly string[] => text.split(/[\s,]+/).filter((word) => word !== "");

/** YAML reads these as something else than text. */
const yamlWords = ["null", "true", "false"];

async function settle(
  { flag, said, seen, question, likely, takes, expected }: Matter,
  ask: Ask,
): Promise<string> {
  const known = said ?? seen;
  if (known === undefined && ask === undefined && likely !== undefined) return likely;
  if (known === undefined && ask === undefined) {
    throw new NixsmithError(question, { expected, mend: `say it: ${flag}` });
  }
  const hint = likely === undefined ? ` (${expected}) ` : ` (${likely}) `;
  const answer = known ?? ((await ask?.(`${question}${hint}`)) || likely || "");
  if (takes(answer.trim())) return answer.trim();
  throw new NixsmithError(`"${answer}" is no answer to: ${question}`, { expected, mend: `say it: ${flag}` });
}

/** The schema's own patterns, so that what is made here is what it takes. */
const userPattern = namePatternOf("hostUsers");
const hostPattern = patternOf("networking.hostName");

function patternOf(name: string): string {
  const type = surroundingOptions.find((option) => option.name === name)?.type;
  if (type?.kind === "str" && type.pattern !== undefined) return `^(${type.pattern})$`;
  throw new Error(`the schema has no pattern for ${name}`);
}

function namePatternOf(name: string): string {
  const type = agentOptions.find((option) => option.name === name)?.type;
  if (type?.kind === "attrsOf" && type.namePattern !== undefined) return `^(${type.namePattern})$`;
  throw new Error(`the schema has no pattern for names in ${name}`);
}
