import type { Json } from "../model/resource.ts";

/**
 * The form of an answer: what two accounts answer alike. Ids, times and texts that are the account's stand as `<id>`, `<time>`,
 * `<text>`, so that a form can be attached to an issue.
 */
export interface AccountTexts {
  /** Texts that were sent: nobody's data. */
  sent: ReadonlySet<string>;
  /** Texts that a fresh emulator answers: they are a vendor's own words. */
  words: ReadonlySet<string>;
  /** Texts of the stack file, which the emulator knows too. */
  hide: ReadonlySet<string>;
  /** Ids of the resources that were created, on either side. */
  ids: readonly string[];
}

/** Who did it, and where: members of every account of their own. */
const personal =
  /^(?:creator|bot_profile|team|created_?by|modified_?by|last_?edited_?by.*|updated_?by|author.*|editor|user|owner|org_?id|project_?id|handle|email|relationships|included|uuid|actor|assignedTo)$/i;

/** Members that are numbers of an account or moments. */
const counted = /(?:^|_)(?:id|ids|created|modified|updated|at|ts|count|total|version|latency)$|(?:At|Id|Ids|Count)$/;

/** Members that name something by its id, whatever that looks like. */
const named = /^(?:uid|ts|channel|deploymentHostname)$|(?:^|_)ids?$|Ids?$/;

/** Members that say one of a vendor's few words: states are compared by what they are. */
const stated = /^(?:(?:overall_|draft_)?(?:state|status)|(?:sub)?type)$/i;

export function formOf(value: Json, known: AccountTexts, key = ""): Json {
  if (personal.test(key) && value !== null) return "<account>";
  if (Array.isArray(value)) return value.map((one) => formOf(one, known, key));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, formOf(inner, known, name)]));
  }
  if (typeof value === "number") return counted.test(key) || Math.abs(value) >= 1e6 ? "<number>" : value;
  if (typeof value !== "string") return value;
  if (named.test(key) && value !== "" && !hasMark(value)) return "<id>";
  return stated.test(key) && /^[a-z][a-z _-]{0,20}$/i.test(value) ? value : formOfText(value, known);
}

const mark = /tocsin-conformance [0-9a-f]{8} until \d{4}-\d\d-\d\dT\d\d:\d\dZ/g;
/** The same without blanks, as tags, keys and addresses have it. */
const tight = /tocsin[-_]conformance[-_][0-9a-f]{8}(?:-until-[\dt-]+z)?/gi;

const hasMark = (text: string): boolean => /tocsin[-_]conformance/i.test(text);
/** Addresses in which Vercel puts the team's name and ids of its own. */
const places = /https:\/\/vercel\.com\/\S+|[\w.-]+\.vercel\.app\b/g;
/** A text without what belongs to one run and one account. */
const withoutMarks = (text: string): string =>
  text.replace(places, "<address>").replace(mark, "tocsin-conformance").replace(tight, "tocsin-conformance");

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text);
/**
 * With a digit or in both cases and without blanks: an id, a token, something encrypted; or three times three signs, as dashboards
 * have it. No path: whether one has a digit is chance.
 */
const isId = (text: string): boolean =>
  /^(?!\/)(?=.*\d)[\w+/=-]{9,}$|^\d+$|^(?=.*[a-z])(?=.*[A-Z])(?!\/)[\w+/=-]{16,}$|^[a-z\d]{3}(-[a-z\d]{3}){2}$/.test(
    text,
  );

function formOfText(text: string, { sent, words, hide, ids }: AccountTexts): string {
  if (hide.has(text)) return "<text>";
  if (!sent.has(text) && isTime(text)) return "<time>";
  const plain = withoutMarks(text);
  if (sent.has(text)) return withoutIds(plain, ids);
  if (ids.includes(text)) return "<id>";
  if (plain !== text && bareText.test(plain)) return plain;
  if (isId(text)) return "<id>";
  const bare = withoutIds(plain, ids);
  return words.has(bare) ? bare : "<text>";
}

/** Nothing but the mark or an address, with a number at most: no text of the account's. */
const bareText = /^#?(?:TOCSIN_CONFORMANCE|tocsin-conformance|<address>)(?:[ _-]\(?\d\)?)?(?: changed)?$/i;

/** The words of a fresh emulator's answers. */
export const wordsOf = (answers: unknown, ids: readonly string[]): Set<string> =>
  new Set(textsIn(answers).map((text) => withoutIds(withoutMarks(text), ids)));

/** An error and an address name a resource by its id. */
const withoutIds = (text: string, ids: readonly string[]): string =>
  ids
    .filter((id) => id.length > 3)
    .reduce((all, id) => all.replaceAll(id, "<id>"), text)
    .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b(?:we|env|prj|evt|req)_\w+|\b\d{5,}\b/gi, "<id>");

/** Every text in a value. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
