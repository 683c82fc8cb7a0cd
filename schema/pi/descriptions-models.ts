import { type Descriptions, under } from "./descriptions.js";

const LEVELS = ["off", "minimal", "low", "medium", "high", "xhigh", "max"] as const;

/** One text for each thinking level. */
const perLevel = (text: (level: string) => string): Descriptions =>
  Object.fromEntries(LEVELS.map((level) => [level, text(level)]));

const prices: Descriptions = {
  input: "Price of a million input tokens, in US dollars.",
  output: "Price of a million output tokens, in US dollars.",
  cacheRead: "Price of a million input tokens found in the provider's cache, in US dollars.",
  cacheWrite: "Price of a million input tokens written to the provider's cache, in US dollars.",
};

const cost: Descriptions = {
  ...prices,
  tiers: "Other prices for large requests; the highest threshold that a request passes prices all of it.",
  "tiers[].inputTokensAbove": "Input tokens of a request above which this tier applies.",
  ...under("tiers[]", prices),
};

/** What a model and an override of a built-in model both say. */
const model: Descriptions = {
  name: "Name shown in lists, which `--model` patterns match too.",
  reasoning: "Whether the model can think before it answers.",
  thinkingLevelMap:
    "What is sent to the provider for each thinking level; levels that are not mapped are sent as they are.",
  input: "Kinds of input that the model takes.",
  inputLimits: "How large a request and its images may be.",
  cost: "Prices that session costs are reckoned with.",
  promptCache: "How long the provider keeps prompts in its cache.",
  contextWindow: "Size of the context window, in tokens.",
  maxTokens: "Longest answer, in tokens.",
  samplingParams:
    "Fields added to every request body, such as `temperature`; for OpenAI-compatible interfaces.",
  samplingParamsByThinkingLevel: "Fields added for one thinking level, on top of `samplingParams`.",
  ...under(
    "samplingParamsByThinkingLevel",
    perLevel((level) => `Fields added at the thinking level \`${level}\`.`),
  ),
  headers: "HTTP headers sent with each request; values are resolved like `apiKey`.",
  compat: "What the provider's interface does differently from the one it follows.",
};

const percentiles = (what: string): Descriptions =>
  Object.fromEntries(
    ["50", "75", "90", "99"].map((part) => [`p${part}`, `${what} for ${part} of a hundred requests.`]),
  );

const templateValues: Descriptions = {
  $var: "Value that pi fills in, by name.",
  omitWhenOff: "Whether to leave the argument out while thinking is off.",
};

const openRouterRouting: Descriptions = {
  allow_fallbacks: "Whether another provider may serve a request that the first cannot.",
  require_parameters: "Whether to use only providers that know every parameter of the request.",
  data_collection: "Whether providers that keep or train on requests may be used.",
  zdr: "Whether to use only endpoints that keep no data.",
  enforce_distillable_text: "Whether to use only models whose answers may train other models.",
  order: "Providers to try, in this order.",
  only: "The only providers to use.",
  ignore: "Providers never to use.",
  quantizations: "Quantizations of the model's weights to accept, such as `fp8`.",
  sort: "What to prefer among providers, such as `price`; an attribute set says more.",
  "sort.by": "What to prefer: `price`, `throughput` or `latency`.",
  "sort.partition":
    "Whether endpoints are sorted within each model (`model`) or across all of them (`none`).",
  max_price: "Highest price to pay, in US dollars.",
  ...under("max_price", {
    prompt: "Highest price of a million input tokens.",
    completion: "Highest price of a million output tokens.",
    image: "Highest price of an image.",
    audio: "Highest price of a unit of audio.",
    request: "Highest price of a request.",
  }),
  preferred_min_throughput: "Speed to look for, in tokens a second; a number means the median.",
  ...under("preferred_min_throughput", percentiles("Lowest speed, in tokens a second,")),
  preferred_max_latency: "Delay to look for, in seconds; a number means the median.",
  ...under("preferred_max_latency", percentiles("Longest delay, in seconds,")),
};

