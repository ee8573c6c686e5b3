import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { StoredLog } from "./model.ts";

/** As many logs as are opened in some milliseconds. */
const mostLogs = 500;

/** Some hundred logs that are hours old, as compressed text: they take a twentieth of the memory. */
export class LogBlock {
  /** The time of its first log, and of its last; in milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly length: number;
  readonly #text: Buffer;
  /** What was opened, for as long as nobody needs the memory: several searches in a row look as far back. */
  #opened: WeakRef<StoredLog[]> | undefined;

  private constructor(logs: readonly StoredLog[]) {
    this.from = logs[0]?.at ?? 0;
    this.to = logs.at(-1)?.at ?? 0;
    this.length = logs.length;
    // At its fastest: the other levels take four times as long, and make what is small anyway a third smaller.
    this.#text = deflateRawSync(JSON.stringify(logs), { level: 1 });
  }

  /** @param logs by time */
  static of(logs: readonly StoredLog[]): LogBlock[] {
    const starts = Array.from({ length: Math.ceil(logs.length / mostLogs) }, (_, index) => index * mostLogs);
    return starts.map((start) => new LogBlock(logs.slice(start, start + mostLogs)));
  }

  /** Its logs by time, as they were: all that a log holds came as JSON. */
  open(): StoredLog[] {
    const opened = this.#opened?.deref();
    if (opened !== undefined) return opened;
    const logs: StoredLog[] = JSON.parse(inflateRawSync(this.#text).toString());
    this.#opened = new WeakRef(logs);
    return logs;
  }
}
