import type { Conversation, Reply, Wire } from "./types.js";

type Block =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "tool_result"; readonly content?: string | readonly Block[] }
  | { readonly type: "other" };

interface Message {
  readonly role: string;
  readonly content: string | readonly Block[];
}

const blocksOf = ({ content }: Message): readonly Block[] =>
  typeof content === "string" ? [{ type: "text", text: content }] : content;

/** What Claude Code adds to what the user and the tools say. */
const reminders = /\s*<system-reminder>.*?<\/system-reminder>\s*/gs;

const textOf = (blocks: readonly Block[]): string =>
  blocks.map((block) => (block.type === "text" ? block.text.replace(reminders, "") : "")).join("");

function read(body: unknown): Conversation {
  const messages = (body as { readonly messages: readonly Message[] }).messages.filter(
    ({ role }) => role === "user",
  );
  const asked = messages.findLastIndex((message) => textOf(blocksOf(message)) !== "");
  const [question, ...since] = messages.slice(asked);
  const outputs = since.flatMap(blocksOf).flatMap((block) => {
    if (block.type !== "tool_result") return [];
    const { content = "" } = block;
    return [textOf(typeof content === "string" ? [{ type: "text", text: content }] : content)];
  });
  return { prompt: question === undefined ? "" : textOf(blocksOf(question)), outputs };
}

function write(reply: Reply): string {
  const said = "text" in reply;
  const message = { id: "msg_lab", type: "message", role: "assistant", model: "obedient", content: [] };
  const usage = { input_tokens: 1, output_tokens: 1 };
  const block = said
    ? { type: "text", text: "" }
    : { type: "tool_use", id: reply.id, name: reply.tool, input: {} };
  const delta = said
    ? { type: "text_delta", text: reply.text }
    : { type: "input_json_delta", partial_json: JSON.stringify(reply.arguments) };
  const stop = { stop_reason: said ? "end_turn" : "tool_use", stop_sequence: null };
  const events = [
    { type: "message_start", message: { ...message, stop_reason: null, stop_sequence: null, usage } },
    { type: "content_block_start", index: 0, content_block: block },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: stop, usage },
    { type: "message_stop" },
  ];
  return events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
}

/** Anthropic's messages; see "Streaming messages" of its API's documentation. */
export const messages: Wire = { path: "/messages", header: "x-api-key", read, write };
