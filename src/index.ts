/** The public library; see docs/library.md. */
export { npm, program } from "./toolkit/declaration/declare.js";
export { resolve } from "./toolkit/declaration/resolve.js";
