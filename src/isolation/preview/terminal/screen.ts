import type { Colours } from "../../../colours.js";

/** Where and how text is shown. */
export interface Screen {
  readonly colours: Colours;
  /** Columns. */
  readonly width: number;
}
