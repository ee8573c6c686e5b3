import { expect, it } from "vitest";
import { parseExceptions } from "../../../src/model/exceptions.ts";
import { acceptableClasses } from "../../../src/verify/exceptions.ts";
import { dayFromNow } from "../../support/days.ts";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

const entry = (until: string, more = "", place = "") =>
  parseExceptions(
    `- id: disabled\n  at: cliply-web/readyz${place}\n  until: ${until}\n  reason: the old page goes away this month\n${more}`,
    new Set(acceptableClasses),
    new Date(),
  );

it("what is accepted is told apart until its day; then, or when it is repaired, the entry is a finding", async () => {
  const { id } = world().of("cliply-web/readyz", "synthetics-test");
  const status = (new_status: string) =>
    world().call("datadog", "PUT", `/api/v1/synthetics/tests/${id}/status`, { new_status });
  await status("paused");
  const accepted = await world().verify({}, entry(dayFromNow(1)));
  expect(accepted.findings).toEqual([]);
  expect(accepted.accepted).toMatchObject([
    { class: "disabled", vendorId: id, reason: "the old page goes away this month", until: dayFromNow(1) },
  ]);

  const classes = async (entries: ReturnType<typeof entry>) =>
    (await world().verify({}, entries)).findings.map((finding) => finding.class);
  expect(await classes(entry(dayFromNow(-1)))).toEqual(["disabled", "accepted-expired"]);
  expect(await classes(entry(dayFromNow(1), "", " another"))).toEqual(["disabled", "accepted-unused"]);
  expect(await classes(entry(dayFromNow(1), "  stack: staging"))).toEqual(["disabled"]);
  await status("live");
  expect(await classes(entry(dayFromNow(1)))).toEqual(["accepted-unused"]);
});

it("calls no entry unused while something could not be read", async () => {
  world().context.faults.add({ vendor: "datadog", match: { path: "/synthetics/tests$" }, status: 403, body: {} });
  const { complete, findings } = await world().verify({}, entry(dayFromNow(1)));
  world().context.faults.clear();
  expect([complete, findings.map((finding) => finding.class)]).toEqual([false, ["unreadable"]]);
});
