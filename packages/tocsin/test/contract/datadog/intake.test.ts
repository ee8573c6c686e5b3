import { client, v1, v2 } from "@datadog/datadog-api-client";
import { expect, test } from "vitest";
import { datadogSettings, foreign } from "../support/datadog.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();
const now = () => Math.floor(Date.now() / 1_000);

test("points, logs, check runs and events are taken from the official client", async () => {
  const settings = datadogSettings(section);
  const series = await new v2.MetricsApi(settings).submitMetrics({
    body: {
      series: [{ metric: "supabase.cpu", type: 3, points: [{ timestamp: now(), value: 81.5 }], tags: ["env:local"] }],
    },
  });
  expect(foreign(series)).toEqual([]);
  expect(series.errors).toEqual([]);
  const log = {
    ddsource: "vercel",
    service: "tips",
    ddtags: "env:production",
    message: "[capture-tip] Tip recorded successfully",
  };
  expect(await new v2.LogsApi(settings).submitLog({ body: [log] })).toEqual({});
  const run = { check: "app.ok", hostName: "one", status: 0, tags: ["service:tips"] } as const;
  const check = await new v1.ServiceChecksApi(settings).submitServiceCheck({ body: [{ ...run, tags: [...run.tags] }] });
  expect(check).toMatchObject({ status: "ok" });
  const event = await new v1.EventsApi(settings).createEvent({
    body: { title: "probe", text: "who hears this?", tags: ["a:b"] },
  });
  expect(foreign(event)).toEqual([]);
  expect(event.status).toBe("ok");
});

test("logs compressed by the client are read too", async () => {
  const body = [{ message: "one", service: "tips" }];
  expect(await new v2.LogsApi(datadogSettings(section)).submitLog({ body, contentEncoding: "gzip" })).toEqual({});
});

test("what cannot be taken is refused with errors that the client reads", async () => {
  const error = await new v1.EventsApi(datadogSettings(section))
    .createEvent({ body: { title: "old", text: "too old", dateHappened: now() - 20 * 3_600 } })
    .catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(client.ApiException);
  expect(error).toMatchObject({ code: 400, body: { errors: ["Event too far in the past"] } });
});
