// What is said to a program whose request is not passed on, and to whoever reads the log.

/** A request that is not passed on. `status` is HTTP's; `message` one line, for people. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** By a rule of the host's. @param {string} message */
export const forbidden = (message) => new Refusal(403, message);

/** By what the request is, whatever the rules. @param {string} message */
export const malformed = (message) => new Refusal(400, message);

/** By what the upstream does or is. @param {string} message */
export const unreachable = (message) => new Refusal(502, message);
