import { mkdtemp, readFile, rm } from "node:fs/promises";
import { type Server as HttpServer, type IncomingMessage, request } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import { providers } from "../../../src/isolation/egress/providers.js";
import { serveGit } from "../../support/git-backend.js";
import { as, modelUrl } from "./lab.js";
import { spoken } from "./speakers.js";

/** What an upstream was asked. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  /** What a provider got. */
  readonly body?: string;
  readonly headers: IncomingMessage["headers"];
}

/** What the lab's model answers; the rest says `upstream`. */
const isForModel = (method: string, url: string): boolean =>
  url.startsWith("/v1/chat") || (method === "POST" && /^\/v1\/messages\b/.test(url));

/** The names that it has in the machine. */
const names = [
  "allowed.lab.example",
  "a.wild.lab.example",
  "private.lab.example",
  "model.lab.example",
  "git.lab.example",
  ...Object.values(providers).map(({ base }) => new URL(base).hostname),
  "forbidden.lab.example",
];

/**
 * A server of HTTPS on an address of the loopback that nobody else has, with names and an authority that the claimed machine
 * knows. It is the model of the lab where that is spoken to, and says `upstream` otherwise.
 * @param given `isProvider`: it answers as the models of speakers.ts do, each in its API
 */
export async function startUpstream({ isProvider = false } = {}): Promise<{
  readonly address: string;
  readonly asked: readonly Asked[];
  readonly close: () => Promise<void>;
}> {
  const [high, low] = [(process.pid >> 8) & 0x7f, process.pid & 0xff];
  const address = `127.${128 + high}.${low}.1`;
  const folder = await mkdtemp(join(tmpdir(), "nixsmith-upstream-"));
  const { key, cert } = await certificate(folder);
  const asked: Asked[] = [];
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const { method = "", url = "", headers } = incoming;
    if (isProvider) {
      text(incoming).then((body) => {
        asked.push({ method, url, headers, body });
        const answer = spoken(url.replace(/\?.*/, ""), body);
        if (answer === undefined) outgoing.writeHead(404).end("no model is asked here\n");
        else outgoing.writeHead(200, { "content-type": "text/event-stream" }).end(answer);
      });
      return;
    }
    asked.push({ method, url, headers });
    if (headers.host === "git.lab.example") {
      if (headers.authorization === undefined) outgoing.writeHead(401, { "www-authenticate": "Basic" }).end();
      else serveGit(join(folder, "repositories"), incoming, outgoing);
      return;
    }
    if (!isForModel(method, url)) {
      incoming.resume();
      outgoing.end("upstream\n");
      return;
    }
    const model = request(`${modelUrl()}${url.slice("/v1".length)}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(model);
  });
  for (const name of ["open", "fetched", "closed"])
    await execa("git", [
      "init",
      "-q",
      "--bare",
      "-b",
      "main",
      join(folder, "repositories/team", `${name}.git`),
    ]);
  await new Promise<void>((resolve) => server.listen(443, address, resolve));
  await as("root", `sed -i '/lab.example/d' /etc/hosts; echo '${address} ${names.join(" ")}' >>/etc/hosts`);
  await as("root", "cat >>/etc/ssl/certs/ca-certificates.crt", { stdin: cert });
  return { address, asked, close: () => closed(server, folder) };
}

async function closed(server: HttpServer, folder: string): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
}

/** One certificate that is its own authority. */
async function certificate(folder: string): Promise<{ readonly key: string; readonly cert: string }> {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subjects = names.map((name) => `DNS:${name}`).join(",");
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=lab"];
  await execa("openssl", [...made, "-addext", `subjectAltName=${subjects}`, "-keyout", key, "-out", cert]);
  return { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8") };
}
