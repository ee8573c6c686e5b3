import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import type { JsonObject } from "../../../src/model/resource.ts";
import { Stand } from "./stand.ts";

/** An alert that is muted fires without a word: a drill names the mute, whatever it was made by. */

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start(undefined, undefined, {
    only: ["cliply-web/readyz", "cliply-web/admin-readyz", "database/disk", "probe/crons"],
  });
});
afterAll(() => stand.close());

const created = z.object({ data: z.object({ id: z.string() }) });

async function whileMuted<T>(attributes: JsonObject, look: (id: string) => Promise<T>): Promise<T> {
  const body = { data: { type: "downtime", attributes: { scope: "*", ...attributes } } };
  const { id } = created.parse(await stand.call("datadog", "POST", "/api/v2/downtime", body)).data;
  try {
    return await look(id);
  } finally {
    await stand.call("datadog", "DELETE", `/api/v2/downtime/${id}`);
  }
}

it("a downtime on a tag of the monitors of tests is named by the receipts of both tests", async () => {
  const ids = stand.project.definitions.flatMap(({ id, signal }) => (signal.kind === "http-check" ? [id] : []));
  expect(ids.length).toBeGreaterThan(1);
  await whileMuted({ monitor_identifier: { monitor_tags: ["check_type:api"] } }, async (downtime) => {
    const { receipts } = await stand.drill(ids);
    expect(receipts.map(({ definition, level }) => [definition, level])).toEqual(
      ids.toSorted().map((id) => [id, "fired"]),
    );
    for (const { reason } of receipts) expect(reason).toContain(`is silenced by downtime ${downtime}, without an end.`);
  });
});

it("a downtime on a monitor is named", async () => {
  const { id } = stand.made("database/disk/monitor");
  await whileMuted({ monitor_identifier: { monitor_id: Number(id) } }, async (downtime) => {
    const { level, reason } = await stand.receipt("database/disk");
    expect([level, reason]).toEqual(["fired", expect.stringContaining(`is silenced by downtime ${downtime}`)]);
  });
});

it("one whose scope may be another's stops nothing: the alert fires and is proven", async () => {
  await whileMuted({ monitor_identifier: { monitor_tags: ["*"] }, scope: "env:staging OR env:qa" }, async () => {
    expect((await stand.receipt("database/disk")).level).toBe("recovered");
  });
});

it("a monitor of a test that says something else than its test stops the drill", async () => {
  const { answer } = stand.made("cliply-web/readyz/synthetics-test");
  await stand.call("datadog", "PUT", `/api/v1/monitor/${answer.monitor_id}`, { message: "to nobody" });
  const { level, reason } = await stand.receipt("cliply-web/readyz");
  expect([level, reason]).toEqual(["none", expect.stringContaining("differs from its test in message")]);
});
