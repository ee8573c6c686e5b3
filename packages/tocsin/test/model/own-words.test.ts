import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { definitionSchema } from "../../src/model/definition.ts";

const source = path.join(import.meta.dirname, "../../src");
/** What teams write: definitions, stack files, the schedule of a test. */
const written = ["model", "project"].flatMap((room) =>
  readdirSync(path.join(source, room), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => path.join(room, file)),
);
/** A digest is written by us, and by nobody else. */
const ours = path.join("model", "digest.ts");

it("tells in words what form a text must have, and shows nobody a pattern", () => {
  const bare = written.filter(
    (file) =>
      file !== ours &&
      /\.regex\(\s*\/(?:\\.|\[(?:\\.|[^\]])*\]|[^/\\])+\/[a-z]*,?\s*\)/.test(
        readFileSync(path.join(source, file), "utf8"),
      ),
  );
  expect(bare).toEqual([]);
  const { error } = definitionSchema.safeParse({ service: "Web Shop", runbook: "First look" });
  const said = error?.issues.filter(({ path: [field] }) => field === "service" || field === "runbook");
  expect(said?.map(({ message }) => message)).toEqual([
    "a name is in lower case, with digits and hyphens",
    "a name is in lower case, with digits and hyphens",
  ]);
});
