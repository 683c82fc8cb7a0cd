// A resolver that knows no name and writes down whichever it is asked for, by whatever way: node canary.cjs LOG ADDRESS SOCKET
const { appendFileSync, chmodSync } = require("node:fs");
const { createSocket } = require("node:dgram");
const { createServer } = require("node:net");

const [, , log, address, path] = process.argv;
const seen = (what) => appendFileSync(log, `${what}\n`);

/** The first label of the question (RFC 1035, 4.1.2), if the name is one of the tests'. */
function ask(message) {
  const labels = [];
  for (let at = 12; message[at] > 0; at += message[at] + 1)
    labels.push(message.toString("latin1", at + 1, at + 1 + message[at]));
  if (/^(canary|wild\.lab)\.example$/.test(labels.slice(1).join("."))) seen(labels[0]);
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
}).listen(path, () => chmodSync(path, 0o666));
