import { expect, it } from "vitest";
import { Pace, type Speed } from "../../src/drill/pace.ts";
import { RecentAnswer } from "../../src/shared/recent-answer.ts";

it("lets the clock run as fast as what is under way allows", async () => {
  const turned: Speed[] = [];
  const pace = new Pace(0, { turn: async (speed) => void turned.push(speed) });
  const [a, b] = [{}, {}];
  await pace.waiting(a, 86_400);
  await pace.waiting(b, 300);
  await pace.sending(async () => {
    expect(pace.speed).toBe("slow");
  });
  await pace.waiting(b, null);
  expect(turned).toEqual(["fast", "steady", "slow", "steady", "fast"]);
});

it("sends nothing to a clock that already runs as it should", async () => {
  const turned: Speed[] = [];
  const pace = new Pace(0, { turn: async (speed) => void turned.push(speed) });
  await Promise.all([1, 2, 3].map((n) => pace.waiting({ n }, 300)));
  expect(turned).toEqual(["steady"]);
});

it("shares one answer for as long as it is young, and asks again on demand", async () => {
  let asked = 0;
  const shared = new RecentAnswer(async () => ++asked, 10_000);
  expect(await Promise.all([shared.get(), shared.get()])).toEqual([1, 1]);
  expect(await shared.get(true)).toBe(2);
  expect(await shared.get()).toBe(2);
});

it("does not keep a failure", async () => {
  let asked = 0;
  const shared = new RecentAnswer(async () => {
    if (++asked === 1) throw new Error("down");
    return asked;
  }, 10_000);
  await expect(shared.get()).rejects.toThrow("down");
  expect(await shared.get()).toBe(2);
});
