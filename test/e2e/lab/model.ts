import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

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
  readonly authorization: string;
  readonly body: string;
}

interface Message {
  readonly role: string;
  readonly content: string | readonly { readonly text?: string }[] | null;
}

const modelId = "obedient";

function plainText({ content }: Message): string {
  if (content === null) return "";
  return typeof content === "string" ? content : content.map((part) => part.text ?? "").join("");
}

function scriptIn(prompt: string): Script {
  try {
    const value: unknown = JSON.parse(prompt);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

/** The next delta of the conversation, in the shape of a chat completion chunk's choice. */
function reply(messages: readonly Message[]) {
  const asked = messages.findLastIndex(({ role }) => role === "user");
  const question = messages[asked];
  const outputs = messages
    .slice(asked)
    .filter(({ role }) => role === "tool")
    .map(plainText);
  const call = scriptIn(question ? plainText(question) : "")[outputs.length];
  if (call === undefined) return { delta: { content: JSON.stringify(outputs) }, finish_reason: "stop" };
  const action = { name: call.tool, arguments: JSON.stringify(call.arguments) };
  const toolCall = { index: 0, id: `call-${outputs.length}`, type: "function", function: action };
  return { delta: { tool_calls: [toolCall] }, finish_reason: "tool_calls" };
}

function stream(messages: readonly Message[]): string {
  const { delta, finish_reason } = reply(messages);
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const head = { id: "lab", object: "chat.completion.chunk", created: 0, model: modelId };
  const chunks = [
    { ...head, choices: [{ index: 0, delta: { role: "assistant", ...delta }, finish_reason: null }] },
    { ...head, choices: [{ index: 0, delta: {}, finish_reason }], usage },
  ];
  return [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"]
    .map((data) => `data: ${data}\n\n`)
    .join("");
}

async function receive(
  request: IncomingMessage,
): Promise<Received & { readonly messages: readonly Message[] }> {
  const body = await text(request);
  const { messages } = JSON.parse(body) as { messages: readonly Message[] };
  const question = messages.findLast(({ role }) => role === "user");
  const prompt = question ? plainText(question) : "";
  return { prompt, authorization: request.headers.authorization ?? "", body, messages };
}

/**
 * Starts the model on a free port of the loopback, which the machine inside shares. `GET /received?word=W` gives
 * the record of the requests whose body holds W, as `Received[]`.
 */
export async function startModel(): Promise<{ readonly url: string; readonly server: Server }> {
  const record: Received[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", "http://lab");
    if (request.method === "GET") {
      const word = url.searchParams.get("word") ?? "";
      response.end(JSON.stringify(record.filter(({ body }) => body.includes(word))));
      return;
    }
    const { messages, ...received } = await receive(request);
    record.push(received);
    response.writeHead(200, { "content-type": "text/event-stream" }).end(stream(messages));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, server };
}
