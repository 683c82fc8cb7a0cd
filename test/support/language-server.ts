import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node.js";
import * as z from "zod";

const require = createRequire(import.meta.url);

const Completions = z.object({ items: z.array(z.object({ label: z.string(), insertText: z.string() })) });
const Hover = z.object({ contents: z.object({ value: z.string() }) });
const Diagnostics = z.object({
  uri: z.string(),
  diagnostics: z.array(
    z.object({ message: z.string(), range: z.object({ start: z.object({ line: z.number() }) }) }),
  ),
});

/** An open YAML file in an editor: `|` in a text is where the cursor stands. */
export interface Editor {
  /** What is offered at the cursor. */
  complete(text: string): Promise<readonly { readonly label: string; readonly insertText: string }[]>;
  /** What is shown when the pointer rests at the cursor, as Markdown. */
  hover(text: string): Promise<string>;
  /** What is underlined: line, from one, and message. */
  check(text: string): Promise<readonly string[]>;
  close(): void;
}

/**
 * The YAML language server that editors run, asked by its protocol. Every text begins with the modeline that names `schema`,
 * a file; its lines are counted after that one.
 */
export async function openEditor(schema: string): Promise<Editor> {
  const server = require.resolve("yaml-language-server/bin/yaml-language-server");
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const waiting = new Map<string, (lines: readonly string[]) => void>();
  connection.onRequest("workspace/configuration", ({ items }: { items: readonly { section: string }[] }) =>
    items.map(({ section }) => (section === "yaml" ? settings : {})),
  );
  connection.onRequest("client/registerCapability", () => null);
  connection.onNotification("textDocument/publishDiagnostics", (message: unknown) => {
    const { uri, diagnostics } = Diagnostics.parse(message);
    waiting.get(uri)?.(diagnostics.map(({ range, message }) => `${range.start.line}: ${message}`).sort());
  });
  connection.listen();
  await connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities });
  await connection.sendNotification("initialized", {});

  let files = 0;
  const open = async (text: string) => {
    files += 1;
    const uri = `file:///host-${files}.yaml`;
    const document = {
      uri,
      languageId: "yaml",
      version: 1,
      text: `# yaml-language-server: $schema=${schema}\n${text}`,
    };
    await connection.sendNotification("textDocument/didOpen", { textDocument: document });
    return uri;
  };
  const ask = async (method: string, text: string): Promise<unknown> => {
    const before = text.slice(0, text.indexOf("|")).split("\n");
    const uri = await open(text.replace("|", ""));
    const position = { line: before.length, character: before.at(-1)?.length ?? 0 };
    return connection.sendRequest(method, { textDocument: { uri }, position });
  };
  return {
    complete: async (text) => Completions.parse(await ask("textDocument/completion", text)).items,
    hover: async (text) => Hover.parse(await ask("textDocument/hover", text)).contents.value,
    check: async (text) => {
      const uri = await open(text);
      return new Promise((resolve) => waiting.set(uri, resolve));
    },
    close: () => {
      connection.dispose();
      child.kill();
    },
  };
}

/** As editors have it, but that no other schema is fetched. */
const settings = { validate: true, hover: true, completion: true, schemaStore: { enable: false } };

const capabilities = {
  workspace: { configuration: true },
  textDocument: {
    completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } },
    hover: { contentFormat: ["markdown"] },
  },
};
