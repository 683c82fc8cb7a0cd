import { as, newProject, probed } from "./lab.js";

/** What is sent where, step by step; each later step is taken if the one before has come to its end. */
export interface Question {
  /** The session's proxy unless given. */
  readonly to?: { readonly host: string; readonly port: number };
  /** A datagram with `raw`. */
  readonly udp?: true;
  /** A head for the proxy, whose status is the answer unless it is 200. */
  readonly head?: string;
  /** Then a handshake that asks for this name, and a request. */
  readonly tls?: string;
  /** Or then this. */
  readonly raw?: string;
}

/**
 * Asks each in turn, and prints as JSON how it ended: a status of the proxy's, the last line of what a server said, the error of a
 * connection, or `closed`, with an alert of TLS before it or without.
 */
const program = `
const net = require("net"), tls = require("tls"), dgram = require("dgram");
const limit = 60000;
const lastLine = (text) => text.trim().split("\\n").at(-1);
const datagram = ({ to, raw }) => new Promise((done) => {
  const socket = dgram.createSocket("udp4");
  const end = (text) => { socket.close(); done(text); };
  socket.on("error", ({ code }) => end(code)).on("message", (bytes) => end(lastLine(String(bytes))));
  socket.send(raw, to.port, to.host, (error) => error && end(error.code));
});
const stream = ({ to, head, tls: name, raw }) => new Promise((done) => {
  let heard = "";
  const socket = net.connect(to?.port ?? 3128, to?.host ?? "127.0.0.1", () =>
    head === undefined ? speak() : socket.write(Buffer.from(head, "latin1")));
  const end = (text) => { socket.destroy(); done(text); };
  socket.setTimeout(limit, () => end("hangs"));
  socket.on("error", ({ code }) => end(code)).on("close", () => done("closed"));
  if (head !== undefined) socket.on("data", read);
  function read(bytes) {
    heard += bytes.toString("latin1");
    if (!heard.includes("\\r\\n\\r\\n")) return;
    const status = heard.split(" ")[1];
    if (status !== "200" || (name === undefined && raw === undefined)) return end(status);
    socket.off("data", read);
    speak();
  }
  function speak() {
    if (raw !== undefined) {
      socket.on("data", (more) => end(more[0] === 0x15 ? "closed" : lastLine(String(more))));
      return socket.write(Buffer.from(raw, "latin1"));
    }
    socket.removeAllListeners("close");
    const secure = tls.connect({ socket, servername: name, rejectUnauthorized: false }, () =>
      secure.write("GET / HTTP/1.1\\r\\nhost: x\\r\\nconnection: close\\r\\n\\r\\n"));
    let text = "";
    secure.on("data", (more) => { text += more; });
    secure.on("error", () => end("closed")).on("close", () => done(text === "" ? "closed" : lastLine(text)));
  }
});
(async () => {
  const answers = [];
  for (const question of JSON.parse(process.argv[1])) answers.push(await (question.udp ? datagram : stream)(question));
  console.log(JSON.stringify(answers));
})();`;

/** How each question ends in one session that asks all of them. */
export async function answersTo<Name extends string>(
  questions: Readonly<Record<Name, Question>>,
): Promise<Readonly<Record<Name, string>>> {
  const project = await newProject("m3tam3re");
  await as("m3tam3re", `cat >${project}/ask.js`, { stdin: program });
  await as("m3tam3re", `cat >${project}/questions`, { stdin: JSON.stringify(Object.values(questions)) });
  const text = await probed("m3tam3re", project, `/opt/node/bin/node -e "$(cat ask.js)" "$(cat questions)"`);
  const answers = JSON.parse(text) as readonly string[];
  return Object.fromEntries(Object.keys(questions).map((name, index) => [name, answers[index]])) as Record<
    Name,
    string
  >;
}

export const connect = (authority: string): string =>
  `CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n\r\n`;

export const get = (url: string, host: string, more = ""): string =>
  `GET ${url} HTTP/1.1\r\nhost: ${host}\r\n${more}\r\n`;
