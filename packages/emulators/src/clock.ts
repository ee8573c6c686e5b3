/**
 * The one clock of all emulated vendors. It shows real time until it is told to run fast; work that is due at set times is
 * done in the order of emulated time, and while it is being done the clock shows that time. A fast clock therefore skips
 * nothing: where the work does not keep up, the clock lags behind instead.
 */
export interface Tick {
  /** Whole seconds between two runs; runs fall on whole multiples of it since the epoch. */
  everySeconds: number;
  name: string;
  run(at: Date): void | Promise<void>;
}

interface Scheduled extends Tick {
  nextMs: number;
}

/** Real milliseconds between two looks at what is due: at least, so that requests are served in between, and at most. */
const lookMs = { least: 20, most: 1000 };
/** Real milliseconds of work after which waiting requests are served. */
const sliceMs = 15;

export class EmulatedClock {
  #realMs: number;
  #emulatedMs: number;
  #rate: number;
  /** Waits for each run of a cron, however long it takes. */
  waitsForCrons = false;
  /** Minutes between two runs of a cron that calls a deployed function, while time is fast. */
  cronGapMinutes = 5;
  /** While work runs: its time. */
  #tickMs: number | null = null;
  readonly #ticks: Scheduled[] = [];
  #started = false;
  #timer: NodeJS.Timeout | undefined;
  #working = false;

  constructor(start: { offsetMs?: number; rate?: number } = {}) {
    this.#realMs = Date.now();
    this.#emulatedMs = this.#realMs + (start.offsetMs ?? 0);
    this.#rate = start.rate ?? 1;
  }

  /** Emulated seconds per real second. */
  get rate(): number {
    return this.#rate;
  }

  /** Emulated minus real time, now, in milliseconds. */
  get offsetMs(): number {
    return Math.round(this.#nowMs() - Date.now());
  }

  now(): Date {
    return new Date(this.#nowMs());
  }

  /** A time that a client sent, which it read from a real clock, as emulated time. */
  fromClient(time: Date): Date {
    return new Date(time.getTime() + this.offsetMs);
  }

  /** From now on the clock runs at `rate`; it neither jumps nor goes back. */
  setRate(rate: number): void {
    if (!(rate > 0 && Number.isFinite(rate))) throw new RangeError(`A clock cannot run at a rate of ${rate}.`);
    this.#rebase(this.#nowMs());
    this.#rate = rate;
    this.#waitForDue();
  }

  /** Stops time, for tests in which it must not pass by itself; `shift` and `advance` still move it. */
  freeze(): void {
    this.#rebase(this.#nowMs());
    this.#rate = 0;
  }

  /** Moves the clock by a fixed span without doing the work in between; for tests of what only reads the clock. */
  shift(ms: number): void {
    this.#rebase(this.#nowMs() + ms);
    for (const tick of this.#ticks) tick.nextMs = after(this.#emulatedMs, tick.everySeconds);
    this.#waitForDue();
  }

  /** Adds recurring work. What is due at the same moment runs in the order in which it was added. */
  every(everySeconds: number, name: string, run: Tick["run"]): void {
    this.#ticks.push({ everySeconds, name, run, nextMs: after(this.#nowMs(), everySeconds) });
    this.#waitForDue();
  }

  /** Does due work by itself from now on. */
  start(): void {
    this.#started = true;
    this.#waitForDue();
  }

  stop(): void {
    this.#started = false;
    clearTimeout(this.#timer);
  }

  /** Lets that many emulated seconds pass at once, with all work in between; for tests, without `start`. */
  async advance(seconds: number): Promise<void> {
    const until = this.#nowMs() + seconds * 1000;
    for (let due = this.#due(until); due !== undefined; due = this.#due(until)) await this.#run(due);
    this.#rebase(until);
  }

  #targetMs(): number {
    return this.#emulatedMs + (Date.now() - this.#realMs) * this.#rate;
  }

  /** Never past work that is still to be done. */
  #nowMs(): number {
    if (this.#tickMs !== null) return this.#tickMs;
    const target = this.#targetMs();
    return this.#started ? Math.min(target, this.#nextMs()) : target;
  }

  /** When something is due next. */
  #nextMs(): number {
    return this.#ticks.reduce((earliest, tick) => Math.min(earliest, tick.nextMs), Number.POSITIVE_INFINITY);
  }

  #rebase(emulatedMs: number): void {
    this.#realMs = Date.now();
    this.#emulatedMs = emulatedMs;
  }

  #due(untilMs: number): Scheduled | undefined {
    let first: Scheduled | undefined;
    for (const tick of this.#ticks) {
      if (tick.nextMs <= untilMs && (first === undefined || tick.nextMs < first.nextMs)) first = tick;
    }
    return first;
  }

  async #run(tick: Scheduled): Promise<void> {
    this.#tickMs = tick.nextMs;
    tick.nextMs += tick.everySeconds * 1000;
    try {
      await tick.run(new Date(this.#tickMs));
    } catch (error) {
      // A fault of an emulator: loud, and the clock goes on, or every vendor would stand still.
      console.error(`local clock: ${tick.name} failed\n`, error);
    } finally {
      this.#tickMs = null;
    }
  }

  /** Sleeps until something is due: a clock that looks all the time is most of what idle emulators cost. */
  #waitForDue(): void {
    if (!this.#started || this.#working) return;
    const waitMs = (this.#nextMs() - this.#targetMs()) / this.#rate;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => void this.#work(),
      // A frozen clock has nothing to wait for.
      Math.min(Math.max(waitMs || 0, lookMs.least), lookMs.most),
    );
  }

  async #work(): Promise<void> {
    this.#working = true;
    try {
      let sliceEnd = performance.now() + sliceMs;
      for (let due = this.#due(this.#targetMs()); due !== undefined; due = this.#due(this.#targetMs())) {
        await this.#run(due);
        if (performance.now() < sliceEnd) continue;
        // What could not be done in time is time that the clock has lost, or requests would never be served.
        if (this.#targetMs() - due.nextMs > 0 && this.#rate > 1) this.#rebase(Math.min(this.#targetMs(), due.nextMs));
        await new Promise((resolve) => setImmediate(resolve));
        sliceEnd = performance.now() + sliceMs;
      }
    } finally {
      this.#working = false;
      this.#waitForDue();
    }
  }
}

/** The first whole multiple of the period after `ms`. */
function after(ms: number, everySeconds: number): number {
  const period = everySeconds * 1000;
  return (Math.floor(ms / period) + 1) * period;
}
