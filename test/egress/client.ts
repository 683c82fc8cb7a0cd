import { type IncomingMessage, request } from "node:http";
import { connect as connectTls } from "node:tls";
import { certificates } from "./lab.js";

/** What a program in a session does with its proxy. */

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
}

/** A request with `target` as it stands: absolute for the proxy, a path for the broker. */
export const ask = (
  port: number,
  target: string,
  { method = "GET", headers = {}, body }: Asked = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: "127.0.0.1",
        port,
        method,
        path: target,
        headers: headers as Record<string, string>,
        agent: false,
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts).toString(),
          }),
        );
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });

/** What came of a CONNECT to `authority`, and of a TLS handshake for `servername` with a request in it. */
export function tunnel(
  port: number,
  authority: string,
  servername: string | undefined,
  path = "/",
): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request({ host: "127.0.0.1", port, method: "CONNECT", path: authority, agent: false });
    outgoing.on("error", (error) => resolve(`error: ${error.message}`));
    outgoing.on("response", (answer) => {
      let said = `${answer.statusCode} `;
      answer.on("data", (part: Buffer) => {
        said += part.toString();
      });
      answer.on("end", () => resolve(said.trim()));
    });
    outgoing.on("connect", (answer, socket, head) => {
      if (answer.statusCode !== 200) {
        let said = `${answer.statusCode} ${head}`;
        socket.on("data", (part) => {
          said += part.toString();
        });
        socket.on("end", () => resolve(said.trim()));
        return;
      }
      const client = connectTls({
        socket,
        ca: certificates.ca,
        ...(servername === undefined ? {} : { servername }),
        checkServerIdentity: () => undefined,
      });
      client.on("error", (error) => resolve(`closed: ${error.message}`));
      client.on("secureConnect", () =>
        client.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`),
      );
      let body = "";
      client.on("data", (part) => {
        body += part.toString();
      });
      client.on("end", () => resolve(body.split("\r\n\r\n")[1]?.trim() ?? body));
    });
    outgoing.end();
  });
}
