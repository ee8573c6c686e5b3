import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "../src/model/redact.ts";

const key = 'rk_live_51H+x/"Z&9<é> ab%c';

describe("redaction", () => {
  it.each([
    ["as it is", key],
    ["in JSON", JSON.stringify({ key })],
    ["in JSON within JSON", JSON.stringify({ said: JSON.stringify({ key }) })],
    ["in a URL", `https://x.example/?k=${encodeURIComponent(key)}`],
    ["in a URL in lower case", encodeURIComponent(key).replace(/%../g, (code) => code.toLowerCase())],
    ["in a form", new URLSearchParams({ key: key.replaceAll("+", " ") }).toString().replace(/%2B/g, "+")],
    ["twice encoded", encodeURIComponent(encodeURIComponent(key))],
    [
      "in HTML",
      `<b>${key.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;")}</b>`,
    ],
    ["in base64", Buffer.from(`Bearer ${key}`).toString("base64")],
    ["in base64 at another place", Buffer.from(`ab:${key}xyz`).toString("base64")],
    ["in base64 at a third", Buffer.from(`user1:${key}`).toString("base64url")],
    ["cut short", `the header Authorization: Bearer ${key.slice(0, 15)}...`],
    ["cut short at the end", `Bearer ${key.slice(0, 11)}`],
  ])("finds a secret %s", (_, text) => {
    const clean = redact(text, [key]);
    expect(clean).toContain("[secret]");
    expect(clean).not.toContain("rk_live_51");
    expect(Buffer.from(clean, "base64").toString()).not.toContain("51H+x");
  });

  it("leaves what is none, and what is too short to be one", () => {
    expect(redact("rk_live_ is how a key begins", [key])).toBe("rk_live_ is how a key begins");
    expect(redact("a, b and c", ["a", "b"])).toBe("a, b and c");
    expect(redact("nothing", [])).toBe("nothing");
  });

  it("takes the longer of two that overlap", () => {
    expect(redact("abcdefghijkl", ["abcdef", "abcdefghijkl"])).toBe("[secret]");
  });

  it("leaves no secret in any text around it", () => {
    const secret = fc.string({ minLength: 4, unit: "binary" });
    fc.assert(
      fc.property(fc.string(), secret, fc.string(), (before, one, after) => {
        fc.pre(!"[secret]".includes(one) && !`${before}${after}`.includes(one));
        const clean = redact(`${before}|${one}|${after}`, [one]);
        expect(clean.replaceAll("[secret]", "")).not.toContain(one);
      }),
      { numRuns: 40 },
    );
  });

  it("is the same in the probe", () => {
    const text = (file: string) => readFileSync(file, "utf8");
    expect(text("packages/probe/src/redact.ts")).toBe(text("packages/tocsin/src/model/redact.ts"));
  });
});
