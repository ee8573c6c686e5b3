import { compileSearch, type LogTest } from "../evaluate/log-match.ts";
import type { SearchNode } from "../query/search.ts";
import type { StoredLog } from "./model.ts";

/** The logs that one search finds, oldest first. */
interface View {
  test: LogTest;
  found: StoredLog[];
  usedAt: number;
}

/** Logs older than this are forgotten: the longest window of a log monitor is 48 hours. */
const KEPT_MS = 50 * 3_600_000;
/** What is expired is removed in batches. */
const SLACK_MS = 3_600_000;
/** Searches that are kept up; beyond it the one that nobody has asked for longest is dropped. */
const MOST_VIEWS = 300;

/**
 * All logs by time. A search that is asked again and again, as monitors do, is matched once against each log, when the log
 * arrives: a window then costs two binary searches.
 */
export class LogStore {
  /** How long after its arrival a log is found by searches: an index that is late. Emulated milliseconds. */
  delayMs = 0;
  /** Arrived, and not yet found; in the order of arrival. */
  #waiting: { log: StoredLog; until: number }[] = [];
  #nowMs = 0;
  #logs: StoredLog[] = [];
  readonly #views = new Map<string, View>();

  get length(): number {
    return this.#logs.length + this.#waiting.length;
  }

  /** All logs, oldest first. */
  get all(): readonly StoredLog[] {
    return this.#logs;
  }

  add(log: StoredLog, now: Date): void {
    if (this.delayMs > 0) this.#waiting.push({ log, until: now.getTime() + this.delayMs });
    else this.#index(log);
    this.#forget(now.getTime());
  }

  #index(log: StoredLog): void {
    insert(this.#logs, log);
    for (const { test, found } of this.#views.values()) if (test(log)) insert(found, log);
  }

  /** Indexes what has waited long enough. */
  #catchUp(nowMs: number): void {
    this.#nowMs = Math.max(this.#nowMs, nowMs);
    if (this.#waiting.length === 0) return;
    const late = this.#waiting;
    this.#waiting = late.filter(({ until }) => until > this.#nowMs);
    for (const { log, until } of late) if (until <= this.#nowMs) this.#index(log);
  }

  /** What a search finds after `fromMs` and up to `toMs`, oldest first. */
  find(search: SearchNode, fromMs: number, toMs: number): StoredLog[] {
    this.#catchUp(toMs);
    const { found } = this.#view(search, toMs);
    return found.slice(firstAfter(found, fromMs), firstAfter(found, toMs));
  }

  #view(search: SearchNode, nowMs: number): View {
    const key = keyOf(search);
    let view = this.#views.get(key);
    if (view === undefined) {
      const test = compileSearch(search);
      view = { test, found: this.#logs.filter(test), usedAt: nowMs };
      this.#views.set(key, view);
      if (this.#views.size > MOST_VIEWS) this.#dropOldest();
    }
    view.usedAt = Math.max(view.usedAt, nowMs);
    return view;
  }

  #forget(nowMs: number): void {
    const oldest = this.#logs[0];
    if (oldest === undefined || oldest.at > nowMs - KEPT_MS - SLACK_MS) return;
    const keep = (logs: StoredLog[]) => logs.slice(firstAfter(logs, nowMs - KEPT_MS));
    this.#logs = keep(this.#logs);
    for (const view of this.#views.values()) view.found = keep(view.found);
  }

  #dropOldest(): void {
    const [oldest] = [...this.#views].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    if (oldest !== undefined) this.#views.delete(oldest[0]);
  }
}

const keys = new WeakMap<SearchNode, string>();

/** Equal searches have the same; written out once for the search of a monitor, which is asked every minute. */
function keyOf(search: SearchNode): string {
  const key = keys.get(search) ?? JSON.stringify(search);
  keys.set(search, key);
  return key;
}

/** The index of the first log later than a time. */
function firstAfter(logs: readonly StoredLog[], ms: number): number {
  let low = 0;
  let high = logs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((logs[middle]?.at ?? 0) > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Nearly all logs come in order, so the place is looked for at the end. */
function insert(logs: StoredLog[], log: StoredLog): void {
  if (log.at >= (logs.at(-1)?.at ?? 0)) logs.push(log);
  else logs.splice(firstAfter(logs, log.at), 0, log);
}