const compat: Descriptions = {
  supportsStore: "Whether requests may carry the field `store`.",
  supportsDeveloperRole: "Whether instructions go in messages of the role `developer` instead of `system`.",
  supportsReasoningEffort: "Whether requests may carry the field `reasoning_effort`.",
  supportsUsageInStreaming:
    "Whether token counts can be asked for in a stream (`stream_options.include_usage`).",
  supportsFinishReason: "Whether a stream tells why it ended; pi works it out otherwise.",
  maxTokensField: "Name of the request's field for the longest answer.",
  requiresToolResultName: "Whether the result of a tool has to name the tool.",
  requiresAssistantAfterToolResult:
    "Whether an assistant's message has to stand between a tool's result and the user's next message.",
  requiresNonNullAssistantContent:
    "Whether assistant messages without text are sent with an empty string in place of null.",
  requiresToolsWithToolHistory:
    "Whether an empty list of tools is sent when the conversation used some and the request has none.",
  requiresThinkingAsText: "Whether thoughts are sent back as text between `<thinking>` tags.",
  requiresReasoningContentOnAssistantMessages:
    "Whether assistant messages carry an empty `reasoning_content` while thinking is on.",
  thinkingFormat:
    "How a request asks for thinking; pi guesses from the provider's address where this is unset.",
  chatTemplateKwargs: "Arguments sent as `chat_template_kwargs` when `thinkingFormat` is `chat-template`.",
  ...under("chatTemplateKwargs.*", templateValues),
  chatTemplateArgs: "Arguments sent as `chat_template_args` when `thinkingFormat` is `baseten`.",
  ...under("chatTemplateArgs.*", templateValues),
  openRouterRouting: "Which providers OpenRouter may pass requests on to.",
  ...under("openRouterRouting", openRouterRouting),
  vercelGatewayRouting: "Which providers the Vercel AI Gateway may pass requests on to.",
  "vercelGatewayRouting.only": "The only providers to use.",
  "vercelGatewayRouting.order": "Providers to try, in this order.",
  zaiToolStream: "Whether calls of tools can be streamed with z.ai's field `tool_stream`.",
  thinkingTokenBudgetField:
    "Name of the request's field that limits tokens for thinking, as the serving software calls it.",
  supportsThinkingTokenBudget:
    'Short for `thinkingTokenBudgetField = "thinking_token_budget"`, which is better.',
  supportsOpenAIGrammarTools:
    "Whether tools can be held to a grammar; ordinary tools take their place otherwise.",
  supportsMidConvoSystemMessages:
    "Whether system messages may stand after the conversation began; they are moved to its start otherwise.",
  supportsMidConvoToolAdditions: "Whether a later system message may bring more tools.",
  supportsStrictMode: "Whether the schemas of tools can be enforced strictly.",
  cacheControlFormat: "Whose markers for cached parts of a prompt are sent.",
  sendSessionAffinityHeaders:
    "Whether requests of one session carry an identifier that keeps them on one server.",
  sessionAffinityFormat: "Whose headers carry that identifier.",
  promptCacheKeyMode:
    "Whether requests carry `prompt_cache_key`: as each interface does by itself, whenever caching, or never.",
  supportsLongCacheRetention: "Whether prompts can be cached for the longer of two periods.",
  vllmPriority: "Priority of requests in vLLM's own queue; lower goes first.",
  supportsAdditionalTools: "Whether further tools can be given beside a message.",
  supportsToolSearch: "Whether tools can be looked up by the client while the model answers.",
  supportsExplicitPromptCacheMode: "Whether requests may carry `prompt_cache_options`.",
  supportsMidConvoEffort:
    "Whether another thinking level is announced inside the conversation, which keeps the cache.",
  supportsMaxOutputTokens: "Whether requests may carry `max_output_tokens`.",
  supportsEagerToolInputStreaming: "Whether the input of each tool can be streamed early.",
  supportsCacheControlOnTools: "Whether declarations of tools may carry markers for caching.",
  supportsTemperature: "Whether requests may carry `temperature`.",
  forceAdaptiveThinking:
    "Whether thinking is always asked for in its adaptive form, whatever the model's id.",
  allowEmptySignature: "Whether thoughts with an empty signature are sent back as they are, not as text.",
  supportsStrictTools: "Whether Anthropic's strict schemas for tools are known.",
  supportsMidConvoToolChanges: "Whether tools may be added and removed in the middle of a conversation.",
  supportsMessageThreads:
    "Whether a request may go on from the last answer without sending the conversation again.",
  allowedFallbackModels: "Models that may answer when this one refuses, three at most, with their prices.",
  ...under("allowedFallbackModels[]", {
    provider: "Provider of the other model.",
    model: "Id of the other model.",
    cost: "Prices of the other model.",
  }),
  imageInput: "How a classifier takes images.",
  sendImageOptInHeader: "Whether requests with images carry the header that TypeSafe asks for.",
};

/** Every key of `models.json`; the words are this project's. */
export const modelsDescriptions: Descriptions = {
  $schema: "Address of the JSON Schema that editors check this file against; pi itself ignores it.",
  providers: "Providers to add, or to change, by their name.",
  ...under("providers.*", {
    name: "Name shown in lists.",
    baseUrl: "Address of the provider's interface; built-in models of this provider use it too.",
    apiKey:
      "The key itself, `$NAME` for a variable of the environment, or `!command` for a command's output. Nix stores are world-readable: prefer the last two.",
    api: "Interface that the provider follows, such as `openai-completions` or `anthropic-messages`.",
    oauth: "How to sign in; needs `baseUrl`.",
    headers: "HTTP headers sent with each request; values are resolved like `apiKey`.",
    compat: "What the provider's interface does differently from the one it follows.",
    authHeader: "Whether the key is sent as `Authorization: Bearer`.",
    models: "Models to add.",
    "models[].id": "Id that requests name the model by.",
    "models[].api": "Interface of this model, where it is not the provider's.",
    "models[].baseUrl": "Address for this model, where it is not the provider's.",
    ...under("models[]", model),
    modelOverrides: "Changes to built-in models, by their id.",
    ...under("modelOverrides.*", model),
    ...under("modelOverrides.*.cost", cost),
  }),
  ...under("#ModelCost", cost),
  ...under("#ModelInputLimits", {
    maxRequestBytes: "Largest request, in bytes.",
    images: "Limits for images.",
    "images.resize": "How new images are scaled down before they enter the conversation.",
    "images.resize.maxWidth": "Largest width, in pixels.",
    "images.resize.maxHeight": "Largest height, in pixels.",
    "images.resize.maxBytes": "Largest size once encoded, in bytes.",
    "images.resize.jpegQuality": "Quality of JPEG compression, 1 to 100.",
    "images.maxPerMessage": "Most images in one message.",
    "images.maxPerRequest": "Most images in one request.",
  }),
  ...under("#ModelPromptCache", {
    short: "Lifetime of prompts kept for the short period, in seconds.",
    long: "Lifetime of prompts kept for the long period, in seconds.",
  }),
  ...under("#ProviderCompat", compat),
  ...under(
    "#ThinkingLevelMap",
    perLevel((level) => `What is sent to the provider for the thinking level \`${level}\`.`),
  ),
};
