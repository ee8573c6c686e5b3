import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { published, schemaText } from "../../src/cli/published.ts";

const folder = path.resolve(import.meta.dirname, "../../schema");

describe("what commands print for --json", () => {
  it.each(Object.keys(published) as (keyof typeof published)[])("is published: schema/%s.json", (command) => {
    const now = readFileSync(path.join(folder, `${command}.json`), "utf8");
    expect(now, "run: npx tsx tools/write-schemas.ts").toBe(schemaText(command));
  });

  it("leaves no schema of a command that is gone", () => {
    expect(readdirSync(folder).sort()).toEqual(
      Object.keys(published)
        .map((name) => `${name}.json`)
        .sort(),
    );
  });
});
