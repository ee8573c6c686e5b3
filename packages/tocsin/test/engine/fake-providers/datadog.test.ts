import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isObject } from "../../../../fake-providers/src/shared/values.ts";
import { datadogProgram, importingProgram, settingsFor } from "./datadog-program.ts";
import { keyOf, Replay, readRecording } from "./replay.ts";
import { type Stand, stand } from "./stack.ts";

/**
 * The recorded program through our fake provider, on the real engine, against a server that answers as the recording did: every
 * call must be one that the official plugin made, body and all, and none may be missing. Calls are compared as sets,
 * because resources that do not depend on each other are handled at once.
 */
const replay = new Replay(
  readRecording("datadog-plugin.jsonl"),
  (headers) => headers["dd-api-key"] === "k" && headers["dd-application-key"] === "a",
);
let stack: Stand;
let url: string;

beforeAll(async () => {
  url = await replay.start();
  stack = await stand({});
});

afterAll(async () => {
  replay.stop();
  await stack?.close();
});

const program = (revision: number) => datadogProgram({ revision, settings: settingsFor(url), form: "recorded" });
const sorted = (calls: Parameters<typeof keyOf>[0][]) => calls.map(keyOf).sort();
const position = (start: string) => replay.calls.findIndex((call) => keyOf(call).startsWith(start));

describe("the fake provider for the Datadog plugin says what the official one says", () => {
  it("nothing in a preview before the create", async () => {
    replay.begin("preview before create");
    expect(await stack.preview(program(1))).toEqual({ create: 12 });
    expect(replay.calls).toEqual([]);
  });

  it("when everything is created", async () => {
    replay.begin("up create");
    expect(await stack.up(program(1))).toEqual({ create: 12 });
    expect(sorted(replay.calls)).toEqual(sorted(replay.recorded()));
    expect(position("GET /api/v1/dashboard/")).toBeGreaterThan(position("POST /api/v1/dashboard"));
    expect(position("POST /api/v1/slo")).toBeGreaterThan(position("GET /api/v1/monitor/1003"));
    expect(position("GET /api/v1/synthetics/tests/api/")).toBeGreaterThan(
      position("POST /api/v1/synthetics/tests/api"),
    );
  });

  it("in a preview of the unchanged program, which is the same", async () => {
    replay.begin("preview unchanged");
    expect(await stack.preview(program(1))).toEqual({ same: 12 });
    expect(sorted(replay.calls)).toEqual(sorted(replay.recorded()));
  });

  it("in a refresh, which finds no change", async () => {
    replay.begin("refresh");
    expect(await stack.refresh()).toEqual({ same: 12 });
    expect(sorted(replay.calls)).toEqual(sorted(replay.recorded()));
  });

  it("in a preview after the refresh, which is still the same", async () => {
    replay.begin("preview unchanged");
    expect(await stack.preview(program(1))).toEqual({ same: 12 });
    expect(sorted(replay.calls)).toEqual(sorted(replay.recorded()));
  });

  it("in a refresh that finds what a hand has changed or deleted", async () => {
    replay.begin("refresh");
    const composite = "GET /api/v1/monitor/1007?with_restricted_roles=false";
    const slo = "GET /api/v1/slo/slo1006";
    replay.answer(composite, 200, (response) => ({ ...(isObject(response) ? response : {}), message: "by hand" }));
    replay.answer(slo, 404, () => ({ errors: ["SLO not found"] }));
    expect(await stack.previewRefresh(program(1))).toEqual({ same: 10, update: 1, create: 1 });
    replay.restore();
    expect(await stack.refresh()).toEqual({ same: 12 });
  });

  it("after one message changed", async () => {
    replay.begin("up after the message of one monitor changed");
    expect(await stack.up(program(2))).toEqual({ same: 11, update: 1 });
    expect(sorted(replay.calls)).toEqual(sorted(replay.recorded()));
  });

  it("and keeps the secret out of the state", async () => {
    const state = await stack.state();
    expect([state.includes("ADMIN_TOKEN"), state.includes("s3cret")]).toEqual([true, false]);
  });

  it("when everything is destroyed", async () => {
    replay.begin("destroy");
    await stack.destroy();
    expect(sorted(replay.calls)).toEqual(sorted(replay.recorded()));
    expect(position("DELETE /api/v1/monitor/1003")).toBeGreaterThan(position("DELETE /api/v1/slo/"));
  });

  it("when what is there is imported, which adds nothing", async () => {
    replay.begin("refresh");
    expect(await stack.up(importingProgram(url))).toMatchObject({ import: 2 });
    expect(sorted(replay.calls)).toEqual([
      "GET /api/v1/integration/slack/configuration/accounts/acme/channels/%23alerts",
      "GET /api/v1/monitor/1004?with_restricted_roles=false",
    ]);
    expect(await stack.preview(importingProgram(url))).toEqual({ same: 4 });
  });

  it("always with its credentials", () => expect(replay.strangers).toEqual([]));
});

it("the fake provider for the Datadog plugin refuses to work without credentials", async () => {
  const empty = await stand({});
  const without = datadogProgram({ revision: 1, settings: { apiUrl: "http://127.0.0.1:9" }, form: "recorded" });
  const refused = empty.preview(without).finally(() => empty.close());
  await expect(refused).rejects.toThrow("api_key and app_key must be set unless validate = false");
});
