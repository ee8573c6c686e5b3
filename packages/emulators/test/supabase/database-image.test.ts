/** The files of a fresh database are made once and read from then on; what is wrong with them costs time, nothing else. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, it } from "vitest";
import { keepImage, readImage } from "../../src/supabase/database-image.mjs";
import { DatabaseThread } from "../../src/supabase/database-thread.ts";

const folder = mkdtempSync(path.join(tmpdir(), "tocsin-image-"));
const image = path.join(folder, "database.tar");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a database whose files are kept there answers. */
async function asked(file: string): Promise<unknown[]> {
  const thread = new DatabaseThread(file);
  try {
    return await thread.transaction(async ({ exec, query }) => {
      await exec("create table kept_by_nobody (n int); insert into kept_by_nobody values (7)");
      return (await query("select n, current_user::text as name from kept_by_nobody")).rows;
    });
  } finally {
    await thread.close();
  }
}

it("makes damaged files again, keeps them for the next start, and nothing that was done meanwhile", async () => {
  writeFileSync(image, "half of a");
  const answer = [{ n: 7, name: "postgres" }];
  expect(await asked(image)).toEqual(answer);
  const { size, mtimeMs } = statSync(image);
  expect(size).toBeGreaterThan(1_000_000);
  expect(await asked(image)).toEqual(answer);
  expect(statSync(image).mtimeMs).toBe(mtimeMs);
});

it("goes on where nothing can be kept or read", async () => {
  const file = path.join(image, "below a file", "database.tar");
  await keepImage(file, new Blob(["files"]));
  expect(await readImage(file)).toBeUndefined();
  await keepImage(path.join(folder, "new", "database.tar"), new Blob(["files"]));
  expect(readdirSync(path.join(folder, "new"))).toEqual(["database.tar"]);
});
