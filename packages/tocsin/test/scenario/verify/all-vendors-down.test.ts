import { createColors } from "picocolors";
import { expect, it } from "vitest";
import { render } from "../../../src/verify/render.ts";
import { exitCode } from "../../../src/verify/report.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("every vendor is down: one finding a vendor, with the cause and what it covers, and nothing else", async () => {
  for (const vendor of ["datadog", "sentry", "vercel", "stripe"] as const)
    world().context.faults.add({ vendor, match: {}, status: 503, body: "" });
  const report = await world().verify({ deadlineMs: 5_000 });
  expect(exitCode(report)).toBe(3);
  const own = report.findings.filter(({ vendor }) => vendor !== "slack" && vendor !== "supabase");
  expect(own.map((finding) => `${finding.class} ${finding.vendor}`)).toEqual([
    "unreadable datadog",
    "unreadable sentry",
    "unreadable vercel",
    "unreadable stripe",
  ]);
  for (const { message } of own)
    expect(message).toMatch(/could not be read: it answered 503, .* Not checked \(\d+\): /);
  expect(own[0]?.message).toContain("54 monitors");
  expect(render(report, createColors(false)).split("\n").length).toBeLessThan(20);
});
