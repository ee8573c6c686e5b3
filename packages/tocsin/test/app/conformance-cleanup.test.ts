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

/** A vendor whose list has these pages, each of the names of its items; it notes what it is asked for. */
function paged(
  pages: string[][],
  shape: (items: Json[], next: string | null) => Json,
  as: string,
  item: (name: string, id: string) => Json,
) {
  const asked: string[] = [];
  const target: Target = {
    vendors: new Set(["vercel", "slack"]),
    ask: async (_vendor, { method, path, body }) => {
      asked.push(`${method} ${path}${body === undefined ? "" : ` ${JSON.stringify(body)}`}`);
      if (method !== "GET") return { status: 200, body: { ok: true } };
      const page = Number(new URL(path, "https://x.example").searchParams.get(as)?.slice(1) ?? 0);
      const items = (pages[page] ?? []).map((name, at) => item(name, `${page}${at}`));
      return { status: 200, body: shape(items, page + 1 < pages.length ? `p${page + 1}` : null) };
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
    const vendor = paged([["theirs"], [], ["theirs", ours], [ours]], shape, as, item);
    expect(await cleanUp(vendor.target, kindOf(kind), home)).toEqual({ deleted: 2, kept: [] });
    expect(vendor.asked.filter((one) => one.startsWith("GET"))).toHaveLength(4);
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

test("a list without an end is told, and not read for ever", async () => {
  const endless = async () => ({
    status: 200,
    body: { ok: true, messages: [], response_metadata: { next_cursor: "x" } },
  });
  const target: Target = { vendors: new Set(["slack"]), ask: endless };
  await expect(cleanUp(target, kindOf("message"), home)).rejects.toThrow("There are more than 100 pages");
});
