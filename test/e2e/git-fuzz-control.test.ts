import { expect, test } from "vitest";
import { parts } from "./git-states.js";
import { all, batches, limit, verdicts } from "./git-verdicts.js";
import { describeHost } from "./lab/lab.js";

/** The states of the fuzz, where git is not protected: the fuzz would see what they do. */

describeHost("open git", `control: ${all.length} states without protection`, () => {
  let broken = 0;
  test.each(batches)("batch $index", { timeout: limit }, async ({ batch }) => {
    const seen = await verdicts(batch);
    broken += seen.filter((line) => !line.startsWith("quiet: ")).length;
    // A part alone always does what it is for in a plain repository; elsewhere, or in a mixture, something can be in its way.
    const alone = seen.filter((line) => line.replace(/^\w+: plain \+ /u, "") in parts);
    expect(alone.filter((line) => line.startsWith("quiet: "))).toEqual([]);
  });
  test("most of them run something, or write elsewhere", () => {
    process.stderr.write(`e2e: ${broken} of ${all.length} states do something where git is not protected\n`);
    expect(broken).toBeGreaterThanOrEqual(Math.floor(all.length * 0.8));
  });
});
