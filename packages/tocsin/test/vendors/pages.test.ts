import { afterEach, describe, expect, it, vi } from "vitest";
import { type LiveObject, readEachOnce } from "../../src/vendors/live.ts";
import { numberedPages, readPages } from "../../src/vendors/pages.ts";
import { SentryClient } from "../../src/vendors/sentry/client.ts";
import { StripeClient } from "../../src/vendors/stripe/client.ts";

const list = { vendor: "Sentry", what: "alerts" };
const endless = "Sentry gives the same part of its list of alerts again and again.";

describe("a list that is read by marks", () => {
  it("is read to its end", async () => {
    const pages: Record<string, { items: number[]; next: string | null }> = {
      "": { items: [1, 2], next: "a" },
      a: { items: [3], next: "b" },
      b: { items: [], next: null },
    };
    expect(await readPages(list, async (mark) => pages[mark] ?? { items: [], next: null })).toEqual([1, 2, 3]);
  });

  it.each([
    ["the same mark for ever", () => "a"],
    ["two marks in turn", (mark: string) => (mark === "a" ? "b" : "a")],
  ])("is no list that was read whole, with %s", async (_, next) => {
    let calls = 0;
    const read = readPages(list, async (mark) => {
      calls++;
      return { items: [mark], next: next(mark) };
    });
    await expect(read).rejects.toThrow(endless);
    expect(calls).toBeLessThan(4);
  });

  it("is no list that was read whole, with a new mark each time behind the same entries", async () => {
    let calls = 0;
    const read = readPages(list, async () => ({ items: [{ id: 1 }], next: String(++calls) }));
    await expect(read).rejects.toThrow(endless);
    expect(calls).toBe(2);
  });
});

describe("a list that is read by numbers", () => {
  it("is read to the first page that is not full", async () => {
    expect(await numberedPages(list, 2, async (page) => [[1, 2], [3, 4], [5]][page] ?? [])).toEqual([1, 2, 3, 4, 5]);
    expect(await numberedPages(list, 2, async (page) => [[1, 2]][page] ?? [])).toEqual([1, 2]);
  });

  it("is none where every number is answered with the same page", async () => {
    let calls = 0;
    const read = async () => {
      calls++;
      return [{ id: 1 }, { id: 2 }];
    };
    await expect(numberedPages(list, 2, read)).rejects.toThrow(endless);
    expect(calls).toBe(2);
  });
});

describe("a list that says that it goes on, and not where", () => {
  afterEach(() => void vi.unstubAllGlobals());
  const answers = (body: unknown) => vi.stubGlobal("fetch", async () => new Response(JSON.stringify(body)));
  const url = "http://127.0.0.1:9";

  it("is not read whole: Stripe's, with more behind nothing", async () => {
    answers({ data: [], has_more: true });
    const stripe = new StripeClient({ url, apiKey: "k" });
    const said = "Stripe gives a part of its list of webhook endpoints, and not where it goes on.";
    await expect(stripe.webhookEndpoints()).rejects.toThrow(said);
    await expect(stripe.events(["a"], new Date())).rejects.toThrow("Stripe gives a part of its list of events");
  });

  it.each([
    ["of some types, which Stripe is asked for", ["a.b", "a.c"], ["a.b", "a.c"], ["a.b", "other"]],
    [
      "of more types than one question takes",
      Array.from({ length: 21 }, (_, n) => `a.${n}`).concat("a.b"),
      [],
      ["a.b"],
    ],
    ["of every type", ["*"], [], ["a.b", "other"]],
  ])("reads events %s", async (_what, types, asked, read) => {
    const questions: URL[] = [];
    vi.stubGlobal("fetch", async (url: string) => {
      questions.push(new URL(url));
      const data = ["a.b", "other"].map((type, n) => ({ id: `evt_${n}`, type, created: 1 }));
      return new Response(JSON.stringify({ data, has_more: false }));
    });
    const { events } = await new StripeClient({ url, apiKey: "k" }).events(types, new Date());
    expect(questions.map(({ searchParams }) => searchParams.getAll("types[]"))).toEqual([asked]);
    expect(events.map(({ type }) => type)).toEqual(read);
  });

  it.each([
    ["no link", {}],
    ["a link to nothing that comes next", { link: '<https://sentry.io/teams>; rel="previous"' }],
  ])("is not read whole: Sentry's, with a full page and %s", async (_, headers: Record<string, string>) => {
    const sentry = new SentryClient({ url, token: "t" });
    const full = Array.from({ length: 100 }, (_, id) => ({ id: String(id), slug: `t${id}`, name: "t" }));
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(full), { headers }));
    await expect(sentry.teams("acme")).rejects.toThrow(
      "Sentry gives a part of its list of teams, and not where it goes on.",
    );
    answers([{ id: "1", slug: "t", name: "t" }]);
    expect(await sentry.teams("acme")).toHaveLength(1);
  });
});

it("an object that two pages of a list give is one object", async () => {
  const object = (vendorId: string) => ({ kind: "monitor", parent: {}, vendorId }) as LiveObject;
  const read = async () => [object("1"), object("2"), object("1")];
  const live = await readEachOnce({ vendor: "datadog", kind: "monitor", covers: [], read });
  expect(live.map(({ vendorId }) => vendorId)).toEqual(["1", "2"]);
});
