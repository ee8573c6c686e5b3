import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "../../../src/model/redact.ts";
import { messageOf } from "../../../src/providers/server/errors.ts";
import { errorOfAnswer } from "../../../src/vendors/http/refusal.ts";

describe("messages of failures", () => {
  it("hold no part of a key that a vendor repeats, also where its text is cut", async () => {
    const key = "planted/key+0123456789abcdef";
    const access = { vendor: "Sentry", credential: "SENTRY_AUTH_TOKEN", scopes: "alerts:write" };
    for (let before = 360; before < 400; before += 4) {
      const body = JSON.stringify({ detail: `${"x".repeat(before)} Bearer ${key} is wrong` });
      const error = errorOfAnswer(access, "GET /x", { status: 400, headers: new Headers(), text: body });
      expect(messageOf(error, [key])).not.toContain(key.slice(0, 10));
    }
  });

  it("are one line, without a stack", () => {
    const error = new Error("Sentry refused the monitor:\n  name: too long\n");
    expect(messageOf(error, [])).toBe("Sentry refused the monitor: name: too long");
  });

  it("never hold a secret: as it is, in JSON, or in a URL", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4 }), fc.string(), (secret, around) => {
        const forms = [secret, JSON.stringify({ token: secret }), `https://x/?t=${encodeURIComponent(secret)}`];
        for (const form of forms) {
          // The replacement itself may contain a made-up secret such as "cret": look at what is around it.
          const clean = redact(`${around} ${form}`, [secret]).replaceAll("[secret]", "\u0000");
          expect(clean).not.toContain(secret);
        }
      }),
    );
  });

  it("hides the longer of two secrets first, so that none of it is left", () => {
    expect(redact("key abcd-efgh", ["abcd", "abcd-efgh"])).toBe("key [secret]");
  });

  it("leaves text alone when a secret is too short to be one", () => {
    expect(redact("a failure at 10", ["a", "10"])).toBe("a failure at 10");
  });

  it("says something of whatever was thrown", () => {
    expect(messageOf("plain text", [])).toBe("plain text");
    expect(messageOf(new TypeError(""), [])).toBe("TypeError");
  });
});
