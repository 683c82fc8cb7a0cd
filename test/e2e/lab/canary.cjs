// A resolver that knows no name and writes down whichever it is asked for, by whatever way: node canary.cjs LOG ADDRESS VARLINK NSCD
const { appendFileSync, chmodSync } = require("node:fs");
const { createSocket } = require("node:dgram");
const { createServer } = require("node:net");

const [, , log, address, varlink, nscd] = process.argv;
const seen = (what) => appendFileSync(log, `${what}\n`);

/** The first label of a name, if it is one of the tests'. */
function note([first, ...labels], how = "") {
  if (/^(canary|wild\.lab)\.example$/.test(labels.join("."))) seen(`${first}${how}`);
}

/** The name of the question (RFC 1035, 4.1.2). */
function ask(message) {
  const labels = [];
  for (let at = 12; message[at] > 0; at += message[at] + 1)
    labels.push(message.toString("latin1", at + 1, at + 1 + message[at]));
  note(labels);
}

/** No such name (rcode 3). */
function answer(message) {
  const text = Buffer.from(message);
  text[2] = 0x81;
  text[3] = 0x83;
  return text;
}

for (const [port, group] of [
  [53, undefined],
  [5353, "224.0.0.251"],
  [5355, "224.0.0.252"],
]) {
  const socket = createSocket({ type: "udp4", reuseAddr: group !== undefined });
  socket.on("message", (message, { port: from, address: to }) => {
    ask(message);
    socket.send(answer(message), from, to);
  });
  socket.bind(port, group ?? address, () => group && socket.addMembership(group));
}

createServer((socket) => {
  socket
    .on("error", () => {})
    .on("data", (bytes) => {
      ask(bytes.subarray(2));
      const text = answer(bytes.subarray(2));
      socket.end(Buffer.concat([Buffer.from([text.length >> 8, text.length & 255]), text]));
    });
}).listen(53, address, () => seen("up"));

// Who comes this far by TLS has a way out, whatever it would ask for.
createServer((socket) => {
  seen("dot");
  socket.destroy();
}).listen(853, address);

createServer((socket) => {
  seen("varlink");
  socket.destroy();
}).listen(varlink, () => chmodSync(varlink, 0o666));

// The C library's client (nscd/nscd-client.h): a version, a kind and a length, each 32 bits, then the name. Whoever asks for
// anything but the addresses of a name, such as an account, is sent away to look for it elsewhere.
const addresses = 14;
createServer((socket) => {
  socket
    .on("error", () => {})
    .on("data", (bytes) => {
      if (bytes.length < 12 || bytes.readInt32LE(4) !== addresses) return socket.destroy();
      note(bytes.toString("latin1", 12).replace(/\0.*/s, "").split("."), " by nscd");
      // Version 2, and no such name (HOST_NOT_FOUND).
      const text = Buffer.alloc(24);
      text.writeInt32LE(2, 0);
      text.writeInt32LE(1, 20);
      return socket.end(text);
    });
}).listen(nscd, () => chmodSync(nscd, 0o666));
