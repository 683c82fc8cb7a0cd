/** `unseen`: this user could not look, so that it is neither well nor ill. */
export type Level = "ok" | "warn" | "fail" | "unseen";

/** What a check has to say. */
export interface Finding {
  readonly level: Level;
  readonly text: string;
  /** What to do about it; names the option, where one mends it. */
  readonly mend?: string;
}

export const ok = (text: string): Finding => ({ level: "ok", text });
export const warn = (text: string, mend: string): Finding => ({ level: "warn", text, mend });
export const fail = (text: string, mend: string): Finding => ({ level: "fail", text, mend });
export const unseen = (text: string, mend = "run nixsmith doctor as root"): Finding => ({
  level: "unseen",
  text,
  mend,
});
