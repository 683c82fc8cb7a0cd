import { expect, test } from "vitest";
import { all, batches, limit, verdicts } from "./git-verdicts.js";
import { describeHost } from "./lab/lab.js";

/** Whatever state a session leaves git directories in, the host user's git runs nothing of it and writes nowhere else. */

describeHost("guide", `git after a session, in ${all.length} states`, () => {
  test.each(batches)("batch $index runs nothing of the agent's", { timeout: limit }, async ({ batch }) => {
    expect(await verdicts(batch)).toEqual(batch.map(({ name }) => `quiet: ${name}`));
  });
});
