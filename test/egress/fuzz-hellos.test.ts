import { once } from "node:events";
import { createServer as createTcp } from "node:net";
import { Duplex } from "node:stream";
import { connect as connectTls, TLSSocket } from "node:tls";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { readHello } from "../../templates/egress/hello.mjs";
import { size } from "../support/long.js";
import { certificates, listening } from "./lab.js";

/** See fuzz.test.ts. */

describe("hellos", { timeout: 1_200_000 }, () => {
  let whole: Buffer;
  beforeAll(async () => {
    const tcp = createTcp();
    const port = await listening(tcp);
    const client = connectTls({ port, host: "127.0.0.1", servername: "api.example.com" }).on(
      "error",
      () => {},
    );
    const [socket] = await once(tcp, "connection");
    [whole] = await once(socket, "data");
    socket.destroy();
    client.destroy();
  });

  /** The same message in records of other lengths. */
  const inRecords = (bytes: Buffer, length: number): Buffer => {
    const message = bytes.subarray(5);
    const records = Array.from({ length: Math.ceil(message.length / length) }, (_, index) => {
      const part = message.subarray(index * length, (index + 1) * length);
      return Buffer.concat([Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part]);
    });
    return Buffer.concat(records);
  };
  const octet = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    value: fc.integer({ min: 0, max: 255 }),
    kind: fc.constantFrom("set", "set", "insert", "drop"),
  });
  const mutation = fc.record({
    octets: fc.array(octet, { maxLength: 3 }),
    end: fc.oneof(fc.constant(1), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    record: fc.oneof(fc.constant(16_384), fc.integer({ min: 1, max: 600 })),
    // Where changes matter most: around the name.
    near: fc.boolean(),
  });
  const mutated = ({
    octets,
    end,
    record,
    near,
  }: typeof mutation extends fc.Arbitrary<infer T> ? T : never): Buffer => {
    const name = whole.indexOf("api.example.com");
    const changed = octets.reduce((now, { at, value, kind }) => {
      const index = near ? name - 9 + Math.floor(at * 30) : Math.floor(at * now.length);
      const after = now.subarray(kind === "insert" ? index : index + 1);
      return Buffer.concat([
        now.subarray(0, index),
        ...(kind === "drop" ? [] : [Buffer.from([value])]),
        after,
      ]);
    }, whole);
    return inRecords(changed.subarray(0, Math.max(6, Math.floor(end * changed.length))), record);
  };

  it("are read alike however they come, and nothing throws", () => {
    fc.assert(
      fc.property(mutation, fc.double({ min: 0, max: 1, noNaN: true }), (given, at) => {
        const bytes = mutated(given);
        const all = readHello(bytes);
        const before = readHello(bytes.subarray(0, Math.floor(at * bytes.length)));
        if (all.state === "hello") expect([{ state: "more" }, all]).toContainEqual(before);
        if (before.state !== "more") expect(all).toEqual(before);
      }),
      { numRuns: size({ part: 10_000, whole: 390_000 }) },
    );
  });

  it("that pass have the name that OpenSSL finds in them", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(mutation, async (given) => {
        const bytes = mutated(given);
        const hello = readHello(bytes);
        if (hello.state !== "hello") return;
        const name = await nameByOpenssl(bytes);
        if (name === undefined) return;
        found += 1;
        expect(name.toLowerCase()).toBe(hello.name?.toLowerCase());
      }),
      { numRuns: size({ part: 200, whole: 10_000 }) },
    );
    expect(found).toBeGreaterThan(0);
  });

  /** The name for which a server of TLS looks for a certificate; undefined where it gives up before. */
  function nameByOpenssl(bytes: Buffer): Promise<string | undefined> {
    return new Promise((resolve) => {
      // Whatever a server answers, it has looked for a name by then.
      const wire = new Duplex({
        read() {},
        write: (_chunk, _encoding, done) => {
          done();
          end();
        },
      });
      const server = new TLSSocket(wire, {
        isServer: true,
        key: certificates.key,
        cert: certificates.cert,
        SNICallback: (name, done) => {
          resolve(name);
          done(null);
        },
      });
      const patience = setTimeout(end, 100);
      function end() {
        clearTimeout(patience);
        server.destroy();
        resolve(undefined);
      }
      server.on("error", end).on("close", end);
      wire.push(bytes);
    });
  }
});
