import type { Json, JsonObject, ResourceKind, VendorName } from "../model/resource.ts";

/** Where a run's resources live. */
export interface Home {
  organization: string;
  /** Slug of a Sentry project; null where the stack has none. */
  sentryProject: string | null;
  sentryEnvironment: string;
  vercelTeam: string;
  /** Id of a Vercel project; null where the stack has none. */
  vercelProject: string | null;
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

interface Call {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body?: JsonObject;
}

/** The calls on one kind of resource. `which` tells the first from the second of a run. */
export interface ConformanceKind {
  vendor: VendorName;
  kind: ResourceKind;
  /** Why it cannot be compared here; absent: it can. */
  missing?: (home: Home) => string | null;
  create: (mark: Mark, which: 1 | 2, home: Home) => Call;
  list: (home: Home) => string;
  /** The member of the list's answer that holds the items; "" for the answer itself. */
  items: string;
  /** Dotted, in the answers to create and in items of the list. */
  id: string;
  read: (id: string, home: Home) => string;
  update: (id: string, mark: Mark, home: Home) => Call;
  remove: (id: string, home: Home) => Call;
  /** A body that the vendor does not take. */
  refused: (home: Home) => Call;
  /** What only an account can say, by the name of the call that asks it: it creates nothing. */
  asks?: Readonly<Record<string, Call>>;
}

/** The second is told from the first where a vendor wants names apart. */
export const second = (mark: Mark, which: 1 | 2): Mark =>
  which === 1 ? mark : { name: `${mark.name} (2)`, tag: `${mark.tag}-2` };
