import { expect, test } from "vitest";
import { report } from "../../src/toolkit/cli/failure.js";
import { type Io, processIo } from "../../src/toolkit/cli/io.js";

function reported(error: unknown): { readonly status: number; readonly text: string } {
  const said: string[] = [];
  const io: Io = { ...processIo(), err: (text) => void said.push(text) };
  return { status: report(error, false, io), text: said.join("") };
}

/** What V8 throws where a text becomes longer than it can hold. */
function tooLong(): unknown {
  try {
    return "x".repeat(2 ** 30);
  } catch (error) {
    return error;
  }
}

test("a result that no text can hold is said with a way out, and is no defect", () => {
  const { status, text } = reported(tooLong());
  expect(status).toBe(2);
  expect(text).toMatch(/larger than the largest text.*\n {2}expected: .*\n {2}to mend: .*--only/);
  expect(text).not.toContain("internal error");
});

test("any other error of the language stays a defect", () => {
  expect(reported(new RangeError("Invalid array length")).text).toContain(
    "internal error: Invalid array length",
  );
});
