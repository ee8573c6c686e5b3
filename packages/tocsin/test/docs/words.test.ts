import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./pages.ts";
import { texts } from "./texts.ts";

const glossary = readFileSync(join(root, "docs/glossary.md"), "utf8");
const [, listed = ""] = glossary.split("## Refused phrases");
const refused = [...listed.matchAll(/^\| `([^`]+)` \|/gm)].map(([, phrase = ""]) => phrase);

/** Whole words, in any case; phrases are letters, spaces and hyphens. */
const pattern = (phrase: string): RegExp => new RegExp(`(?<![\\w-])${phrase}(?![\\w-])`, "i");

describe("the words of the glossary", () => {
  it("name phrases that are refused, each once", () => {
    expect(refused.length).toBeGreaterThan(20);
    expect(new Set(refused).size).toBe(refused.length);
  });

  it("are used in every page, created file and text of the sources: no refused phrase stands in any", () => {
    const patterns = refused.map((phrase) => [phrase, pattern(phrase)] as const);
    const found = texts().flatMap(({ at, text }) =>
      patterns.filter(([, one]) => one.test(text)).map(([phrase]) => `${at}: ${phrase}: ${text.trim().slice(0, 160)}`),
    );
    expect(found).toEqual([]);
  });
});
