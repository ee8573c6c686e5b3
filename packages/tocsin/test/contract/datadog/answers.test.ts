/** What the emulated Datadog answers, held to Datadog's own specification: to the writes and reads of every value of it. */
import { expect, test } from "vitest";
import { createContext } from "../../../../emulators/src/context.ts";
import { createDatadog } from "../../../../emulators/src/datadog/app.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { makeWholeEstate } from "../../import/estate/index.ts";
import { vendorFiles } from "../../support/vendor-files.ts";
import { answerPointer, faultsBy, specification } from "./specification.ts";

/** A path without the ids in it. */
const anyId = (path: string): string =>
  path.replace(/\/(?:\d+|\w{3}-\w{3}-\w{3}|[0-9a-f]{32}|[0-9a-f-]{36})(?=\/|$)/g, "/ID");

/**
 * Assertions that are given back as they were sent, and that the specification has no form for: one that needs no target
 * (`doesNotExist`), and one whose target is not what it says (`mcpServerCapabilities`).
 */
const asSent = /^\{"type":"(?:header","operator":"doesNotExist"|mcpServerCapabilities")/;
const withoutAsSent = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    key === "assertions" && Array.isArray(inner) ? inner.filter((one) => !asSent.test(JSON.stringify(one))) : inner,
  );

test(`what is answered to 200 objects fits the specification (${vendorFiles})`, async () => {
  const context = createContext();
  const { app } = createDatadog(context);
  const { apiKey, appKey } = context.tokens.datadog;
  const headers = { "dd-api-key": apiKey, "dd-application-key": appKey, "content-type": "application/json" };
  const judged = new Map<string, number>();
  const faults = new Set<string>();
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await app.request(path, { method, headers, ...sent });
    const value: unknown = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(value)}`);
    const [place = ""] = path.split("?");
    const pointer = answerPointer(method, place, answer.status);
    if (pointer === null) return value;
    judged.set(pointer, (judged.get(pointer) ?? 0) + 1);
    for (const fault of faultsBy(pointer, withoutAsSent(value)))
      faults.add(`${method} ${anyId(place)}: ${fault.replace(/\/\d+(?=[/ ])/g, "/N")}`);
    return value;
  };
  const objects = await makeWholeEstate(async (vendor, method, path, body) =>
    vendor === "datadog" ? jsonObject.parse(await call(method, path, body)) : {},
  );
  const lists = ["/api/v1/monitor", "/api/v1/synthetics/tests", "/api/v1/slo", "/api/v1/dashboard"];
  for (const list of lists) {
    const answer = Object(await call("GET", list));
    const rows: unknown[] = Array.isArray(answer) ? answer : (answer.tests ?? answer.data ?? answer.dashboards);
    for (const row of rows) {
      const { id, public_id: publicId } = Object(row);
      await call("GET", `${list}/${publicId ?? id}`);
    }
  }
  expect(objects.length).toBeGreaterThan(200);
  expect([...faults].sort()).toEqual([]);
  if (specification !== null) expect(judged.size).toBeGreaterThan(8);
});

test("an answer that the specification does not know is noticed", () => {
  const pointer = answerPointer("GET", "/api/v1/monitor/1", 200);
  expect(pointer === null).toBe(specification === null);
  const wrong = faultsBy(pointer ?? "", { id: "one", type: "a type of nobody's" });
  expect(wrong.length > 0).toBe(specification !== null);
});
