import type { LocalContext } from "../../context.ts";
import type { MetricDetector, SentryStore } from "../store.ts";
import { isMetric } from "../store.ts";
import { type Priority, resultOf, stepMinutes } from "./conditions.ts";
import { type Watch, watch } from "./watch.ts";

/** A metric monitor whose state has changed: a value that raises an issue, changes its priority, or ends it. */
export interface Verdict {
  detector: MetricDetector;
  priority: Priority;
  value: number;
  at: Date;
}

/** How long events and spans are kept at least: two days. */
const keptMs = 49 * 3_600_000;
/** What is expired is removed in batches. */
const slackMs = 3_600_000;

/** Evaluates all metric monitors, each in its own step, from what has arrived since. */
export class MetricMonitors {
  readonly #store: SentryStore;
  readonly #watches = new Map<string, { body: unknown; watch: Watch }>();

  constructor(store: SentryStore) {
    this.#store = store;
  }

  /** Runs each emulated minute; `tell` is given what has changed, one after the other. */
  start(context: LocalContext, tell: (verdict: Verdict) => Promise<void>): void {
    context.clock.every(60, "sentry monitors", async (at) => {
      for (const detector of this.#store.detectors.values()) {
        if (!isMetric(detector) || !detector.body.enabled) continue;
        const { source, config } = detector.body;
        // What is usual is learned by Sentry alone: such a monitor is stored, and stays as it is.
        if (config.detectionType === "dynamic") continue;
        const step = stepMinutes(source.timeWindow, config.detectionType === "percent");
        if ((at.getTime() / 60_000) % step !== 0) continue;
        const verdict = this.#judge(detector, at);
        if (verdict !== null) await tell(verdict);
      }
      this.#forget(at);
    });
  }

  event(...args: Parameters<Watch["event"]>): void {
    for (const one of this.#watches.values()) one.watch.event(...args);
  }

  span(...args: Parameters<Watch["span"]>): void {
    for (const one of this.#watches.values()) one.watch.span(...args);
  }

  #judge(detector: MetricDetector, at: Date): Verdict | null {
    const value = this.#valueOf(detector, at.getTime());
    if (value === null || Number.isNaN(value)) return null;
    const priority = resultOf(detector.body.conditionGroup, value);
    if (priority === null || priority === detector.priority) return null;
    detector.priority = priority;
    return { detector, priority, value, at };
  }

  #valueOf(detector: MetricDetector, end: number): number | null {
    const { config } = detector.body;
    const mine = this.#watchOf(detector);
    const now = mine.valueAt(end);
    if (config.detectionType !== "percent" || typeof config.comparisonDelta !== "number") return now;
    const before = mine.valueAt(end - config.comparisonDelta * 1000);
    // Nothing to compare with: Sentry leaves the evaluation out.
    return before === 0 ? null : (now / before) * 100;
  }

  /** A new or changed monitor looks once through what is there. */
  #watchOf({ id, body, project }: MetricDetector): Watch {
    const known = this.#watches.get(id);
    if (known?.body === body) return known.watch;
    const delta = body.config.comparisonDelta;
    const fresh = watch(body.source, project.id, typeof delta === "number" ? delta * 1000 : 0);
    for (const event of this.#store.events) fresh.event(event);
    for (const span of this.#store.spans) fresh.span(span);
    this.#watches.set(id, { body, watch: fresh });
    return fresh;
  }

  /** How far back, in milliseconds, each comparison of two windows looks. */
  #lookBacks(): number[] {
    return [...this.#store.detectors.values()].filter(isMetric).map(({ body: { source, config } }) => {
      const delta = typeof config.comparisonDelta === "number" ? config.comparisonDelta : 0;
      return (source.timeWindow + delta) * 1_000 + slackMs;
    });
  }

  #forget(at: Date): void {
    const before = at.getTime() - Math.max(keptMs, ...this.#lookBacks());
    const { events, spans } = this.#store;
    for (const list of [events, spans]) {
      const [oldest] = list;
      if (oldest === undefined || oldest.timestamp.getTime() > before - slackMs) continue;
      const kept = list.findIndex(({ timestamp }) => timestamp.getTime() >= before);
      list.splice(0, kept === -1 ? list.length : kept);
    }
    for (const id of this.#watches.keys()) if (!this.#store.detectors.has(id)) this.#watches.delete(id);
  }
}
