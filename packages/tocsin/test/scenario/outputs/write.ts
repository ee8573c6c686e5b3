/** Writes the files of outputs anew: `npx tsx packages/tocsin/test/scenario/outputs/write.ts`. Read the difference. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { outputFiles, printOutputs } from "./outputs.ts";
import { worlds } from "./worlds.ts";

for (const [folder, start] of Object.entries(worlds)) {
  const world = await start();
  for (const { name, parts } of outputFiles(folder)) {
    const written: typeof parts = [];
    for (const part of parts)
      written.push(typeof part === "string" ? part : { ...part, output: await world.output(part.command) });
    writeFileSync(path.join(import.meta.dirname, folder, name), printOutputs({ name, parts: written }));
  }
  await world.close();
}
