import { planDrill, planned } from "../../packages/tocsin/src/drill/plan.ts";
import { schedule } from "../../packages/tocsin/src/drill/schedule.ts";
import { Stand } from "../../packages/tocsin/test/scenario/drill/stand.ts";

/*
 * Drills everything that the local stack has, then only the chain of alerts that decides how long that takes, and prints both:
 * by the vendors' clock, which is what a real staging would take, and by ours, since the emulated clock runs fast.
 * Run: npx tsx test/bench/drill.bench.ts
 */

interface Measured {
  /** Seconds by the vendors' clock, from the first signal to the last recovery. */
  emulated: number;
  /** Seconds by ours. */
  real: number;
  short: string[];
}

async function measure(ids: readonly string[]): Promise<Measured> {
  const stand = await Stand.start();
  try {
    const begun = performance.now();
    const { receipts } = await stand.drill(ids);
    const real = (performance.now() - begun) / 1000;
    const times = (key: "startedAt" | "recoveredAt") =>
      receipts.flatMap((receipt) => Date.parse(receipt[key] ?? "") || []);
    const emulated = (Math.max(...times("recoveredAt")) - Math.min(...times("startedAt"))) / 1000;
    const short = receipts
      .filter(({ level, evidence }) => level !== evidence.highest)
      .map(({ definition }) => definition);
    return { emulated, real, short };
  } finally {
    await stand.close();
  }
}

const stand = await Stand.start();
const plans = planDrill(stand.project, "emulated");
await stand.close();
const expected = schedule(planned(plans));

const whole = await measure([]);
const chain = await measure(expected.chain);
for (const { short } of [whole, chain]) {
  if (short.length > 0) throw new Error(`not proved, so the numbers would mean nothing: ${short.join(", ")}`);
}
const hours = (seconds: number) => `${(seconds / 3600).toFixed(2)} h`.padStart(9);
const line = (what: string, { emulated, real }: { emulated: number; real: number | null }) =>
  `  ${what.padEnd(34)} ${hours(emulated)} by the vendors' clock${real === null ? "" : ` ${real.toFixed(1).padStart(6)} s by ours`}`;
console.log(
  [
    `drill of ${plans.length} definitions, ${expected.starts.length} of which fire`,
    line("all", whole),
    line(`its slowest chain (${expected.chain.length})`, chain),
    line("expected when it was planned", { emulated: expected.seconds, real: null }),
    `  all / slowest chain: ${(whole.emulated / chain.emulated).toFixed(2)} by the vendors' clock`,
    `  slowest chain: ${expected.chain.join(" > ")}`,
  ].join("\n"),
);
