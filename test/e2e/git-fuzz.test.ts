import { expect, test } from "vitest";
import { size } from "../support/long.js";
import { arrange, outside, parts, type State, states, usersCommands } from "./git-states.js";
import { as, describeHost, newProject, probed, trap } from "./lab/lab.js";

/** Whatever state a session leaves git directories in, the host user's git runs nothing of it and writes nowhere else. */

const all = states(size({ part: Object.keys(parts).length + 6, whole: 500 }));
/** Repositories that one session is given, all of which it protects. */
const batchSize = 12;
const batches = Array.from({ length: Math.ceil(all.length / batchSize) }, (_, index) =>
  all.slice(index * batchSize, (index + 1) * batchSize),
);

const fresh = `rm -rf ${trap} ${outside}; mkdir -p ${outside}/directory; echo file >${outside}/file`;
const look = `find ${outside} -printf '%P %y %l %T@\\n' -type f -exec sha256sum {} + | sort`;

/** Every command of the user's in one repository; says what came of it beside the number of the state. */
const judge = `export GIT_EDITOR=true GIT_TERMINAL_PROMPT=0
judge() {
  n=$1; ${fresh}; before=$(${look}); cd "$2"
  ${usersCommands.map((command) => `timeout -k 1 10 git ${command} </dev/null >/dev/null 2>&1 || true`).join("\n  ")}
  verdict=quiet
  [ "$(${look})" = "$before" ] || verdict=wrote
  [ ! -e ${trap} ] || verdict=ran
  echo "$verdict"
}`;

/** What became of the user's git in each state, after one session in which the agent has made them all. */
async function verdicts(batch: readonly State[]): Promise<readonly string[]> {
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

const named = (batch: readonly State[], said: readonly string[]) =>
  batch.map(({ name }, index) => `${said[index]}: ${name}`);

const limit = 900_000;

describeHost("guide", `git after a session, in ${all.length} states`, () => {
  test.each(batches.map((batch, index) => ({ batch, index })))(
    "batch $index runs nothing of the agent's",
    { timeout: limit },
    async ({ batch }) => {
      const seen = named(batch, await verdicts(batch));
      expect(seen).toEqual(batch.map(({ name }) => `quiet: ${name}`));
    },
  );
});

describeHost("open git", "control: the same states without protection", () => {
  let broken = 0;
  test.each(batches.map((batch, index) => ({ batch, index })))(
    "batch $index",
    { timeout: limit },
    async ({ batch }) => {
      const said = await verdicts(batch);
      const seen = named(batch, said);
      broken += said.filter((verdict) => verdict !== "quiet").length;
      // A part alone always does what it is for; in a mixture, one can be in another's way.
      expect(seen.filter((line) => line.startsWith("quiet: ") && line.slice(7) in parts)).toEqual([]);
    },
  );
  test("nearly all of them run something, or write elsewhere", () => {
    expect(broken).toBeGreaterThanOrEqual(Math.floor(all.length * 0.9));
  });
});
