import { ImportError } from "../loss.js";

/** The text of a file: UTF-8 (RFC 3629), without the byte order mark that some editors put before it. @throws ImportError */
export function textOf(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const other = bytes[0] === 0xff || bytes[0] === 0xfe ? "; it begins as UTF-16 does" : "";
    throw new ImportError(where, `its bytes are not UTF-8${other}`, {
      mend: "store it as UTF-8, such as with iconv -t UTF-8",
    });
  }
}
