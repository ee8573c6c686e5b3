import type { Json, JsonObject } from "../model/resource.ts";
import { namesIn } from "../shared/lists.ts";

/** The members that are known of objects of one kind, by the place that has them: dotted, `*` for every element, "" for the body. */
export type Members = Readonly<Record<string, readonly string[]>>;

/** The members of each place, separated by white space. */
export const membersOf = (places: Readonly<Record<string, string>>): Members =>
  Object.fromEntries(Object.entries(places).map(([place, members]) => [place, namesIn(members)]));

/**
 * The place of a member that is none of those known: vendors add members to their answers, and no definition and no hand can have
 * stated what did not exist. Null for a member that is known, or that lies where anything may be.
 */
export function newMember(members: Members, path: string): string | null {
  const keys = path.split(".").map((key) => (/^\d+$/.test(key) ? "*" : key));
  for (let length = 0; length < keys.length; length++) {
    const [place, member] = [keys.slice(0, length).join("."), keys[length]];
    const known = Object.hasOwn(members, place) ? members[place] : undefined;
    if (known !== undefined && member !== undefined && !known.includes(member))
      return keys.slice(0, length + 1).join(".");
  }
  return null;
}

/** `body` without members that are none of those known. Pure. */
export function withoutNew(body: JsonObject, members: Members): JsonObject {
  const reduced = (node: Json, path: string): Json => {
    if (Array.isArray(node)) return node.map((element) => reduced(element, path === "" ? "*" : `${path}.*`));
    if (typeof node !== "object" || node === null) return node;
    return objectAt(node, path);
  };
  const objectAt = (node: JsonObject, path: string): JsonObject =>
    Object.fromEntries(
      Object.entries(node).flatMap(([key, value]) => {
        const place = path === "" ? key : `${path}.${key}`;
        return newMember(members, place) === null ? [[key, reduced(value, place)]] : [];
      }),
    );
  return objectAt(body, "");
}
