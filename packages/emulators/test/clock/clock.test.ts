import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { EmulatedClock } from "../../src/clock.ts";

describe("the emulated clock", () => {
  it("shows real time until told otherwise", () => {
    const clock = new EmulatedClock();
    expect(Math.abs(clock.offsetMs)).toBeLessThan(50);
    expect(clock.rate).toBe(1);
  });

  it("does due work in the order of time, each at its time, and skips nothing", async () => {
    const clock = new EmulatedClock();
    const seen: string[] = [];
    const note = (name: string) => (at: Date) => {
      expect(clock.now()).toEqual(at);
      seen.push(`${at.getTime() / 60_000} ${name}`);
    };
    clock.every(60, "first", note("first"));
    clock.every(120, "second", note("second"));
    const before = clock.now().getTime();
    await clock.advance(600);
    expect(Math.abs(clock.now().getTime() - before - 600_000)).toBeLessThan(1000);
    const minutes = seen.filter((s) => s.endsWith("first")).map((s) => Number(s.split(" ")[0]));
    expect(minutes).toHaveLength(10);
    expect(minutes).toEqual(minutes.map((_, i) => (minutes[0] ?? 0) + i));
    expect(seen).toEqual([...seen].sort((a, b) => Number(a.split(" ")[0]) - Number(b.split(" ")[0])));
    expect(seen.filter((s) => s.endsWith("second"))).toHaveLength(5);
  });

  it("takes a client's real time as emulated time", () => {
    const clock = new EmulatedClock({ offsetMs: 3_600_000 });
    const now = new Date();
    expect(Math.abs(clock.fromClient(now).getTime() - now.getTime() - 3_600_000)).toBeLessThan(1000);
  });

  it("runs fast by itself, lags rather than skips when work is slow, and never goes back", async () => {
    const clock = new EmulatedClock();
    const ticks: number[] = [];
    clock.every(60, "slow", async (at) => {
      ticks.push(at.getTime());
      await sleep(2);
    });
    clock.start();
    clock.setRate(10_000);
    const times: number[] = [];
    while (ticks.length < 50) {
      times.push(clock.now().getTime());
      await sleep(5);
    }
    clock.stop();
    expect(ticks).toEqual(ticks.map((_, i) => (ticks[0] ?? 0) + i * 60_000));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it("goes on after work has failed", async () => {
    const clock = new EmulatedClock();
    let runs = 0;
    clock.every(60, "failing", () => {
      runs++;
      throw new Error("planted");
    });
    await clock.advance(180);
    expect(runs).toBe(3);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])("refuses a rate of %d", (rate) => {
    expect(() => new EmulatedClock().setRate(rate)).toThrow(RangeError);
  });
});
