import { isType, listOf, mapOf, members, text } from "../ir/is-type.js";
import type { Facts } from "./facts.js";
import type { History } from "./history.js";

/** Whether parsed JSON is what an import keeps: the same as `decodeFacts` and `decodeHistory` say, without zod. */

const maybeText = { maybe: text };
const packaged = members({
  package: text,
  version: text,
  integrity: text,
  path: maybeText,
  part: maybeText,
});
const loose = members({ file: text, integrity: text, part: maybeText });

const facts = members({
  source: (value) => packaged(value) || loose(value),
  type: isType,
  definitions: mapOf(isType),
});

/** Facts, whose descriptions may be absent. */
export const isFacts = (json: unknown): json is Facts => facts(json);

const history = mapOf(
  members({
    describedSince: text,
    since: mapOf(text),
    gone: { maybe: mapOf(members({ since: text, until: text })) },
    losses: listOf(
      members({
        path: text,
        status: (value) => value === "widened" || value === "dropped",
        reason: text,
      }),
    ),
  }),
);

export const isHistory = (json: unknown): json is History => history(json);
