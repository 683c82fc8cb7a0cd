/**
 * Models that speak as the providers' own APIs do, each in the events of its stream: asked for the first time they call a tool,
 * and once they are told what it said they repeat it.
 */

/** What the tool is to run, and what stands in a request only when it has run. */
const toRun = "echo ran-$((40 + 2))";
export const ran = "ran-42";

const arguments_ = JSON.stringify({ command: toRun });

/** An event of a stream; Anthropic and the responses API name it beside what it holds. */
const event = (data: object, name?: string): string =>
  `${name === undefined ? "" : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;
const typed = (events: readonly { readonly type: string }[]): string =>
  events.map((one) => event(one, one.type)).join("");

const completions = (hasRun: boolean): string => {
  const head = { id: "lab", object: "chat.completion.chunk", created: 0, model: "lab" };
  const call = {
    index: 0,
    id: "call12345",
    type: "function",
    function: { name: "bash", arguments: arguments_ },
  };
  const delta = hasRun ? { content: ran } : { tool_calls: [call] };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  return [
    event({ ...head, choices: [{ index: 0, delta: { role: "assistant", ...delta }, finish_reason: null }] }),
    event({
      ...head,
      choices: [{ index: 0, delta: {}, finish_reason: hasRun ? "stop" : "tool_calls" }],
      usage,
    }),
    "data: [DONE]\n\n",
  ].join("");
};

const messages = (hasRun: boolean): string => {
  const block = hasRun
    ? { type: "text", text: "" }
    : { type: "tool_use", id: "call1", name: "bash", input: {} };
  const delta = hasRun
    ? { type: "text_delta", text: ran }
    : { type: "input_json_delta", partial_json: arguments_ };
  const usage = { input_tokens: 1, output_tokens: 1 };
  const message = { id: "lab", type: "message", role: "assistant", model: "lab", content: [], usage };
  return typed([
    { type: "message_start", message } as { type: string },
    { type: "content_block_start", index: 0, content_block: block } as { type: string },
    { type: "content_block_delta", index: 0, delta } as { type: string },
    { type: "content_block_stop", index: 0 } as { type: string },
    { type: "message_delta", delta: { stop_reason: hasRun ? "end_turn" : "tool_use" }, usage } as {
      type: string;
    },
    { type: "message_stop" },
  ]);
};

const responses = (hasRun: boolean): string => {
  const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
  const text = { type: "output_text", text: ran, annotations: [] };
  const item = hasRun
    ? { type: "message", id: "one", role: "assistant", status: "completed", content: [text] }
    : {
        type: "function_call",
        id: "one",
        call_id: "call1",
        name: "bash",
        arguments: arguments_,
        status: "completed",
      };
  const begun = hasRun ? { ...item, content: [] } : { ...item, arguments: "" };
  const part = { item_id: "one", output_index: 0, content_index: 0 };
  const middle = hasRun
    ? [
        { type: "response.content_part.added", ...part, part: { ...text, text: "" } },
        { type: "response.output_text.delta", ...part, delta: ran },
      ]
    : [
        {
          type: "response.function_call_arguments.delta",
          item_id: "one",
          output_index: 0,
          delta: arguments_,
        },
      ];
  const response = {
    id: "lab",
    object: "response",
    model: "lab",
    status: "completed",
    output: [item],
    usage,
  };
  return typed([
    { type: "response.created", response: { ...response, status: "in_progress", output: [] } },
    { type: "response.output_item.added", output_index: 0, item: begun },
    ...middle,
    { type: "response.output_item.done", output_index: 0, item },
    { type: "response.completed", response },
  ] as { type: string }[]);
};

const content = (hasRun: boolean): string => {
  const part = hasRun ? { text: ran } : { functionCall: { name: "bash", args: { command: toRun } } };
  const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 };
  return event({
    candidates: [{ content: { role: "model", parts: [part] }, finishReason: "STOP", index: 0 }],
    usageMetadata,
  });
};

const speakers: readonly (readonly [RegExp, (hasRun: boolean) => string])[] = [
  [/\/chat\/completions$/, completions],
  [/\/messages$/, messages],
  [/\/responses$/, responses],
  [/:streamGenerateContent$/, content],
];

/** The answer to a request for `path`, or nothing where no model is asked there. */
export function spoken(path: string, body: string): string | undefined {
  const [, speak] = speakers.find(([pattern]) => pattern.test(path)) ?? [];
  return speak?.(body.includes(ran));
}
