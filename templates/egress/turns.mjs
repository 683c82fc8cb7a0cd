// The requests of one connection: one at a time, and none behind one that was refused, since it may be meant as a part of it.

/** Requests that wait for the answer to the one before (RFC 9112, 9.3.2). */
const maxWaiting = 100;

/** @typedef {import("node:stream").Duplex} Duplex */
/** @typedef {{ open: number, isOver: boolean, last: Promise<void> }} Connection `last` is when all of them are answered */

export function turns() {
  /** @type {WeakMap<Duplex, Connection>} */
  const connections = new WeakMap();
  return {
    /**
     * Whether all that was asked on it is answered, and nothing was refused.
     * @param {Duplex} socket
     */
    isFree: (socket) => (connections.get(socket)?.open ?? 0) === 0,

    /**
     * @param {Duplex} socket
     * @param {() => Promise<boolean>} answer says whether another request may follow; is not called where none may
     */
    take(socket, answer) {
      /** @type {Connection} */
      const connection = connections.get(socket) ?? { open: 0, isOver: false, last: Promise.resolve() };
      connections.set(socket, connection);
      connection.open += 1;
      // They cost memory, and no program sends that many.
      if (connection.open > 1 + maxWaiting) socket.destroy();
      const next = async () => {
        if (connection.isOver || socket.destroyed) return;
        if (await answer()) connection.open -= 1;
        else connection.isOver = true;
      };
      connection.last = connection.open === 1 ? next() : connection.last.then(next);
    },
  };
}
