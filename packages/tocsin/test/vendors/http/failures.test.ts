import { describe, expect, it } from "vitest";
import {
  VendorAnsweredWrong,
  type VendorError,
  VendorRefused,
  VendorUnreachable,
} from "../../../src/vendors/http/errors.ts";
import { failureTexts, notCheckedText, together } from "../../../src/vendors/http/failures.ts";

const away = (vendor: string, what: string) =>
  new VendorUnreachable(vendor, `${vendor} could not be read for ${what}: it answered 503, 4 times.`, {
    ofVendor: `${vendor} could not be read: it answered 503, 4 times.`,
  });
const refused = (what: string, scope: string) =>
  new VendorRefused("Sentry", `Sentry refused to list ${what} (403).`, {
    ofVendor: "Sentry refuses the credential in SENTRY_AUTH_TOKEN (403).",
    scope,
  });

describe("failures of many questions", () => {
  it("are one text for a vendor that is away, and one for a credential that lacks scopes", () => {
    const failures: [string, VendorError][] = [
      ["what is live", away("Datadog", "monitors")],
      ["what is muted", refused("members", "member:read")],
      ["what fires in Datadog", away("Datadog", "states")],
      ["what is live", away("Datadog", "synthetic tests")],
      ["what is live", refused("teams", "team:read")],
    ];
    expect(failureTexts(failures.map(([what, error]) => ({ what, error })))).toEqual([
      "Datadog could not be read: it answered 503, 4 times. Not known: what fires in Datadog, what is live.",
      "Sentry refuses the credential in SENTRY_AUTH_TOKEN (403). It needs the scopes member:read, team:read. Not known: what is live, what is muted.",
    ]);
  });

  it("are told each by itself where each says something else", () => {
    const shape = (field: string) => new VendorAnsweredWrong("Datadog", `Datadog answered monitors: ${field}.`);
    const failures = [away("Datadog", "monitors"), away("Sentry", "alerts"), shape("a"), shape("a")];
    expect(together(failures.map((error) => ({ error }))).map(({ message }) => message)).toEqual(
      failures.map(({ message }) => message),
    );
  });

  it("name what was not checked, as a sentence or as a list", () => {
    const covers = ["54 monitors were", "Whether monitors are muted was", "The keys of project web were"];
    const [all] = together(covers.map((one) => ({ error: away("Datadog", one), covers: one })));
    expect(all && notCheckedText(all)).toBe(
      "Datadog could not be read: it answered 503, 4 times. Not checked (3): 54 monitors, whether monitors are muted, the keys of project web.",
    );
    const [one] = together([{ error: away("Datadog", "monitors"), covers: "54 monitors were" }]);
    expect(one && notCheckedText(one)).toBe(
      "Datadog could not be read for monitors: it answered 503, 4 times. 54 monitors were not checked.",
    );
  });
});
