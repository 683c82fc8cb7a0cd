import type { Conversation, Reply, Wire } from "./types.js";

interface Message {
  readonly role: string;
  readonly content: string | readonly { readonly text?: string }[] | null;
}

function plainText({ content }: Message): string {
  if (content === null) return "";
  return typeof content === "string" ? content : content.map((part) => part.text ?? "").join("");
}

function read(body: unknown): Conversation {
  const { messages } = body as { readonly messages: readonly Message[] };
  const asked = messages.findLastIndex(({ role }) => role === "user");
  const [question, ...since] = messages.slice(asked);
  const outputs = since.filter(({ role }) => role === "tool").map(plainText);
  return { prompt: question === undefined ? "" : plainText(question), outputs };
}

function write(reply: Reply): string {
  const { delta, finish_reason } = choice(reply);
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const head = { id: "lab", object: "chat.completion.chunk", created: 0, model: "obedient" };
  const chunks = [
    { ...head, choices: [{ index: 0, delta: { role: "assistant", ...delta }, finish_reason: null }] },
    { ...head, choices: [{ index: 0, delta: {}, finish_reason }], usage },
  ];
  return [...chunks.map((chunk) => JSON.stringify(chunk)), "[DONE]"]
    .map((data) => `data: ${data}\n\n`)
    .join("");
}

function choice(reply: Reply) {
  if ("text" in reply) return { delta: { content: reply.text }, finish_reason: "stop" };
  const called = { name: reply.tool, arguments: JSON.stringify(reply.arguments) };
  const toolCall = { index: 0, id: reply.id, type: "function", function: called };
  return { delta: { tool_calls: [toolCall] }, finish_reason: "tool_calls" };
}

/** OpenAI's chat completions, which most providers speak. */
export const chatCompletions: Wire = { path: "/chat/completions", header: "authorization", read, write };
