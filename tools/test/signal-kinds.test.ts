import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { signalKinds } from "../../packages/tocsin/src/model/signal.ts";

const source = join(import.meta.dirname, "../../packages/tocsin/src");

/**
 * In how many files a kind of signal may be named: its schema with its facts, its word, and a row in each table that asks something
 * of every kind. Whatever else depends on a signal asks for what it measures (`readsLogs`, `errorsOf` of `model/signals/facts.ts`).
 */
const most = 10;
/** Those whose name means other things as well: a type of Datadog's objectives, a category of Sentry's issues. Each place counts. */
const exceptions: Readonly<Record<string, number>> = { metric: 11 };

it("a kind of signal is named in few files", () => {
  const texts = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, text: readFileSync(join(source, file), "utf8") }));
  const scattered = signalKinds.flatMap((kind) => {
    const files = texts.filter(({ text }) => text.includes(`"${kind}"`)).map(({ file }) => file);
    return files.length > (exceptions[kind] ?? most) ? [{ kind, files }] : [];
  });
  expect(signalKinds.length).toBeGreaterThan(25);
  expect(scattered).toEqual([]);
});
