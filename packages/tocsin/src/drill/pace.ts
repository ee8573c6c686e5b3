import { setTimeout as delay } from "node:timers/promises";

/**
 * How fast the vendors' clock may run. `slow`: signals are being sent, which must arrive together. `steady`: alerts with
 * short windows are watched. `fast`: only long windows are waited for.
 */
export type Speed = "slow" | "steady" | "fast";

/** The vendors' clock, where it can be turned; real vendors' cannot. */
export interface Turnable {
  turn(speed: Speed): Promise<void>;
}

/** Windows of at least this many seconds may pass fast. */
const long = 3600;

/** So many times longer is it between two looks while the clock runs fast: each costs the emulators time that they lack then. */
const restWhileFast = 3;

/** Keeps the time of a drill: how often to look, and how fast the vendors' clock may run for what is under way. */
export class Pace {
  readonly pollMs: number;
  readonly #clock: Turnable | null;
  readonly #waits = new Map<object, number>();
  #sending = 0;
  #speed: Speed | null = null;
  #turning: Promise<void> = Promise.resolve();

  constructor(pollMs: number, clock: Turnable | null) {
    this.pollMs = pollMs;
    this.#clock = clock;
  }

  /** Between two looks. Ends early when the drill is given up. */
  async pause(signal: AbortSignal): Promise<void> {
    const rest = this.#speed === "fast" ? restWhileFast : 1;
    await delay(this.pollMs * rest, undefined, { signal }).catch(() => {});
  }

  /** Sends signals while the clock is slow, so that they fall into one window. */
  async sending<T>(send: () => Promise<T>): Promise<T> {
    this.#sending++;
    await this.#turn();
    try {
      return await send();
    } finally {
      this.#sending--;
      await this.#turn();
    }
  }

  /** Says that `who` waits for something that takes about so many seconds; `null` that it waits no longer. */
  async waiting(who: object, seconds: number | null): Promise<void> {
    if (seconds === null) this.#waits.delete(who);
    else this.#waits.set(who, seconds);
    await this.#turn();
  }

  /** The speed that suits all that is under way. */
  get speed(): Speed {
    if (this.#sending > 0) return "slow";
    return [...this.#waits.values()].every((seconds) => seconds >= long) ? "fast" : "steady";
  }

  async #turn(): Promise<void> {
    const clock = this.#clock;
    if (clock === null) return;
    // One after the other, and each to what is right when its turn comes.
    this.#turning = this.#turning.then(async () => {
      if (this.speed === this.#speed) return;
      this.#speed = this.speed;
      await clock.turn(this.speed);
    });
    await this.#turning;
  }
}
