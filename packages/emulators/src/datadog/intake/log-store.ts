import { tidyUpSoon } from "../../memory.mjs";
import { compileSearch, type LogTest } from "../evaluate/log-match.ts";
import type { SearchNode } from "../query/search.ts";
import { LogBlock } from "./log-block.ts";
import type { StoredLog } from "./model.ts";

/** The logs that one watched search finds, oldest first: all of them that are later than `since`. */
interface View {
  test: LogTest;
  found: StoredLog[];
  since: number;
  usedAt: number;
  /** How far back it has been asked to look since the store was last tidied, in milliseconds. */
  reach: number;
}

/** Logs older than this are forgotten: the longest window of a log monitor is 48 hours. */
const KEPT_MS = 50 * 3_600_000;
/** What is expired is removed in batches. */
const SLACK_MS = 3_600_000;
/** Searches that are kept up; beyond it the one that nobody has asked for longest is dropped. */
const MOST_VIEWS = 300;
/** Logs older than this are kept in blocks: most monitors look back an hour at most. */
const OPEN_MS = 3_600_000;

/**
 * All logs by time. A search that is watched, as monitors do, is matched once against each log, when the log arrives: a window then
 * costs two binary searches. What is old is kept in blocks, and opened when a search looks so far back.
 */
export class LogStore {
  /** How long after its arrival a log is found by searches: an index that is late. Emulated milliseconds. */
  delayMs = 0;
  /** Arrived, and not yet found; in the order of arrival. */
  #waiting: { log: StoredLog; until: number }[] = [];
  #nowMs = 0;
  #logs: StoredLog[] = [];
  /** What is older, as it was put away: a log that was late may be older than those of an earlier block. */
  #blocks: LogBlock[] = [];
  #oldestMs = Number.POSITIVE_INFINITY;
  readonly #openMs: number;
  readonly #views = new Map<string, View>();

  /** @param openMs milliseconds after which logs are put into blocks, in batches of as long */
  constructor(openMs = OPEN_MS) {
    this.#openMs = openMs;
  }

  get length(): number {
    return this.#blocks.reduce((sum, { length }) => sum + length, this.#logs.length + this.#waiting.length);
  }

  /** All logs that searches find, oldest first. */
  get all(): readonly StoredLog[] {
    return this.#between(() => true, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  add(log: StoredLog, now: Date): void {
    if (this.delayMs > 0) this.#waiting.push({ log, until: now.getTime() + this.delayMs });
    else this.#index(log);
    this.#forget(now.getTime());
    this.#putAway(now.getTime());
  }

  #index(log: StoredLog): void {
    insert(this.#logs, log);
    this.#oldestMs = Math.min(this.#oldestMs, log.at);
    for (const { test, found, since } of this.#views.values()) if (log.at > since && test(log)) insert(found, log);
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
    return this.#between(testOf(search), fromMs, toMs);
  }

  /** The same for a search that is asked again and again. */
  watch(search: SearchNode, fromMs: number, toMs: number): StoredLog[] {
    this.#catchUp(toMs);
    const { found } = this.#view(search, fromMs, toMs);
    return found.slice(firstAfter(found, fromMs), firstAfter(found, toMs));
  }

  #view(search: SearchNode, fromMs: number, nowMs: number): View {
    const key = keyOf(search);
    let view = this.#views.get(key);
    if (view === undefined) {
      const nothing = { found: [], since: Number.POSITIVE_INFINITY, usedAt: nowMs, reach: 0 };
      view = { test: testOf(search), ...nothing };
      this.#views.set(key, view);
      if (this.#views.size > MOST_VIEWS) this.#dropOldest();
    }
    if (fromMs < view.since) {
      view.found = [...this.#between(view.test, fromMs, view.since), ...view.found];
      view.since = fromMs;
    }
    view.usedAt = Math.max(view.usedAt, nowMs);
    view.reach = Math.max(view.reach, this.#nowMs - fromMs, 1);
    return view;
  }

  /** What passes a test after one time and up to another, oldest first; of the same time in the order in which it came. */
  #between(test: LogTest, fromMs: number, toMs: number): StoredLog[] {
    const within = (logs: StoredLog[]) => logs.slice(firstAfter(logs, fromMs), firstAfter(logs, toMs)).filter(test);
    const touched = this.#blocks.filter(({ from, to }) => to > fromMs && from <= toMs);
    const old = touched.flatMap((block) => within(block.open()));
    if (touched.length > 0) tidyUpSoon();
    const open = within(this.#logs);
    return old.length === 0 ? open : [...old, ...open].sort((a, b) => a.at - b.at);
  }

  /** Puts what is old into blocks. Searches keep of it what they were asked for; those that nobody has asked again are dropped. */
  #putAway(nowMs: number): void {
    const oldest = this.#logs[0];
    if (oldest === undefined || oldest.at > nowMs - 2 * this.#openMs) return;
    const first = firstAfter(this.#logs, nowMs - this.#openMs);
    this.#blocks.push(...LogBlock.of(this.#logs.slice(0, first)));
    this.#logs = this.#logs.slice(first);
    for (const [key, view] of this.#views) {
      if (view.reach === 0) this.#views.delete(key);
      view.since = Math.max(view.since, nowMs - Math.max(view.reach, this.#openMs));
      view.found = view.found.slice(firstAfter(view.found, view.since));
      view.reach = 0;
    }
  }

  #forget(nowMs: number): void {
    if (this.#oldestMs > nowMs - KEPT_MS - SLACK_MS) return;
    const before = nowMs - KEPT_MS;
    const keep = (logs: StoredLog[]) => logs.slice(firstAfter(logs, before));
    this.#logs = keep(this.#logs);
    this.#blocks = this.#blocks.flatMap((block) => (block.from > before ? [block] : LogBlock.of(keep(block.open()))));
    for (const view of this.#views.values()) view.found = keep(view.found);
    this.#oldestMs = Math.min(...this.#blocks.map(({ from }) => from), this.#logs[0]?.at ?? Number.POSITIVE_INFINITY);
  }

  #dropOldest(): void {
    const [oldest] = [...this.#views].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    if (oldest !== undefined) this.#views.delete(oldest[0]);
  }
}

const tests = new WeakMap<SearchNode, LogTest>();

/** Compiled once: a time series asks the same of each interval. */
function testOf(search: SearchNode): LogTest {
  const test = tests.get(search) ?? compileSearch(search);
  tests.set(search, test);
  return test;
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
