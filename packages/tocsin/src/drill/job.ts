import { messageOf } from "../shared/failure.mjs";
import type { Observed } from "../vendors/fire-types.ts";
import type { Firing } from "../vendors/firing.ts";
import { VendorError } from "../vendors/http/errors.ts";
import type { Message } from "../vendors/inbox.ts";
import type { About, Postbox } from "./inbox.ts";
import type { Level } from "./levels.ts";
import type { Pace } from "./pace.ts";
import type { Receipt, ReceiptMessage } from "./receipt.ts";
import type { Waits } from "./waits.ts";

/** What drilling one definition needs. */
export interface JobInput {
  definition: string;
  /** Tells its notifications from those of others. */
  isAbout: About;
  /** Reached before anything is fired: `routed`. */
  ceiling: { level: Level; reason: string };
  /** Places that its messages must reach. */
  places: readonly string[];
  /** Those that the message of its recovery must reach; left out: the same. */
  recoveryPlaces?: readonly string[];
  objects: string[];
  notes: readonly string[];
  waits: Waits;
  firing: Firing;
  /** Asked where no notification came: sentences that name what may mute the alert. Never throws for what a vendor does. */
  mutedBy?: () => Promise<string[]>;
}

export interface JobPorts {
  postbox: Postbox;
  pace: Pace;
  abort: AbortSignal;
  /** Told whenever a level is reached or something is waited for. */
  progress: (definition: string, level: Level, doing: string) => void;
  /** Something could not be restored: the drill as a whole is not complete. */
  problem: (text: string) => void;
}

/** So many looks at least before something counts as not happening: the clock may run faster than we look. */
const fewestLooks = 5;
/** Milliseconds of our own time beyond a wait's limit after which a clock that stands still is given up. */
const stuckAfter = 300_000;

class Ended extends Error {
  readonly complete: boolean;
  constructor(reason: string, complete = true) {
    super(reason);
    this.complete = complete;
  }
}

/**
 * Drills one definition: waits until all is quiet, makes it fire, reads the message in every place, lets it end, and reads
 * that too. Whatever happens, it is ended. Never throws for what a vendor does: the receipt says it.
 */
export async function drillOne(input: JobInput, ports: JobPorts): Promise<Receipt> {
  const { definition, firing } = input;
  const job = new Job(input, ports);
  try {
    await job.run();
  } catch (error) {
    if (!(error instanceof Ended) && !(error instanceof VendorError) && !ports.abort.aborted) job.fail(error);
    else if (error instanceof Ended) job.stop(error.message, error.complete);
    else job.stop(ports.abort.aborted ? "the drill was interrupted" : messageOf(error), false);
  }
  await ports.pace.waiting(job, null);
  try {
    await firing.end();
  } catch (error) {
    const said = messageOf(error);
    ports.problem(`${definition}: ${firing.injected} could not be restored: ${said}`);
    job.stop(`it could not be restored: ${said}`, false);
  }
  return job.receipt();
}

