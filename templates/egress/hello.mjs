// What a TLS client says first (RFC 8446, 4.1.2; RFC 6066, 3), and no more of TLS than that.

/** A client says so much at most; post-quantum keys make it some 2,000 bytes. */
const maxHello = 65_536;

/**
 * `more` until all of it is there; `name` is undefined where there is no server name.
 * @typedef {{ readonly state: "more" } | { readonly state: "bad" } | { readonly state: "hello", readonly name: string | undefined }} Hello
 */

const bad = /** @type {const} */ ({ state: "bad" });
const more = /** @type {const} */ ({ state: "more" });

/** Reads numbers of one to three bytes and parts of a buffer; `undefined` at whatever goes past its end. */
class Reader {
  /** @param {Buffer} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }
  /** @param {number} size @returns {number | undefined} */
  number(size) {
    if (this.at + size > this.bytes.length) return undefined;
    this.at += size;
    return this.bytes.readUIntBE(this.at - size, size);
  }
  /** @param {number | undefined} length @returns {Buffer | undefined} */
  part(length) {
    if (length === undefined || this.at + length > this.bytes.length) return undefined;
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  /** A vector: its length in `size` bytes, and what it holds. @param {number} size */
  vector(size) {
    return this.part(this.number(size));
  }
  get isDone() {
    return this.at === this.bytes.length;
  }
}

/**
 * How long a message of the handshake is, as far as it says so yet.
 * @param {Buffer} content
 */
const lengthOf = (content) => (content.length < 4 ? Number.POSITIVE_INFINITY : 4 + content.readUIntBE(1, 3));

/**
 * What the records so far hold, up to the end of the first message; the last may not be whole yet. Undefined for what is no
 * handshake of TLS.
 * @param {Buffer} bytes
 * @returns {{ readonly content: Buffer, readonly isWhole: boolean } | undefined}
 */
function unpacked(bytes) {
  const records = new Reader(bytes);
  const parts = [];
  while (!records.isDone) {
    const [type = 22, major = 3, minor, size] = [
      records.number(1),
      records.number(1),
      records.number(1),
      records.number(2),
    ];
    if (type !== 22 || major !== 3) return undefined;
    if (minor === undefined || size === undefined) return { content: Buffer.concat(parts), isWhole: false };
    if (size === 0 || size > 16_384) return undefined;
    const part = records.part(size);
    parts.push(part ?? bytes.subarray(records.at));
    const content = Buffer.concat(parts);
    if (part === undefined) return { content, isWhole: false };
    if (content.length >= lengthOf(content)) return { content, isWhole: true };
  }
  return { content: Buffer.concat(parts), isWhole: true };
}

/**
 * The client's hello, which may be spread over several records. Records that follow it are early data, or none of our business.
 * @param {Buffer} bytes
 * @returns {Buffer | "more" | "bad"}
 */
function handshake(bytes) {
  const records = unpacked(bytes);
  if (records === undefined) return "bad";
  const { content, isWhole } = records;
  if (content.length > 0 && content[0] !== 1) return "bad";
  if (content.length < 4) return "more";
  const length = lengthOf(content);
  if (length > maxHello || content.length > length) return "bad";
  return content.length === length && isWhole ? content.subarray(4) : "more";
}

/**
 * @param {Buffer} extensions
 * @returns {Hello}
 */
function serverName(extensions) {
  const reader = new Reader(extensions);
  /** @type {string | undefined} */
  let name;
  const seen = new Set();
  while (!reader.isDone) {
    const type = reader.number(2);
    const content = reader.vector(2);
    if (type === undefined || content === undefined || seen.has(type)) return bad;
    seen.add(type);
    if (type !== 0) continue;
    const list = new Reader(content);
    const names = new Reader(list.vector(2) ?? Buffer.alloc(0));
    const kind = names.number(1);
    const host = names.vector(2);
    if (!list.isDone || !names.isDone || kind !== 0 || host === undefined || host.length === 0) return bad;
    name = host.toString("latin1");
  }
  return { state: "hello", name };
}

/**
 * @param {Buffer} bytes all that a client has sent so far
 * @returns {Hello}
 */
export function readHello(bytes) {
  const message = handshake(bytes);
  if (message === "more") return bytes.length > maxHello ? bad : more;
  if (message === "bad") return bad;
  const reader = new Reader(message);
  const [version, random] = [reader.number(2), reader.part(32)];
  const [session, ciphers, compression] = [reader.vector(1), reader.vector(2), reader.vector(1)];
  if (
    version === undefined ||
    random === undefined ||
    session === undefined ||
    ciphers === undefined ||
    compression === undefined
  )
    return bad;
  if (reader.isDone) return { state: "hello", name: undefined };
  const extensions = reader.vector(2);
  return extensions === undefined || !reader.isDone ? bad : serverName(extensions);
}
