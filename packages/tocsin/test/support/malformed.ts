/**
 * Answers as no vendor documents them, made from a true one: what a proxy, a portal, an outage, a half-finished release or a new
 * version of a vendor gives in its place.
 */
import type { Json, JsonObject } from "../../src/model/resource.ts";

export interface Raw {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** A true answer. */
export interface True extends Raw {
  body: string;
}

export interface Way {
  name: string;
  /**
   * - `no answer`: nothing of it may be used, whichever call it is: could not tell.
   * - `no shape`: parsed, but no list or object as documented: could not tell.
   * - `entries`: one entry, or all, are not as documented: could not tell, or found, where the call relies on it.
   * - `as before`: what counts is in it; it is judged as the true one.
   * - `strange`: values that nobody expects, some of which no call looks at: never an error of ours.
   */
  how: "no answer" | "no shape" | "entries" | "as before" | "strange";
  /** Null: this answer has nothing that could be malformed so. */
  spoil(answer: True): Raw | null;
}

const json = { "content-type": "application/json" };
const html = "<!doctype html><html><body><h1>Sign in to the network</h1></body></html>";
const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Sent in place of the true answer. */
const instead = (how: Way["how"], name: string, body: string, status = 200, headers: Raw["headers"] = json): Way => ({
  ...{ how, name },
  spoil: () => ({ status, headers, body }),
});

const rewritten = (
  name: string,
  change: (body: string) => string | Uint8Array,
  how: Way["how"] = "no answer",
): Way => ({
  ...{ how, name },
  spoil: ({ headers, body }) => ({ status: 200, headers, body: change(body) }),
});

const status = (code: number, headers: Raw["headers"] = {}): Way => ({
  ...{ how: "no answer", name: `the right body with the status ${code}` },
  spoil: (answer) => ({ ...answer, status: code, headers: { ...answer.headers, ...headers } }),
});

/** Changes the parsed answer; null where there is nothing of the kind to change. */
const parsed = (how: Way["how"], name: string, change: (value: Json) => Json | null): Way => ({
  ...{ how, name },
  spoil: (answer) => {
    const changed = change(JSON.parse(answer.body));
    return changed === null ? null : { ...answer, body: JSON.stringify(changed) };
  },
});

/** Changes the entries of a list, at the root or in its first member that is one; a list without entries has nothing to spoil. */
const entries = (name: string, change: (all: Json[]) => Json, how: Way["how"] = "entries"): Way =>
  parsed(how, name, (value) => {
    if (Array.isArray(value)) return value.length === 0 ? null : change(value);
    if (!isObject(value)) return null;
    const [member, list] = Object.entries(value).find(([, one]) => Array.isArray(one) && one.length > 0) ?? [];
    return member === undefined || !Array.isArray(list) ? null : { ...value, [member]: change(list) };
  });

const ids = ["id", "public_id", "uid"];

/** Changes the id of the first entry; `undefined` takes it out. Null for a list whose entries have none. */
const id = (name: string, change: (value: Json) => Json | undefined): Way => {
  const way = entries(name, ([first, ...rest]) => {
    if (!isObject(first)) return [];
    const changed = Object.entries(first).flatMap(([key, value]): [string, Json][] => {
      const other = ids.includes(key) ? change(value) : value;
      return other === undefined ? [] : [[key, other]];
    });
    return [Object.fromEntries(changed), ...rest];
  });
  const isList = ({ body }: True) =>
    /^(?:\[|\{"(?:tests|variables|dashboards|data|projects|envs|channels)":\[)\{/.test(body);
  return {
    ...way,
    spoil: (answer) => (isList(answer) && /"(?:id|public_id|uid)":/.test(answer.body) ? way.spoil(answer) : null),
  };
};

/** Every value that is no list and no object. */
function walk(value: Json, change: (value: Json, key: string) => Json, key = ""): Json {
  if (Array.isArray(value)) return value.map((one) => walk(one, change, key));
  if (!isObject(value)) return change(value, key);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one, change, name)]));
}

const everywhere = (name: string, change: (value: Json, key: string) => Json, how: Way["how"] = "strange"): Way =>
  parsed(how, name, (value) => walk(value, change));

/** In a text of its own, so that nothing but the encoding is wrong. */
const inLatin1 = (body: string): Uint8Array => {
  const more = JSON.parse(body);
  const root = isObject(more) ? { ...more, caf\u00e9: "\u00e9" } : [...(Array.isArray(more) ? more : [])];
  return Buffer.from(`${JSON.stringify(root)}${isObject(more) ? "" : " \u00a0"}`, "latin1");
};

export const ways: readonly Way[] = [
  instead("no answer", "nothing at all", ""),
  instead("no answer", "204 No Content", "", 204, {}),
  instead("no answer", "a page in HTML with 200", html, 200, { "content-type": "text/html" }),
  instead("no answer", "a page in HTML that says it is JSON", html),
  instead("no answer", "the word ok", "ok", 200, { "content-type": "text/plain" }),
  rewritten("half of itself", (body) => body.slice(0, body.length / 2)),
  rewritten("all but its last character", (body) => body.trimEnd().slice(0, -1)),
  rewritten("itself twice", (body) => `${body}\n${body}`),
  rewritten("behind a prefix against scripts", (body) => `)]}',\n${body}`),
  rewritten("a call of a function", (body) => `callback(${body})`),
  rewritten("with a comma too many", (body) => body.trimEnd().replace(/[}\]]$/, ",$&")),
  rewritten("in single quotes", (body) => `'${body}'`),
  rewritten("in UTF-16", (body) => Buffer.from(body, "utf16le")),
  rewritten("in Latin-1", inLatin1),
  rewritten("with a zero byte", (body) => `${body.slice(0, 1)}\0${body.slice(1)}`),
  rewritten("packed without a word about it", (body) =>
    Buffer.concat([Buffer.from([0x1f, 0x8b, 8, 0]), Buffer.from(body)]),
  ),
  status(202),
  status(206, { "content-range": "bytes 0-99/100" }),
  status(301, { location: "https://elsewhere.example/" }),
  status(302, { location: "/login" }),
  status(304),
  status(307, { location: "https://elsewhere.example/" }),
  status(400),
  status(409),
  status(418),
  rewritten("JSON in a text of JSON", (body) => JSON.stringify(body), "no shape"),
  instead("no shape", "the value null", "null"),
  instead("no shape", "the value true", "true"),
  instead("no shape", "a number", "42"),
  instead("no shape", "an empty text", '""'),
  parsed("no shape", "an object for a list, a list for an object", (value) => (Array.isArray(value) ? {} : [])),
  instead("no shape", "an error with 200", JSON.stringify({ errors: ["Internal error"] })),
  instead("no shape", "an error of another form with 200", JSON.stringify({ error: { message: "Too many requests" } })),
  instead("no shape", "a list of lists", "[[]]"),
  instead("no shape", "5,000 lists in each other", `${"[".repeat(5000)}${"]".repeat(5000)}`),
  parsed("no shape", "wrapped once more", (value) => ({ result: value })),
  entries("entries that are null", (all) => all.map(() => null)),
  entries("entries that are texts", (all) => all.map(() => "one")),
  entries("an entry that is a list", ([first, ...rest]) => [[first ?? null], ...rest]),
  entries("one object in place of the entries", ([first]) => first ?? null),
  id("an entry without its id", () => undefined),
  id("an entry whose id is null", () => null),
  id("an entry whose id is an object", () => ({ value: 1 })),
  id("an entry whose id is of another type", (value) => (typeof value === "number" ? String(value) : 7)),
  entries("an entry twice", (all) => [...all, ...all.slice(0, 1)], "as before"),
  rewritten("behind a mark of the order of bytes", (body) => `\ufeff${body}`, "as before"),
  {
    ...{ name: "under another type of content", how: "as before" },
    spoil: (answer) => ({ ...answer, headers: { ...answer.headers, "content-type": "text/html" } }),
  },
  everywhere("with null for every value", () => null),
  everywhere("with texts as numbers", (value) => (typeof value === "string" ? 7 : value)),
  everywhere("with numbers as texts", (value) => (typeof value === "number" ? String(value) : value)),
  everywhere("with numbers beyond all measure", (value) => (typeof value === "number" ? 1e300 : value)),
  everywhere("with numbers below zero", (value) => (typeof value === "number" ? -1 : value)),
  everywhere("with dates that are none", (value) =>
    typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? "yesterday" : value,
  ),
  everywhere("with NaN as a text for numbers", (value) => (typeof value === "number" ? "NaN" : value)),
  everywhere("with texts that name members of every object", (value) =>
    typeof value === "string" ? "__proto__" : value,
  ),
  everywhere("with values of enumerations that nobody knows", (value, key) =>
    typeof value === "string" && /^(type|status|state|.*[Tt]ype|.*Status|operator)$/.test(key) ? "brand_new" : value,
  ),
];
