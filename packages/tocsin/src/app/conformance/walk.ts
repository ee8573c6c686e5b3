import { setTimeout as sleep } from "node:timers/promises";
import { type ConformanceKind, type Home, isMarked, isStory, type Mark, type Story } from "../../conformance/kind.ts";
import { isObject, type Json, type JsonObject, valueAt } from "../../model/resource.ts";
import { VendorAnsweredWrong, VendorError } from "../../vendors/http/errors.ts";
import { nextCursor } from "../../vendors/pages.ts";
import type { Asked, Target } from "./target.ts";

/** One call of a walk, with what was sent and answered. */
export interface Walked {
  call: string;
  sent: JsonObject | null;
  answer: Asked;
}

export interface Walk {
  walked: Walked[];
  /** Ids of what was created. */
  ids: string[];
}

type AskedOf = Parameters<Target["ask"]>[1];

/**
 * Makes the calls of a kind or of a story; what was created is deleted whatever happens.
 * @throws VendorError when a call gets no answer at all
 */
export function walk(target: Target, kind: ConformanceKind | Story, mark: Mark, home: Home): Promise<Walk> {
  return isStory(kind) ? tell(target, kind, mark, home) : through(target, kind, mark, home);
}

/** Creates two resources of a kind, lists, reads, changes, and deletes them. */
async function through(target: Target, kind: ConformanceKind, mark: Mark, home: Home): Promise<Walk> {
  const walked: Walked[] = [];
  const ask = async (call: string, asked: AskedOf): Promise<Json> => {
    const answer = await target.ask(kind.vendor, asked);
    walked.push({ call, sent: asked.body ?? null, answer });
    return answer.body;
  };
  const ids: string[] = [];
  const left = new Set<string>();
  try {
    for (const which of [1, 2] as const) {
      const created = await ask(which === 1 ? "create" : "create a second", kind.create(mark, which, home));
      const id = idIn(created, kind.id);
      if (id !== null) ids.push(id);
      if (id !== null) left.add(id);
    }
    const [first] = ids;
    await ask("list", { method: "GET", path: kind.list(home) });
    await ask("refuse", kind.refused(home));
    for (const [call, question] of Object.entries(kind.asks ?? {})) await ask(call, question);
    if (first !== undefined) {
      await ask("read", { method: "GET", path: kind.read(first, home) });
      if (kind.update !== undefined) {
        await ask("update", kind.update(first, mark, home));
        await ask("read after update", { method: "GET", path: kind.read(first, home) });
      }
      await ask("delete", kind.remove(first, home));
      left.delete(first);
      await ask("read after delete", { method: "GET", path: kind.read(first, home) });
    }
    return { walked: walked.map((one) => withOwnItems(one, kind, mark)), ids };
  } finally {
    for (const id of left) await target.ask(kind.vendor, kind.remove(id, home)).catch(ignored);
  }
}

/** Between two looks at what a vendor is still making, and how often it is looked at: three minutes. */
const lookAgainMs = 2_000;
const mostLooks = 90;

/** Makes a story's calls one after the other. */
async function tell(target: Target, story: Story, mark: Mark, home: Home): Promise<Walk> {
  const walked: Walked[] = [];
  const kept: Record<string, string> = {};
  try {
    for (const { call, ask, keeps = {}, until } of story.steps(mark, home)) {
      const asked = ask(kept);
      if (asked === null) continue;
      let answer = await target.ask(story.vendor, asked);
      for (let look = 1; until !== undefined && look < mostLooks && answer.status < 300; look++) {
        if (until.is.includes(idIn(answer.body, until.at) ?? "")) break;
        await sleep(lookAgainMs);
        answer = await target.ask(story.vendor, asked);
      }
      walked.push({ call, sent: asked.body ?? null, answer });
      for (const [name, path] of Object.entries(keeps)) {
        const value = idIn(answer.body, path);
        if (value !== null) kept[name] = value;
      }
    }
    return { walked, ids: Object.entries(kept).flatMap(([name, id]) => (name === "name" ? [] : [id])) };
  } finally {
    const whole = kept[story.whole];
    if (whole !== undefined) await target.ask(story.vendor, story.remove(whole, home)).catch(ignored);
  }
}

/** What cannot be deleted now is found by `--cleanup`. */
function ignored(error: unknown): void {
  if (!(error instanceof VendorError)) throw error;
}

/** So many pages are looked through at most. */
const mostPages = 100;

/**
 * Deletes whatever an interrupted run has left of a kind: how many resources, and how many of them the vendor did not delete.
 * @throws VendorError
 */
