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
  "sentry-issues": 16,
  "log-count": 15,
  "http-check": 16,
};

/** Names that other things have as well say nothing of signals: a `metric` is a query's too, a `webhook-endpoint` a resource. */
const named = signalKinds.filter((kind) => kind.includes("-") && kind !== "webhook-endpoint");

it("a kind of signal is named in few files", () => {
  const texts = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, text: readFileSync(join(source, file), "utf8") }));
  const scattered = named.flatMap((kind) => {
    const files = texts.filter(({ text }) => text.includes(`"${kind}"`)).map(({ file }) => file);
    return files.length > (exceptions[kind] ?? most) ? [{ kind, files }] : [];
  });
  expect(named.length).toBeGreaterThan(20);
  expect(scattered).toEqual([]);
});