class Job {
  readonly #input: JobInput;
  readonly #ports: JobPorts;
  #level: Level = "routed";
  #reason = "";
  #complete = true;
  readonly #times: Record<"startedAt" | "firedAt" | "deliveredAt" | "recoveredAt", Date | null> = {
    startedAt: null,
    firedAt: null,
    deliveredAt: null,
    recoveredAt: null,
  };
  readonly #messages: ReceiptMessage[] = [];

  constructor(input: JobInput, ports: JobPorts) {
    this.#input = input;
    this.#ports = ports;
  }

  async run(): Promise<void> {
    const { firing, ceiling } = this.#input;
    await this.#calm();
    await this.#ports.postbox.look(true);
    const mark = this.#ports.postbox.mark;
    const start = (await firing.observe(true)).now;
    this.#times.startedAt = start;
    this.#say("injecting");
    await this.#ports.pace.sending(() => firing.begin());
    await this.#fire(start, mark);
    await this.#deliver(mark);
    if (ceiling.level === "delivered") throw new Ended(ceiling.reason);
    await this.#recover(mark);
    this.#reason = firing.silentRecovery ? `${ceiling.reason}; ${firing.silentRecovery}` : ceiling.reason;
  }

  /** Nothing may fire before: a message could not be told from the one that is expected. */
  async #calm(): Promise<void> {
    const { firing, waits } = this.#input;
    const held = await firing.heldUntil();
    // What fires for want of data must have had some.
    const isQuiet = (state: Observed["state"]) => state === "ok" || (state === "no-data" && firing.firesAs === "alert");
    const calm = await this.#until("waiting for OK", waits.calm, async ({ state, now }) => {
      return isQuiet(state) && (held === null || now >= held) ? true : null;
    });
    if (calm !== null) return;
    const { state } = await firing.observe();
    throw new Ended(
      isQuiet(state)
        ? "the vendor sends nothing about it for a while after the last time; drill it again later"
        : `it was in ${state} before the drill began, and stayed so`,
    );
  }

  async #fire(start: Date, mark: number): Promise<void> {
    const { firing, waits, isAbout, places } = this.#input;
    const fired = await this.#until("waiting for the alert", waits.fire, async (observed) => {
      if (firing.firesAs === "no-data") return observed.state === "no-data" ? observed.now : null;
      const since = observed.triggeredAt !== null && observed.triggeredAt >= start ? observed.triggeredAt : null;
      if (since !== null && observed.state === "alert") return since;
      // Over already: then only a message tells that it was an alert and not a warning.
      if (since !== null) {
        await this.#ports.postbox.look();
        if (places.some((place) => this.#ports.postbox.find(place, mark, isAbout, "alert"))) return since;
      }
      await firing.again?.(observed);
      return null;
    });
    if (fired === null) {
      const { state, triggeredAt } = await firing.observe();
      if (state === firing.firesAs && triggeredAt !== null)
        throw new Ended(`the vendor says that it fires since ${triggeredAt.toISOString()}, before the signal was sent`);
      const wanted = firing.firesAs === "alert" ? "Alert" : "No Data";
      const why = (await firing.unfired?.()) ?? null;
      throw new Ended(
        `the vendor did not say ${wanted} within ${minutes(waits.fire)} of the signal (it says ${state})${why === null ? "" : `: ${why}`}`,
      );
    }
    this.#times.firedAt = fired;
    this.#reach("fired");
  }

  async #deliver(mark: number): Promise<void> {
    const { firing, waits, isAbout, places } = this.#input;
    if (places.length === 0) throw new Ended("its route has no place that can be read back");
    const find = () => places.map((place) => this.#ports.postbox.find(place, mark, isAbout, firing.firesAs));
    const found = await this.#until("waiting for the message", waits.deliver, async () => {
      await this.#ports.postbox.look();
      return complete(find());
    });
    if (found === null) {
      const lacking = places.filter((_, i) => find()[i] === null);
      const strays = this.#ports.postbox.strays(places, mark, isAbout);
      const instead = strays.length === 0 ? "" : `; it went to ${strays.join(", ")}`;
      throw new Ended(
        `no message came to ${lacking.join(" and ")} within ${minutes(waits.deliver)} of the alert${instead}${await this.#muted()}`,
      );
    }
    this.#times.deliveredAt = latest(found);
    this.#messages.push(...found.map((message) => summary(message, "alert")));
    this.#reach("delivered");
  }

  async #recover(mark: number): Promise<void> {
    const { firing, waits, isAbout, recoveryPlaces: places = this.#input.places } = this.#input;
    this.#say("ending");
    await firing.end();
    const endedAt = (await firing.observe(true)).now;
    const wanted = firing.silentRecovery === null;
    const find = () => places.map((place) => this.#ports.postbox.find(place, mark, isAbout, "recovery"));
    let okAt: Date | null = null;
    const over = await this.#until("waiting for the end", waits.recover, async (observed) => {
      if (observed.state === "ok" && observed.now >= endedAt) okAt ??= observed.now;
      if (observed.state !== "ok") {
        okAt = null;
        await firing.settle?.(observed);
      }
      if (okAt === null) return null;
      if (wanted) await this.#ports.postbox.look();
      const messages = wanted ? complete(find()) : [];
      return messages === null ? null : { at: okAt, messages };
    });
    if (over === null) {
      const { state } = await firing.observe();
      if (state !== "ok")
        throw new Ended(`the vendor did not say OK within ${minutes(waits.recover)} of the end (it says ${state})`);
      const lacking = places.filter((_, i) => find()[i] === null);
      throw new Ended(
        `the vendor says OK, but no message about that came to ${lacking.join(" and ")}${await this.#muted()}`,
      );
    }
    this.#times.recoveredAt = latest(over.messages) ?? over.at;
    this.#messages.push(...over.messages.map((message) => summary(message, "recovery")));
    this.#reach("recovered");
  }

  /** Looks until `look` gives something, or null when the vendor's clock has passed the limit (seconds). */
  async #until<T>(doing: string, limit: number, look: (observed: Observed) => Promise<T | null>): Promise<T | null> {
    const { firing } = this.#input;
    const { pace, abort } = this.#ports;
    this.#say(doing);
    await pace.waiting(this, limit);
    const begun = performance.now();
    let first: Date | null = null;
    for (let looks = 1; ; looks++) {
      abort.throwIfAborted();
      const observed = await firing.observe();
      first ??= observed.now;
      const found = await look(observed);
      if (found !== null) return found;
      const passed = (observed.now.getTime() - first.getTime()) / 1000;
      if (passed > limit && looks >= fewestLooks) return null;
      if (performance.now() - begun > limit * 1000 + stuckAfter)
        throw new Ended("the vendor's clock stands still", false);
      await pace.pause(abort);
    }
  }

  /** What may have kept a message back, to go behind the reason; empty where nothing is known. */
  async #muted(): Promise<string> {
    const muted = (await this.#input.mutedBy?.()) ?? [];
    return muted.length === 0 ? "" : `: ${muted.join(" ")}`;
  }

  #reach(level: Level): void {
    this.#level = level;
    this.#say("");
  }

  #say(doing: string): void {
    this.#ports.progress(this.#input.definition, this.#level, doing);
  }

  stop(reason: string, complete: boolean): void {
    this.#reason = this.#reason === "" ? reason : `${this.#reason}; ${reason}`;
    this.#complete &&= complete;
  }

  /** An error of ours, or of something that is not there any more: told in the receipt, so that the others go on. */
  fail(error: unknown): void {
    this.stop(messageOf(error), false);
  }

  receipt(): Receipt {
    const { definition, ceiling, objects, firing, notes } = this.#input;
    const iso = (date: Date | null) => date?.toISOString() ?? null;
    return {
      definition,
      level: this.#level,
      reason: this.#reason || "the drill ended before it could read the state",
      startedAt: iso(this.#times.startedAt),
      firedAt: iso(this.#times.firedAt),
      deliveredAt: iso(this.#times.deliveredAt),
      recoveredAt: iso(this.#times.recoveredAt),
      evidence: {
        highest: ceiling.level,
        complete: this.#complete,
        objects,
        messages: this.#messages,
        injected: this.#times.startedAt === null ? null : firing.injected,
        how: this.#times.startedAt === null ? null : firing.how,
        notes: [...notes, ...firing.notes],
      },
    };
  }
}

const minutes = (seconds: number): string => `${Math.ceil(seconds / 60)} min`;

/** All of them, or null while one is lacking. */
function complete(messages: readonly (Message | null)[]): Message[] | null {
  const there = messages.filter((message) => message !== null);
  return there.length === messages.length ? there : null;
}

function latest(messages: readonly Message[]): Date | null {
  return messages.length === 0 ? null : new Date(Math.max(...messages.map(({ at }) => at.getTime())));
}

function summary({ place, id, at, text }: Message, means: "alert" | "recovery"): ReceiptMessage {
  const subject = (text.split("\n").find((line) => line.trim() !== "") ?? "").trim().slice(0, 200);
  return { place, id, at: at.toISOString(), subject, means };
}
