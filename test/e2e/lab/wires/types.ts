/** What the lab's model knows of a conversation. */
export interface Conversation {
  /** The text of the newest message that is the user's own. */
  readonly prompt: string;
  /** Of the tools that were called since. */
  readonly outputs: readonly string[];
}

/** What it says next. */
export type Reply =
  | { readonly text: string }
  | { readonly tool: string; readonly arguments: Readonly<Record<string, unknown>>; readonly id: string };

/** How an agent and a model speak: a request's body in, a stream of server-sent events out. */
export interface Wire {
  /** The end of the path that it is spoken at. */
  readonly path: string;
  /** The header that carries the key. */
  readonly header: string;
  read(body: unknown): Conversation;
  write(reply: Reply): string;
}
