/** What an interrupted run of `conformance` has left is looked for to the end of every list, and what cannot be read is no "nothing". */
import { expect, test } from "vitest";
import type { Target } from "../../src/app/conformance/target.ts";
import { cleanUp } from "../../src/app/conformance/walk.ts";
import type { Home } from "../../src/conformance/kind.ts";
import { conformanceKinds } from "../../src/conformance/kinds.ts";
import type { Json } from "../../src/model/resource.ts";

const home: Home = {
  ...{ organization: "acme", sentryProject: "web", sentryEnvironment: "staging", vercelTeam: "team_1" },
  ...{ vercelProject: "prj_1", slackAccount: "acme", slackChannel: { id: "C1" } },
};

/** `p2` and the offsets 200 and 2000 are page 2; the id `21` is the last of page 2, after which page 3 begins. */
function pageAsked(value: string | null): number {
  if (value === null) return 0;
  if (value.startsWith("p")) return Number(value.slice(1));
  return value.length === 2 ? Number(value[0]) + 1 : Number(value[0]);
}

/** A vendor whose list has these pages, each of the names of its items; it notes what it is asked for. */
function paged(
  pages: string[][],
  shape: (items: Json[], next: string | null) => Json,
  as: string,
  item: (name: string, id: string) => Json,
) {
  const asked: string[] = [];
  const target: Target = {
    vendors: new Set(["datadog", "sentry", "vercel", "stripe", "slack"]),
    ask: async (_vendor, { method, path, body }) => {
      asked.push(`${method} ${path}${body === undefined ? "" : ` ${JSON.stringify(body)}`}`);
      if (method !== "GET") return { status: 200, body: { ok: true } };
      const page = pageAsked(new URL(path, "https://x.example").searchParams.get(as));
      const items = (pages[page] ?? []).map((name, at) => item(name, `${page}${at}`));
      const next = page + 1 < pages.length ? `p${page + 1}` : null;
      const link = `<x>; rel="previous"; results="false"; cursor="p0", <x>; rel="next"; results="${next !== null}"; cursor="p${page + 1}"`;
      return { status: 200, body: shape(items, next), link };
    },
  };
  return { target, asked, deleted: () => asked.filter((one) => !one.startsWith("GET")) };
}

const kindOf = (name: string) => {
  const found = conformanceKinds.find(({ kind }) => kind === name);
  if (found === undefined) throw new Error(name);
  return found;
};
const ours = "tocsin-conformance 1a2b3c4d until 2026-11-29T14:00Z";
const byPagination = (member: string) => (items: Json[], next: string | null) => ({
  [member]: items,
  pagination: { count: items.length, next, prev: null },
});
const named = (name: string, id: string) => ({ id, name });

test.each([
  ["monitor", (items: Json[]) => items, "page", named],
  ["dashboard", (items: Json[]) => ({ dashboards: items }), "start", named],
  ["slo", (items: Json[]) => ({ data: items }), "offset", named],
  ["detector", (items: Json[]) => items, "cursor", named],
  ["workflow", (items: Json[]) => items, "cursor", named],
  [
    "event-destination",
    (items: Json[], next: string | null) => ({
      data: items,
      next_page_url: next && `/v2/core/event_destinations?page=${next}`,
    }),
    "page",
    named,
  ],
  ["alert-rule", byPagination("rules"), "cursor", named],
  ["project", byPagination("projects"), "from", named],
  ["environment-variable", byPagination("envs"), "until", (comment: string, id: string) => ({ id, comment })],
  [
    "message",
    (items: Json[], next: string | null) => ({
      ...{ ok: true, messages: items, has_more: next !== null },
      ...(next === null ? {} : { response_metadata: { next_cursor: next } }),
    }),
    "cursor",
    (text: string, ts: string) => ({ ts, text }),
  ],
] as const)(
  "%s: what stands on a later page is found, beyond one without any of ours",
  async (kind, shape, as, item) => {
    // A page may be empty only where an answer says that another one follows.
    const second = ["page", "start", "offset"].includes(as) && kind !== "event-destination" ? ["theirs"] : [];
    const vendor = paged([["theirs"], second, ["theirs", ours], [ours]], shape, as, item);
    expect(await cleanUp(vendor.target, kindOf(kind), home)).toEqual({ deleted: 2, kept: [] });
    expect(vendor.deleted().map((one) => /(?:21|30)/.test(one))).toEqual([true, true]);
  },
);

test.each<[string, { status: number; body: Json }, RegExp]>([
  [
    "message",
    { status: 200, body: { ok: false, error: "not_in_channel" } },
    /could not be listed: it answered not_in_channel/,
  ],
  ["alert-rule", { status: 403, body: {} }, /could not be listed: it answered 403/],
])("%s: a list that is refused is not called empty", async (kind, answer, told) => {
  const target: Target = { vendors: new Set(["vercel", "slack"]), ask: async () => answer };
  await expect(cleanUp(target, kindOf(kind), home)).rejects.toThrow(told);
});

const ofStripe = (items: Json[], next: string | null) => ({ data: items, has_more: next !== null });

test("webhook-endpoint: the next page begins after the last item of the one before", async () => {
  const vendor = paged([["theirs"], ["theirs", ours], [ours]], ofStripe, "starting_after", named);
  expect(await cleanUp(vendor.target, kindOf("webhook-endpoint"), home)).toEqual({ deleted: 2, kept: [] });
  expect(vendor.deleted()).toEqual(["DELETE /v1/webhook_endpoints/11", "DELETE /v1/webhook_endpoints/20"]);
});

test.each<[string, Json]>([
  ["webhook-endpoint", ofStripe([], "more")],
  ["detector", []],
])("%s: an answer that does not say how its list goes on is no end of it", async (kind, body) => {
  const target: Target = { vendors: new Set(["sentry", "stripe"]), ask: async () => ({ status: 200, body }) };
  await expect(cleanUp(target, kindOf(kind), home)).rejects.toThrow("does not say how its list goes on");
});

test("a list without an end is told, and not read for ever", async () => {
  const endless = async () => ({
    status: 200,
    body: { ok: true, messages: [], response_metadata: { next_cursor: "x" } },
  });
  const target: Target = { vendors: new Set(["slack"]), ask: endless };
  await expect(cleanUp(target, kindOf("message"), home)).rejects.toThrow("There are more than 100 pages");
});
