import { mkdtempSync, readFileSync } from "node:fs";
import { createServer as createPlain, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTls } from "node:https";
import { type AddressInfo, connect, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execaSync } from "execa";
import { afterAll } from "vitest";
import { parseConfig } from "../../templates/egress/config.mjs";
import type { Entry } from "../../templates/egress/log.mjs";
import { createEgress } from "../../templates/egress/server.mjs";

/** An egress program as a session has it, and upstreams with names and certificates of the tests' own. */

const directory = mkdtempSync(join(tmpdir(), "nixsmith-egress-"));
const open: Server[] = [];
afterAll(() => {
  for (const server of open) server.close();
});

/** The names that upstreams have a certificate for. */
const names = ["api.example.com", "other.example.com", "deep.below.example.org", "git.example.com"];

function makeCertificates() {
  const openssl = (...args: readonly string[]) =>
    execaSync("openssl", args, { cwd: directory, stdio: "ignore" });
  openssl(
    "req",
    "-x509",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-days",
    "2",
    "-subj",
    "/CN=lab",
    "-keyout",
    "ca.key",
    "-out",
    "ca.pem",
  );
  openssl(
    "req",
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-subj",
    "/CN=upstream",
    "-addext",
    `subjectAltName=${names.map((name) => `DNS:${name}`).join()},IP:127.0.0.1`,
    "-keyout",
    "key.pem",
    "-out",
    "request.pem",
  );
  openssl(
    "x509",
    "-req",
    "-in",
    "request.pem",
    "-CA",
    "ca.pem",
    "-CAkey",
    "ca.key",
    "-copy_extensions",
    "copy",
    "-days",
    "2",
    "-out",
    "cert.pem",
  );
  const [ca, cert, key] = ["ca.pem", "cert.pem", "key.pem"].map((name) =>
    readFileSync(join(directory, name), "utf8"),
  );
  return { ca: ca ?? "", cert: cert ?? "", key: key ?? "" };
}
export const certificates = makeCertificates();

/** Listens on a port of its own, which is given back. */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(server);
  return (server.address() as AddressInfo).port;
}

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly string[];
  readonly body: string;
}

/** An upstream that remembers what it was asked, and answers by `reply`. */
export async function upstream(
  reply: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
    response.end("upstream"),
  { isTls = true } = {},
) {
  const seen: Seen[] = [];
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { method = "", url = "", rawHeaders } = request;
      seen.push({ method, url, headers: rawHeaders, body: Buffer.concat(parts).toString() });
      reply(request, response);
    });
  };
  const server = isTls ? createTls(certificates, handle) : createPlain(handle);
  const hellos: string[] = [];
  if (isTls)
    server.on("secureConnection", (socket: { servername?: string | false }) =>
      hellos.push(String(socket.servername)),
    );
  return { port: await listening(server), seen, hellos, server };
}

interface Given {
  readonly allow?: readonly object[];
  readonly routes?: object;
  readonly git?: object;
  readonly keys?: Readonly<Record<string, string>>;
  /** What the host's resolver says; nothing else has an address. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
}

/** The program itself, with a socket of the tests' in place of the session's. */
export async function egress({ allow = [], routes = {}, git = {}, keys = {}, names: known = {} }: Given) {
  const entries: Entry[] = [];
  const asked: string[] = [];
  const server = createEgress({
    config: parseConfig(JSON.stringify({ option: "m3ta.pi-agent", allow, routes, git })),
    keys: new Map(Object.entries(keys)),
    resolve: async (host) => {
      asked.push(host);
      return known[host] ?? [];
    },
    log: (entry) => {
      entries.push(entry);
    },
    trust: { ca: certificates.ca },
  });
  const port = await listening(server);
  return { port, entries, asked, server };
}

/** Sends bytes as they are, and gives what comes back until the other side ends, or after `wait` milliseconds of silence. */
export function raw(port: number, bytes: string | Buffer, wait = 1_000): Promise<string> {
  return new Promise((resolve) => {
    const socket: Socket = connect(port, "127.0.0.1");
    const parts: Buffer[] = [];
    const done = () => {
      socket.destroy();
      resolve(Buffer.concat(parts).toString("latin1"));
    };
    socket.on("data", (part) => parts.push(part));
    socket.once("end", done);
    socket.once("error", done);
    socket.setTimeout(wait, done);
    socket.write(bytes);
  });
}
