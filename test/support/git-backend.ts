import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { execa } from "execa";

/** git-http-backend(1) as a web server runs it, for the repositories below `root`: whoever brings a password may push. */
export function serveGit(root: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method = "", headers, url = "" } = incoming;
  const [path = "", query = ""] = url.split("?");
  const backend = execa("git", ["http-backend"], {
    env: {
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: method,
      CONTENT_TYPE: headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
      ...(headers.authorization === undefined ? {} : { REMOTE_USER: "somebody" }),
    },
    buffer: false,
    encoding: "buffer",
    reject: false,
  });
  incoming.pipe(backend.stdin);
  void buffer(backend.stdout).then((said) => {
    const end = said.indexOf("\r\n\r\n");
    const fields = said
      .subarray(0, end)
      .toString()
      .split("\r\n")
      .map((line): [string, string] => {
        const [name = "", ...value] = line.split(": ");
        return [name.toLowerCase(), value.join(": ")];
      });
    const { status = "200", ...others } = Object.fromEntries(fields);
    outgoing.writeHead(Number.parseInt(status, 10), others).end(said.subarray(end + 4));
  });
}
