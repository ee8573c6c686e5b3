import type { Live } from "../../lint/live.ts";

/** What the vendors said, and what could not be asked. */
export interface OnlineAnswers {
  live: Live;
  /** False when a vendor could not be read. */
  complete: boolean;
  notChecked: string[];
  calls: Record<string, number>;
}
