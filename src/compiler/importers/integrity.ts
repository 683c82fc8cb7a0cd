import { createHash } from "node:crypto";

/** Subresource integrity, as the registry writes it. */
export const integrityOf = (bytes: Uint8Array | string): string =>
  `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
