import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startEgress } from "../test/support/egress-program.js";
import type { Row, Settings } from "./row.js";

/** Milliseconds between two events of a stream, as models send them. */
const pause = 5;
const events = 200;

/** What stands between a session and its model: how much later an event of a stream arrives, and what the program takes. */
export async function egressRows({ runs }: Settings): Promise<readonly Row[]> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    let left = events;
    const timer = setInterval(() => {
      response.write(`data: ${process.hrtime.bigint()}\n\n`);
      left -= 1;
      if (left > 0) return;
      clearInterval(timer);
      response.end();
    }, pause);
  });
  const port = await listening(server);
  const allow = [{ address: "127.0.0.1", port }];
  // The policy's service runs without a compiler.
  const proxy = await startEgress({ option: "bench", allow }, { flags: ["--jitless"] });
  proxy.child.stdout?.resume();
  const direct: number[] = [];
  const through: number[] = [];
  for (let run = 0; run < Math.min(runs, 5); run++) {
    direct.push(...(await latencies(port, "/", port)));
    through.push(...(await latencies(proxy.port, `http://127.0.0.1:${port}/`, port)));
  }
  const memory = Math.round(proxy.memory("VmRSS"));
  proxy.child.kill("SIGKILL");
  server.close();
  const [base, measured] = [median(direct), median(through)];
  return [
    {
      what: "an event of a stream through the egress program",
      against: "the same from the server itself",
      ratio: measured / base,
      detail: `${(measured - base).toFixed(2)} ms later (median of ${through.length}; ${base.toFixed(2)} and ${measured.toFixed(2)} ms); 99th of 100: ${high(direct).toFixed(2)} and ${high(through).toFixed(2)} ms; memory of the program ${memory} MiB`,
    },
  ];
}

/** Milliseconds that each event took from the server to here; both have one clock. */
function latencies(port: number, path: string, upstream: number): Promise<readonly number[]> {
  return new Promise((resolve, reject) => {
    get({ host: "127.0.0.1", port, path, headers: { host: `127.0.0.1:${upstream}` } }, (answer) => {
      const all: number[] = [];
      answer.on("data", (chunk: Buffer) => {
        const now = process.hrtime.bigint();
        for (const [, sent = ""] of chunk.toString().matchAll(/data: (\d+)/g))
          all.push(Number(now - BigInt(sent)) / 1e6);
      });
      answer.on("end", () => resolve(all)).on("error", reject);
    }).on("error", reject);
  });
}

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

const at = (values: readonly number[], share: number): number =>
  values.toSorted((one, other) => one - other)[Math.floor(share * values.length)] ?? Number.NaN;
const median = (values: readonly number[]): number => at(values, 0.5);
const high = (values: readonly number[]): number => at(values, 0.99);
