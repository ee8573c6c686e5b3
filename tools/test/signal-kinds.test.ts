import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { signalKinds } from "../../packages/tocsin/src/model/signal.ts";

const source = join(import.meta.dirname, "../../packages/tocsin/src");

/**
 * In how many files a kind of signal may be named: its schema, its word, and a row in each table that asks something of every
 * kind. Whatever else depends on a signal asks for what it measures (`readsLogs`, `errorsOf` of `model/signals/facts.ts`).
 */
const most = 14;
/** Those that several parts treat by themselves; none may be added. */
const exceptions: Readonly<Record<string, number>> = {
  "sentry-spans": 10,
  "sentry-issues": 12,
  composite: 9,
  search: 9,
  // Other things have these names as well: a query and an injection are a `metric`, a file has `crons`, a resource is a
  // `webhook-endpoint`. Each place counts, whatever it means.
  crons: 17,
  "webhook-endpoint": 26,
  metric: 24,
};

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
