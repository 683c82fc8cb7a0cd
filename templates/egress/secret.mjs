// A key that an upstream sends back does not reach the session.

import { Transform } from "node:stream";

/**
 * Ends the stream where the key would come. Held back is only what may be the beginning of one, so that events of a stream
 * are not late.
 * @param {string} key
 * @param {() => void} found
 */
export function withoutKey(key, found) {
  const needle = Buffer.from(key, "latin1");
  let held = Buffer.alloc(0);
  return new Transform({
    transform(chunk, _, done) {
      const bytes = Buffer.concat([held, chunk]);
      if (bytes.includes(needle)) {
        found();
        done(new Error("the upstream has sent the key"));
        return;
      }
      const open = beginning(bytes, needle);
      held = bytes.subarray(bytes.length - open);
      done(null, bytes.subarray(0, bytes.length - open));
    },
    flush(done) {
      done(null, held);
    },
  });
}

/**
 * How many of the last bytes are a beginning of the needle.
 * @param {Buffer} bytes
 * @param {Buffer} needle
 */
function beginning(bytes, needle) {
  for (let length = Math.min(needle.length - 1, bytes.length); length > 0; length--)
    if (bytes.subarray(bytes.length - length).equals(needle.subarray(0, length))) return length;
  return 0;
}
