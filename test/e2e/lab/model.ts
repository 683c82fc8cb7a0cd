import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { chatCompletions } from "./wires/chat-completions.js";
import { messages } from "./wires/messages.js";
import type { Conversation, Reply, Wire } from "./wires/types.js";

/**
 * A language model for tests: it obeys. A prompt that is a JSON array of tool calls is carried out one call a
 * turn; then, as for any other prompt, it answers with the outputs of the tools as a JSON array of strings. It
 * keeps nothing between requests but the record, so that any number of sessions may talk to it at once.
 */
export type Script = readonly {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}[];

/** What the model got in one request. */
export interface Received {
  /** The text of the newest user message. */
  readonly prompt: string;
  /** With which it was asked. */
  readonly key: string;
  readonly body: string;
}

const wires: readonly Wire[] = [chatCompletions, messages];

function scriptIn(prompt: string): Script {
  try {
    const value: unknown = JSON.parse(prompt);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function reply({ prompt, outputs }: Conversation): Reply {
  const call = scriptIn(prompt)[outputs.length];
  if (call === undefined) return { text: JSON.stringify(outputs) };
  return { ...call, id: `call-${outputs.length}` };
}

/** The header's key, whatever the scheme. */
const keyIn = ({ headers }: IncomingMessage, { header }: Wire): string =>
  String(headers[header] ?? headers.authorization ?? "").replace(/^Bearer /, "");

/**
 * Starts the model on a free port of the loopback, which the machine inside shares. `GET /received?word=W` gives
 * the record of the requests whose body holds W, as `Received[]`.
 */
export async function startModel(): Promise<{ readonly url: string; readonly server: Server }> {
  const record: Received[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://lab");
    if (url.pathname.endsWith("/received")) {
      const word = url.searchParams.get("word") ?? "";
      response.end(JSON.stringify(record.filter(({ body }) => body.includes(word))));
      return;
    }
    const wire = wires.find(({ path }) => url.pathname.endsWith(path));
    if (request.method !== "POST" || wire === undefined) {
      response.writeHead(404).end();
      return;
    }
    const body = await text(request);
    const conversation = wire.read(JSON.parse(body));
    record.push({ prompt: conversation.prompt, key: keyIn(request, wire), body });
    response.writeHead(200, { "content-type": "text/event-stream" }).end(wire.write(reply(conversation)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, server };
}
