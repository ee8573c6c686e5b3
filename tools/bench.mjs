import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../packages/tocsin/src/engine/install/child.mjs";
import { runMain } from "../packages/tocsin/src/shared/run-main.mjs";
import { repository } from "./lib/paths.mjs";
import { ensureSetUp } from "./setup.mjs";

const folder = join("tools", "bench");

/** `npm run bench [name...]`: runs the benchmarks one after the other; two at once would measure each other. */
await runMain(async () => {
  const wanted = process.argv.slice(2);
  await ensureSetUp({ quiet: true });
  const all = readdirSync(join(repository, folder), { recursive: true, encoding: "utf8" });
  const files = all.filter(
    (name) => name.endsWith(".bench.ts") && (wanted.length === 0 || wanted.some((part) => name.includes(part))),
  );
  let failed = files.length === 0;
  if (failed) process.stderr.write(`tocsin: no benchmark in ${folder} matches ${wanted.join(" ")}\n`);
  for (const file of files.sort()) {
    process.stdout.write(`\n${join(folder, file)}\n`);
    const result = await runChild(process.execPath, ["--import", "tsx", join(folder, file)], {
      cwd: repository,
      inherit: true,
    });
    if (result.failure !== "") process.stderr.write(`tocsin: ${file} failed: ${result.failure}\n`);
    failed ||= result.failure !== "";
  }
  return failed ? 1 : 0;
});
