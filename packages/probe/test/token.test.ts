import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { lifetimeOf, mintToken } from "../src/token.ts";

describe("the token", () => {
  const [head = "", body = "", signature = ""] = mintToken("secret", new Date("2026-11-21T10:00:00.900Z"), 3600).split(
    ".",
  );
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());

  test("names the role, and when it begins and ends", () => {
    expect(read(head)).toEqual({ alg: "HS256", typ: "JWT" });
    expect(read(body)).toEqual({ iss: "tocsin", role: "tocsin_probe", iat: 1_795_255_200, exp: 1_795_258_800 });
  });

  test("is signed with the project's secret", () => {
    expect(signature).toBe(createHmac("sha256", "secret").update(`${head}.${body}`).digest("base64url"));
  });
});

test.each([
  ["90d", 7_776_000],
  ["12h", 43_200],
  ["30m", 1800],
  ["0d", null],
  ["90", null],
  ["-1d", null],
  ["1.5h", null],
  ["99999d", null],
  ["", null],
])("a lifetime of %s", (text, seconds) => {
  expect(lifetimeOf(text)).toBe(seconds);
});
