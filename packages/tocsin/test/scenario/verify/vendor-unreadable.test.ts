import { expect, it } from "vitest";
import { exitCode } from "../../../src/verify/report.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("a vendor that is away, refuses, retires or answers half is never called clean, and hides no other finding", async () => {
  const { faults } = world().context;
  const { id } = world().one("synthetics-test");
  await world().call("datadog", "PUT", `/api/v1/synthetics/tests/${id}/status`, { new_status: "paused" });

  faults.add({ vendor: "sentry", match: { path: "/detectors/" }, status: 403, body: { detail: "no" } });
  faults.add({ vendor: "sentry", match: { path: "/workflows/" }, status: 410, body: { message: "gone" } });
  faults.add({ vendor: "vercel", match: { path: "/v10/projects$" }, status: 200, body: { projects: [{ id: 5 }] } });
  faults.add({ vendor: "datadog", match: { path: "/api/v1/monitor$" }, status: 200, body: '[{"id": 1, "na' });
  await world().stop("stripe");

  const report = await world().verify({ deadlineMs: 5_000 });
  expect(report.complete).toBe(false);
  expect(exitCode(report)).toBe(3);
  const said = report.findings.map((finding) => `${finding.class} ${finding.vendor} ${finding.kind}`);
  expect(said.toSorted()).toEqual([
    "disabled datadog synthetics-test",
    "retired-api sentry workflow",
    "unreadable datadog monitor",
    "unreadable sentry detector",
    "unreadable stripe null",
    "unreadable vercel project",
    "unreadable vercel project-crons",
  ]);
  const message = (kind: string) => report.findings.find((finding) => finding.kind === kind)?.message;
  expect(message("monitor")).toMatch(/^Datadog answered .* not JSON\. \d+ monitors were not checked\.$/);
  expect(message("detector")).toContain("SENTRY_AUTH_TOKEN");
  expect(message("project-crons")).toContain("projects.0.id");
  const stripe = report.findings.find(({ vendor }) => vendor === "stripe")?.message;
  expect(stripe).toContain("connection refused");
  expect(stripe).toContain("Not checked (2): 1 webhook endpoint, ");
});
