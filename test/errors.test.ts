import { expect, test } from "vitest";
import { NixsmithError } from "../src/errors.js";

test.each<[string, { given: NixsmithError; want: string }]>([
  ["what alone", { given: new NixsmithError("it broke"), want: "it broke" }],
  [
    "what, where, what was expected, how to mend it",
    {
      given: new NixsmithError("it broke", {
        where: "a.yaml, users[0]",
        expected: "a name",
        mend: "add one",
      }),
      want: "a.yaml, users[0]: it broke\n  expected: a name\n  to mend: add one",
    },
  ],
  [
    "control characters of quoted values are spelt out",
    { given: new NixsmithError("\u001b[2Jno \u202euser"), want: "\\u001b[2Jno \\u202euser" },
  ],
])("%s", (_, { given, want }) => {
  expect(given.render()).toBe(want);
});

test("an error ends with status 2 unless it is a finding", () => {
  expect(new NixsmithError("x").exitCode).toBe(2);
  expect(new NixsmithError("x", { exitCode: 1 }).exitCode).toBe(1);
});
