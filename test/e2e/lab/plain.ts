import { createSocket } from "node:dgram";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { networkInterfaces } from "node:os";
import { as } from "./lab.js";

/** An address of this machine that is not of the loopback; it stands for the world. */
export function worldAddress(): string {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const found = addresses.find(({ family, internal }) => family === "IPv4" && !internal);
  if (found === undefined) throw new Error("this machine has no address beside the loopback's");
  return found.address;
}

/** Servers that answer whatever they are told with `plain`, without TLS. */
export interface Plain {
  /** An address that is the world's, and a port of it, by TCP and by UDP. */
  readonly world: { readonly host: string; readonly port: number };
  readonly close: () => Promise<void>;
}

/**
 * At the ports 22, 80 and 8443 of an upstream's address, at 443 of the address after it, whose name is plain.wild.lab.example, and
 * in the world. Further names of the upstream's are these of which the proxy knows none.
 */
export async function startPlain(upstream: string): Promise<Plain> {
  const next = upstream.replace(/1$/, "2");
  const sockets = new Set<Socket>();
  const answer = (socket: Socket) => {
    sockets.add(socket.on("close", () => sockets.delete(socket)).on("error", () => {}));
    socket.once("data", () =>
      socket.end("HTTP/1.1 200 OK\r\ncontent-length: 6\r\nconnection: close\r\n\r\nplain\n"),
    );
  };
  const listen = async (port: number, host: string) => {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(port, host, resolve));
    return server;
  };
  const world = worldAddress();
  const servers = await Promise.all([
    ...[22, 80, 8443].map((port) => listen(port, upstream)),
    listen(443, next),
  ]);
  const inWorld = await listen(0, world);
  const { port } = inWorld.address() as AddressInfo;
  const datagrams = createSocket("udp4");
  datagrams.on("message", (_, { port: to, address }) => datagrams.send("plain\n", to, address));
  await new Promise<void>((resolve) => datagrams.bind(port, world, resolve));
  await as(
    "root",
    `printf '%s\\n' '${next} plain.wild.lab.example' '${upstream} wild.lab.example notallowed.lab.example' >>/etc/hosts`,
  );
  return {
    world: { host: world, port },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(
        [...servers, inWorld].map((server) => new Promise((resolve) => server.close(resolve))),
      );
      await new Promise<void>((resolve) => datagrams.close(resolve));
    },
  };
}
