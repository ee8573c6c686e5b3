import { describe, expect, test } from "vitest";
import { compileSearch } from "../../src/datadog/evaluate/log-match.ts";
import { LogStore } from "../../src/datadog/intake/log-store.ts";
import type { StoredLog } from "../../src/datadog/intake/model.ts";
import { parseSearch } from "../../src/datadog/query/search.ts";
import { random } from "../evaluate/random.ts";

const begin = Date.parse("2026-11-03T10:00:00Z");
const minute = 60_000;
const hour = 60 * minute;
const searches = [
  "*",
  "service:web",
  "@code:[500 TO 599]",
  "service:web -@path:/b",
  '"it broke"',
  "team:a OR team:b",
].map(parseSearch);

/** A log like those that the intake makes, with characters that take more than a byte, and numbers of every kind. */
function randomLog(id: number, at: number, chance: () => number): StoredLog {
  const pick = <T>(...from: readonly [T, ...T[]]) => from[Math.floor(chance() * from.length)] ?? from[0];
  return {
    ...{ id, at, receivedAt: at + 1, source: pick("vercel", null), service: pick("web", "api", null), host: null },
    ...{ status: "info", traceId: null, spanId: pick(null, "8b"), tags: pick([], ["team:a"], ["team:b", "ünï:cødé"]) },
    message: pick("it broke", "all is well: ✓", ""),
    attributes: { code: pick(200, 500, 0.5, -1e21), path: pick("/a", "/b"), inner: { list: pick([], [1, "x", null]) } },
  };
}

describe("logs that are hours old", () => {
  test.each(Array.from({ length: 20 }, (_, index) => `seed ${index}`))(
    "are found as if they had just come: %s",
    (seed) => {
      const chance = random(seed);
      // Blocks of half an hour, and blocks of many hours.
      const store = new LogStore(chance() < 0.5 ? 30 * minute : 4 * hour);
      const kept: StoredLog[] = [];
      let now = begin;
      for (let id = 0; id < 1_500; id += 1) {
        now += Math.floor(chance() * 3 * minute);
        // Some are as late as the intake takes them, and many of the same time.
        const late = chance() < 0.1 ? chance() * 17 * hour : 0;
        const log = randomLog(id, Math.floor((now - late) / minute) * minute, chance);
        kept.push(log);
        store.add(log, new Date(now));
        if (chance() > 0.05) continue;
        const search = searches[Math.floor(chance() * searches.length)] ?? parseSearch("*");
        const from = now - chance() * (chance() < 0.5 ? hour : 45 * hour);
        const to = chance() < 0.7 ? now : from + chance() * (now - from);
        const isFound = compileSearch(search);
        const expected = kept
          .filter((one) => one.at > from && one.at <= to && isFound(one))
          .sort((a, b) => a.at - b.at);
        expect(store.find(search, from, to)).toEqual(expected);
        expect(store.watch(search, from, to)).toEqual(expected);
      }
      expect(store.length).toBe(store.all.length);
      expect(store.all.map(({ at }) => at)).toEqual(store.all.map(({ at }) => at).sort((a, b) => a - b));
    },
  );

  test("are forgotten once no window reaches them", () => {
    const store = new LogStore();
    const chance = random("week");
    for (let at = begin; at < begin + 168 * hour; at += 5 * minute) store.add(randomLog(at, at, chance), new Date(at));
    const now = begin + 168 * hour;
    const oldest = store.all[0]?.at ?? 0;
    expect(oldest).toBeGreaterThan(now - 52 * hour);
    expect(oldest).toBeLessThanOrEqual(now - 50 * hour + 5 * minute);
    expect(store.find(parseSearch("*"), begin, now)[0]?.at).toBe(oldest);
  });
});