export async function cleanUp(target: Target, kind: ConformanceKind | Story, home: Home) {
  const left: string[] = [];
  let path: string | null = pageOf(kind, home, 0);
  for (let page = 0; path !== null; page++) {
    if (page === mostPages)
      throw new VendorAnsweredWrong(
        kind.vendor,
        `There are more than ${mostPages} pages: what may be left beyond them was not looked for.`,
      );
    const answer = await target.ask(kind.vendor, { method: "GET", path });
    const { status, body } = answer;
    if (status >= 300 || refusedBySlack(body))
      throw new VendorAnsweredWrong(
        kind.vendor,
        `What may be left could not be listed: it answered ${said(status, body)}.`,
      );
    const items = itemsIn(body, kind.items);
    path = nextPage(kind, home, page + 1, answer);
    for (const item of items.filter((one) => isMarked(one) && !isGone(one))) {
      const id = idIn(item, kind.id.replace(/^(?:data\.0|data|created|rule)\./, ""));
      if (id !== null) left.push(id);
    }
  }
  const kept: string[] = [];
  for (const id of left) {
    const { status, body } = await target.ask(kind.vendor, kind.remove(id, home));
    if (status >= 300 || refusedBySlack(body)) kept.push(id);
  }
  return { deleted: left.length - kept.length, kept };
}

const pageOf = (kind: ConformanceKind | Story, home: Home, page: number): string | null =>
  kind.find === undefined ? (page === 0 ? kind.list(home) : null) : kind.find(home, page);

/** Where the answer to one page leads; null after the last. */
function nextPage(kind: ConformanceKind | Story, home: Home, page: number, answer: Asked): string | null {
  const { pages } = kind;
  if (pages === undefined) return itemsIn(answer.body, kind.items).length === 0 ? null : pageOf(kind, home, page);
  const mark = markOfNext(kind, pages, answer);
  if (mark === null || mark === "") return null;
  return !("as" in pages) || pages.as === undefined
    ? mark
    : `${pageOf(kind, home, 0)}&${pages.as}=${encodeURIComponent(mark)}`;
}

type Paging = NonNullable<ConformanceKind["pages"]>;

/** What an answer says of the next page. @throws VendorError where it says that there is one, and not which */
function markOfNext(kind: ConformanceKind | Story, pages: Paging, { body, link }: Asked): string | null {
  switch (pages.by) {
    case "member":
      return idIn(body, pages.at);
    case "link":
      if (link === undefined) throw withoutEnd(kind);
      return nextCursor(link);
    case "last": {
      if (!isObject(body) || body[pages.more] !== true) return null;
      const last = idIn(itemsIn(body, kind.items).at(-1) ?? null, kind.id);
      if (last === null) throw withoutEnd(kind);
      return last;
    }
  }
}

const withoutEnd = ({ vendor }: ConformanceKind | Story): VendorError =>
  new VendorAnsweredWrong(vendor, "What may be left could not be listed: an answer does not say how its list goes on.");

const said = (status: number, body: Json): string =>
  refusedBySlack(body) && isObject(body) ? String(body.error) : String(status);

/** Slack refuses with 200. */
const refusedBySlack = (body: Json): boolean => isObject(body) && body.ok === false;

/** Datadog keeps a downtime that was cancelled in its list for a while. */
const isGone = (item: Json): boolean => /"status":"canceled"/.test(JSON.stringify(item));

/** The list's answer with this run's items only: the rest is the account's. */
function withOwnItems(one: Walked, kind: ConformanceKind, mark: Mark): Walked {
  return one.call === "list" ? { ...one, answer: onlyMarked(one.answer, kind, mark) } : one;
}

function onlyMarked({ status, body }: Asked, kind: ConformanceKind, mark: Mark): Asked {
  const own = itemsIn(body, kind.items).filter((item) => JSON.stringify(item).toLowerCase().includes(shortOf(mark)));
  if (kind.items === "" || typeof body !== "object" || body === null || Array.isArray(body))
    return { status, body: own };
  return { status, body: { [kind.items]: own } };
}

const shortOf = ({ tag }: Mark): string => tag.slice(-8);

export function itemsIn(body: Json, member: string): Json[] {
  const items: unknown =
    member === "" ? body : typeof body === "object" && body !== null ? Reflect.get(body, member) : [];
  return Array.isArray(items) ? items : [];
}

/** The id at a dotted path of an answer. */
export function idIn(value: Json, path: string): string | null {
  const found = valueAt(value, path);
  return typeof found === "string" || typeof found === "number" ? String(found) : null;
}
