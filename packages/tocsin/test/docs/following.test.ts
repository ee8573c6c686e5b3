/** The pages that are followed step by step fit the files that they change; test/engine/following does what they say. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { edited, stepsOf } from "../engine/following/follow.ts";

const root = path.resolve(import.meta.dirname, "../../../..");
const pages = readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" }).filter((page) =>
  path.basename(page).startsWith("adding-"),
);

it.each(pages)("every file and edit of docs/%s fits the sources", (page) => {
  const texts = new Map<string, string>();
  const reasons: string[] = [];
  const attempt = (work: () => void) => {
    try {
      work();
    } catch (error) {
      reasons.push(String(error));
    }
  };
  for (const step of stepsOf(page)) {
    if (step.do === "run") continue;
    const { file } = step;
    const isThere = texts.has(file) || existsSync(path.join(root, file));
    if (step.do === "write") {
      if (isThere) reasons.push(`${file} is there already`);
      texts.set(file, step.text);
    } else
      attempt(() => {
        texts.set(file, edited(texts.get(file) ?? readFileSync(path.join(root, file), "utf8"), step));
      });
  }
  for (const [file, text] of texts) {
    for (const [, target = ""] of text.matchAll(/ from "(\.{1,2}\/[^"]+)"/g)) {
      const imported = path.join(path.dirname(file), target);
      if (!texts.has(imported) && !existsSync(path.join(root, imported))) reasons.push(`${file} imports ${imported}`);
    }
  }
  expect(texts.size).toBeGreaterThan(1);
  expect(reasons).toEqual([]);
});
