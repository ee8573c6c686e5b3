import { expect, it } from "vitest";
import type { Resource } from "../../src/model/resource.ts";
import { gather, type ReportInputs } from "../../src/report/gather.ts";
import type { AlertState } from "../../src/vendors/alert-state.ts";
import type { LiveObject } from "../../src/vendors/live.ts";
import { definition, everybody, stack } from "../support/definitions.ts";
import { dataOf } from "./sample.ts";

const alert = definition();
const part = (vendor: "datadog" | "sentry", kind: "monitor" | "detector"): Resource => ({
  ...{ vendor, kind, name: `${alert.id}/${kind}`, definition: alert.id, parent: {}, refs: [], body: { name: "It" } },
});
const read = part("datadog", "monitor");
const live: LiveObject = {
  ...{ vendor: "datadog", kind: "monitor", vendorId: "7", body: {}, identity: null, parent: {}, properties: {} },
};

const stateWith = (now: AlertState["now"], blind: readonly string[]) => {
  const inputs: ReportInputs = {
    stack,
    definitions: [alert],
    routes: [everybody],
    resources: [read, part("sentry", "detector")],
    verify: dataOf().verify,
    pairs: new Map([[read, live]]),
    states: new Map([["datadog 7", { now, firedAt: null, recoveredAt: null }]]),
    blind: new Set(blind),
    histories: new Map(),
    ...{ drill: null, digests: null, current: {}, datadogApi: "", unknown: [], madeAt: new Date(0) },
  };
  return gather(inputs).alerts[0]?.state.now;
};

it("does not call an alert OK of which a part could not be read, and still shows what fires", () => {
  expect(stateWith("ok", [])).toBe("ok");
  expect(stateWith("ok", [alert.id])).toBe("unknown");
  expect(stateWith("alert", [alert.id])).toBe("alert");
});
