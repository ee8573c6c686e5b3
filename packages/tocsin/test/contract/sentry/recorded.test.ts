import { expect, test } from "vitest";
import { recordedCalls } from "../../../../emulators/test/recorded.ts";
import { faultsOf } from "./schema/index.ts";

// Their paths are written without the leading /api, and the stub that was recorded from lies below /0.
const calls = recordedCalls("sentry-provider").map((call) => ({ ...call, path: call.path.replace(/^\/0/, "") }));

test.each(calls.map((call, index) => [`${index + 1}. ${call.method} ${call.path}`, call] as const))(
  "%s: what the recorded client sent and took fits the schema",
  (_name, { method, path, request, response }) => {
    expect(faultsOf("request", method, path, request ?? null)).toEqual([]);
    expect(faultsOf("response", method, path, response ?? null)).toEqual([]);
  },
);

test("the recording has bodies of every kind to fit", () => {
  const sent = calls.filter(({ request }) => request !== undefined && request !== null);
  expect(new Set(sent.map(({ method, path }) => `${method} ${path.replace(/\d+/, "N")}`))).toEqual(
    new Set([
      "POST /organizations/acme/projects/web/detectors/",
      "POST /organizations/acme/workflows/",
      "PUT /organizations/acme/detectors/N/",
    ]),
  );
});
