import { expect, it } from "vitest";
import { neverSeenAtSentry } from "../../../src/vendors/sentry/checks/never-seen.ts";
import { type Sent, SentryClient } from "../../../src/vendors/sentry/client.ts";
import { definition, stack, threshold } from "../../support/definitions.ts";

const services = Array.from({ length: 20 }, (_, n) => `service-${n}`);
const projects = Object.fromEntries(services.map((slug, n) => [slug, { slug, errorMonitor: String(900 + n) }]));

/** A Sentry to which every project has sent the same transactions, and whose answers hold a hundred rows. */
class FullSentry extends SentryClient {
  readonly asked: Sent[] = [];
  readonly #transactions: readonly string[];

  constructor(transactions: readonly string[]) {
    super({ url: "https://sentry.example", token: "t" });
    this.#transactions = transactions;
  }

  override async sent(_: string, sent: Sent) {
    this.asked.push(sent);
    const wanted = [...sent.query.matchAll(/(?<=[ (])transaction:([^\s)]+)/g)].map(([, value]) => value);
    const found = this.#transactions.filter((one) => wanted.length === 0 || wanted.includes(one));
    const rows = services.flatMap((project) =>
      sent.field === null
        ? found.slice(0, 1).map(() => ({ project, value: "" }))
        : found.map((value) => ({ project, value })),
    );
    return { values: rows.slice(0, 100), all: rows.length < 100 };
  }
}

const watching = (transactions: readonly string[]) =>
  services.flatMap((project) =>
    transactions.map((transaction, n) =>
      definition({
        id: `${project}/slow-${n}`,
        signal: { kind: "sentry-spans", project, transaction, statistic: "p95" },
        condition: threshold({ critical: 2000 }),
      }),
    ),
  );

it("asks for the transactions of thousands of definitions in short queries, and for each that is not sure once", async () => {
  const names = Array.from({ length: 120 }, (_, n) => `/api/part-${n}`);
  const sentry = new FullSentry(names);
  const config = { ...stack, sentry: { ...stack.sentry, projects } };
  const found = await neverSeenAtSentry(sentry, config, watching([...names, "/api/nobody"]));
  expect(found.map(({ watched }) => `${watched.definitions} ${watched.text}`)).toEqual(
    services.map((project) => `${project}/slow-120 /api/nobody`),
  );
  // 2,420 definitions watch 121 transactions: who sends, three lists of fifty, at most one for each, and what is sent instead.
  expect(sentry.asked.length).toBeLessThanOrEqual(1 + 3 + 121 + 1);
  expect(Math.max(...sentry.asked.map(({ query }) => query.length))).toBeLessThan(2_000);
});
