import type { Json, JsonObject, VendorName } from "../model/resource.ts";

/** Whoever is asked: the vendors, and Slack, where what they send arrives. */
export type Asked = VendorName | "slack";

/** Where a run's resources live. */
export interface Home {
  organization: string;
  /** Slug of a Sentry project; null where the stack has none. */
  sentryProject: string | null;
  sentryEnvironment: string;
  vercelTeam: string;
  /** Id of a Vercel project; null where the stack has none. */
  vercelProject: string | null;
  /** The account of Datadog's Slack integration. */
  slackAccount: string;
  /** Where messages are posted: a channel's id, or why none can be named. */
  slackChannel: { id: string } | { missing: string };
}

/** What temporary resources are called. All of it is found again by `isMarked`. */
export interface Mark {
  /** `tocsin-conformance 1a2b3c4d until 2026-11-29T14:00Z`: whoever finds one knows what it is, and when it may go. */
  name: string;
  /** The same for tags, keys and addresses: `tocsin-conformance-1a2b3c4d`. */
  tag: string;
}

export const markOf = (run: string, until: Date): Mark => ({
  name: `tocsin-conformance ${run} until ${until.toISOString().slice(0, 16)}Z`,
  tag: `tocsin-conformance-${run}`,
});

/** Whether somebody's answer is about a resource of such a run, this one or an earlier one. */
export const isMarked = (value: Json): boolean => /tocsin[-_]conformance/i.test(JSON.stringify(value));

/** A name for addresses and projects: `tocsin-conformance-1a2b3c4d-until-2026-11-29t14-00z`. */
export const slugOf = ({ name }: Mark): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");

interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: JsonObject;
}

/** What an answer says of the next page, and the parameter that says it back. */
type Paging =
  /** A value at a dotted path; without a parameter it is the next page's whole address. */
  | { by: "member"; at: string; as?: string }
  /** The cursor in the header `Link`. */
  | { by: "link"; as: string }
  /** The id of the last item, while the member `more` is true. */
  | { by: "last"; more: string; as: string };

/** What is compared at one vendor, and how what a killed run has left of it is found. */
interface Compared {
  vendor: Asked;
  kind: string;
  /** Why it cannot be compared here; absent: it can. */
  missing?: (home: Home) => string | null;
  list: (home: Home) => string;
  /** The list that shows what is left, page by page from 0; null after the last. Left out: `list`. */
  find?: (home: Home, page: number) => string | null;
  /** How a list's next page is asked for where it is not by `find`'s number. */
  pages?: Paging;
  /** The member of the list's answer that holds the items; "" for the answer itself. */
  items: string;
  /** Dotted, in the answers to create and in items of the list. */
  id: string;
  remove: (id: string, home: Home) => Call;
}

/** The calls on one kind of resource. `which` tells the first from the second of a run. */
export interface ConformanceKind extends Compared {
  create: (mark: Mark, which: 1 | 2, home: Home) => Call;
  read: (id: string, home: Home) => string;
  /** Absent where nothing of the kind is ever changed. */
  update?: (id: string, mark: Mark, home: Home) => Call;
  /** A body that the vendor does not take. */
  refused: (home: Home) => Call;
  /** What only an account can say, by the name of the call that asks it: it creates nothing. */
  asks?: Readonly<Record<string, Call>>;
}

/** What earlier answers of a story said, by the names under which its steps keep it. */
export type Kept = Readonly<Record<string, string>>;

/** One call of a story. */
export interface Step {
  call: string;
  /** Null where an answer that it needs has not come: it is left out. */
  ask: (kept: Kept) => Call | null;
  /** Where in its answer stands what later steps need. */
  keeps?: Readonly<Record<string, string>>;
  /** It is asked again until the value at this dotted path is one of these. */
  until?: { at: string; is: readonly string[] };
}

/** What takes more than one resource: calls one after the other, all of them on what `list` shows and `remove` deletes. */
export interface Story extends Compared {
  steps: (mark: Mark, home: Home) => Step[];
  /** Under which name the steps keep the id of what is deleted in the end. */
  whole: string;
}

export const isStory = (kind: ConformanceKind | Story): kind is Story => "steps" in kind;

/** The second is told from the first where a vendor wants names apart. */
export const second = (mark: Mark, which: 1 | 2): Mark =>
  which === 1 ? mark : { name: `${mark.name} (2)`, tag: `${mark.tag}-2` };

type Calls = "create" | "list" | "read" | "update" | "remove" | "refused";

/** A kind whose calls are all on one path, but for those that it states itself. */
export interface OnePath extends Omit<ConformanceKind, Calls>, Partial<Pick<ConformanceKind, Calls>> {
  /** Where all of it is, or with an id one of it. */
  at: (home: Home, id?: string) => string;
  /** What is created; `changed`: what it is then changed to. */
  body: (mark: Mark, changed: boolean, home: Home) => JsonObject;
  /** What changes it; PUT when left out. */
  changes?: Call["method"];
  /** A body that the vendor does not take. */
  wrong: (home: Home) => JsonObject;
}

export const onePath = ({ at, body, changes = "PUT", wrong, ...own }: OnePath): ConformanceKind => ({
  create: (mark, which, home) => ({ method: "POST", path: at(home), body: body(second(mark, which), false, home) }),
  list: (home) => at(home),
  read: (id, home) => at(home, id),
  update: (id, mark, home) => ({ method: changes, path: at(home, id), body: body(mark, true, home) }),
  remove: (id, home) => ({ method: "DELETE", path: at(home, id) }),
  refused: (home) => ({ method: "POST", path: at(home), body: wrong(home) }),
  ...own,
});
