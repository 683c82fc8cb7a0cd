/**
 * Model providers whose keys can stay outside of a session: facts of each one's own API reference. What stands before the
 * paths is what agents call its base URL.
 */
export interface Provider {
  /** What stands before the paths of its API. */
  readonly base: string;
  /** The header that holds the key, and what stands before the key in it. */
  readonly header: string;
  readonly prefix: string;
  /** What paths behind the base begin with: those by which models are listed and asked. Files can be left on none. */
  readonly paths: readonly string[];
  /** The variables that its own clients take a credential of it from, in a header of one's own as well; the key's first. */
  readonly variables: readonly [key: string, ...others: string[]];
}

const bearer = { header: "authorization", prefix: "Bearer " } as const;
/** The paths of OpenAI's API that others have made theirs. */
const compatible = ["/chat/completions", "/responses", "/models"] as const;

export const providers: Readonly<Record<string, Provider>> = {
  anthropic: {
    base: "https://api.anthropic.com",
    header: "x-api-key",
    prefix: "",
    paths: ["/v1/messages", "/v1/models"],
    variables: [
      "ANTHROPIC_API_KEY",
      "ANTHROPIC_AUTH_TOKEN",
      "ANTHROPIC_IDENTITY_TOKEN",
      "ANTHROPIC_CUSTOM_HEADERS",
    ],
  },
  cerebras: {
    base: "https://api.cerebras.ai/v1",
    ...bearer,
    paths: compatible,
    variables: ["CEREBRAS_API_KEY"],
  },
  deepseek: {
    base: "https://api.deepseek.com",
    ...bearer,
    paths: [...compatible, "/v1/chat/completions", "/v1/models"],
    variables: ["DEEPSEEK_API_KEY"],
  },
  google: {
    base: "https://generativelanguage.googleapis.com/v1beta",
    header: "x-goog-api-key",
    prefix: "",
    paths: ["/models"],
    variables: ["GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_GENERATIVE_AI_API_KEY"],
  },
  groq: {
    base: "https://api.groq.com/openai/v1",
    ...bearer,
    paths: compatible,
    variables: ["GROQ_API_KEY"],
  },
  mistral: {
    base: "https://api.mistral.ai",
    ...bearer,
    paths: ["/v1/chat/completions", "/v1/fim/completions", "/v1/conversations", "/v1/models"],
    variables: ["MISTRAL_API_KEY"],
  },
  openai: {
    base: "https://api.openai.com/v1",
    ...bearer,
    paths: [...compatible, "/embeddings"],
    variables: ["OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_CUSTOM_HEADERS"],
  },
  openrouter: {
    base: "https://openrouter.ai/api/v1",
    ...bearer,
    paths: [...compatible, "/messages", "/images"],
    variables: ["OPENROUTER_API_KEY"],
  },
  xai: {
    base: "https://api.x.ai/v1",
    ...bearer,
    paths: compatible,
    variables: ["XAI_API_KEY"],
  },
};
