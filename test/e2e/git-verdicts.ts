import { size } from "../support/long.js";
import { arrange, outside, parts, type State, states, usersCommands } from "./git-states.js";
import { as, newProject, probed, trap } from "./lab/lab.js";

/** What the host user's git does after a session in which an agent has made states of git directories. */

export const all = states(size({ part: 2 * Object.keys(parts).length + 6, whole: 500 }));
/** Repositories that one session is given, all of which it protects. */
const batchSize = 12;
export const batches = Array.from({ length: Math.ceil(all.length / batchSize) }, (_, index) => ({
  index,
  batch: all.slice(index * batchSize, (index + 1) * batchSize),
}));
/** Milliseconds for one of them, on a machine that does other things as well. */
export const limit = 900_000;

const fresh = `rm -rf ${trap} ${outside}; mkdir -p ${outside}/directory; echo file >${outside}/file`;
const look = `find ${outside} -printf '%P %y %l %T@\\n' -type f -exec sha256sum {} + | sort`;

/** Every command of the user's in one repository, up to the first that runs something; says what came of it. */
const judge = `export GIT_EDITOR=true GIT_TERMINAL_PROMPT=0
usersGit() { [ -e ${trap} ] || timeout -k 1 10 git "$@" </dev/null >/dev/null 2>&1 || true; }
judge() {
  n=$1; ${fresh}; before=$(${look}); cd "$2"
  ${usersCommands.map((command) => `usersGit ${command}`).join("\n  ")}
  verdict=quiet
  [ "$(${look})" = "$before" ] || verdict=wrote
  [ ! -e ${trap} ] || verdict=ran
  echo "$verdict"
}`;

/** What became of the user's git in each state, after one session in which the agent has made them all. */
async function verdictsOf(batch: readonly State[]): Promise<readonly string[]> {
  const project = await newProject("m3tam3re");
  const upstream = (index: number) => `/home/m3tam3re/upstream${project.replaceAll("/", "-")}-${index}.git`;
  const each = (body: (state: State, index: number) => string) =>
    batch.map((state, index) => `(mkdir -p s${index}; cd s${index}; ${body(state, index)}\n)`).join("\n");
  await as(
    "m3tam3re",
    `cd ${project}; ${fresh}; ${each(({ shape }, index) => arrange(shape, upstream(index)))}`,
  );
  const attacks = each(({ attack }) => `set +e\n${attack}\ntrue`);
  await as("m3tam3re", `cat >${project}/attacks`, { stdin: attacks });
  await probed("m3tam3re", project, "bash attacks >/dev/null 2>&1; true");
  const judged = batch.map((_, index) => `(judge ${index} ${project}/s${index})`).join("\n");
  const said = await as("m3tam3re", `set +e\n${judge}\n${judged}`);
  return said.split("\n");
}

/** The same as lines: the verdict, which is quiet, ran or wrote, and the state's name. */
export async function verdicts(batch: readonly State[]): Promise<readonly string[]> {
  const said = await verdictsOf(batch);
  return batch.map(({ name }, index) => `${said[index]}: ${name}`);
}
