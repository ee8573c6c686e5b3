import { type ConformanceKind, type Home, isMarked, type Mark } from "../../conformance/kind.ts";
import type { Json, JsonObject } from "../../model/resource.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import type { Asked, Target } from "./target.ts";

/** One call of a walk, with what was sent and answered. */
export interface Walked {
  call: string;
  sent: JsonObject | null;
  answer: Asked;
}

/**
 * Creates two resources of a kind, lists, reads, changes, and deletes them; what was created is deleted whatever happens.
 * @throws VendorError when a call gets no answer at all
 */
export async function walk(target: Target, kind: ConformanceKind, mark: Mark, home: Home): Promise<Walked[]> {
  const walked: Walked[] = [];
  const ask = async (call: string, asked: Parameters<Target["ask"]>[1]): Promise<Json> => {
    const answer = await target.ask(kind.vendor, asked);
    walked.push({ call, sent: asked.body ?? null, answer });
    return answer.body;
  };
  const ids: string[] = [];
  try {
    for (const which of [1, 2] as const) {
      const created = await ask(which === 1 ? "create" : "create a second", kind.create(mark, which, home));
      const id = idIn(created, kind.id);
      if (id !== null) ids.push(id);
    }
    const [first] = ids;
    await ask("list", { method: "GET", path: kind.list(home) });
    await ask("refuse", kind.refused(home));
    for (const [call, question] of Object.entries(kind.asks ?? {})) await ask(call, question);
    if (first === undefined) return walked;
    await ask("read", { method: "GET", path: kind.read(first, home) });
    await ask("update", kind.update(first, mark, home));
    await ask("read after update", { method: "GET", path: kind.read(first, home) });
    await ask("delete", kind.remove(first, home));
    ids.shift();
    await ask("read after delete", { method: "GET", path: kind.read(first, home) });
    return walked.map((one) => (one.call === "list" ? { ...one, answer: onlyMarked(one.answer, kind, mark) } : one));
  } finally {
    for (const id of ids) await target.ask(kind.vendor, kind.remove(id, home)).catch(ignored);
  }
}

/** What cannot be deleted now is found by `--cleanup`. */
function ignored(error: unknown): void {
  if (!(error instanceof VendorError)) throw error;
}

/** Ids of what a walk created. */
export const idsIn = (walked: readonly Walked[], kind: ConformanceKind): string[] =>
  walked.flatMap(({ call, answer }) => (call.startsWith("create") ? (idIn(answer.body, kind.id) ?? []) : []));

/** Deletes whatever an interrupted run has left of a kind: the number of resources. @throws VendorError */
export async function cleanUp(target: Target, kind: ConformanceKind, home: Home): Promise<number> {
  const { body } = await target.ask(kind.vendor, { method: "GET", path: kind.list(home) });
  const left = itemsIn(body, kind.items).filter(isMarked);
  for (const item of left) {
    const id = idIn(item, kind.id.replace(/^(?:data\.0|data|created|rule)\./, ""));
    if (id !== null && !isGone(item)) await target.ask(kind.vendor, kind.remove(id, home));
  }
  return left.filter((item) => !isGone(item)).length;
}

/** Datadog keeps a downtime that was cancelled in its list for a while. */
const isGone = (item: Json): boolean => /"status":"canceled"/.test(JSON.stringify(item));

/** The list's answer with this run's items only: the rest is the account's. */
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
  const found = path
    .split(".")
    .reduce<unknown>((node, key) => (typeof node === "object" && node !== null ? Reflect.get(node, key) : null), value);
  return typeof found === "string" || typeof found === "number" ? String(found) : null;
}
