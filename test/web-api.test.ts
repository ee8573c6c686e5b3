import { matchers } from "tocsin/testing";
import { expect, test } from "vitest";
import * as webApi from "../alerts/web-api.ts";

expect.extend(matchers);

test("more than 50 errors in five minutes fire, until they are gone", () => {
  expect(webApi.errorRate).toFireOn("0x4 11x9 0x9", { at: "9m", recoversAt: "15m" });
  expect(webApi.errorRate).not.toFireOn("10x30");
});
