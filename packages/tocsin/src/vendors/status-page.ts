/** What a vendor says of itself in public: an incident of its own explains many alerts at once. */
import { z } from "zod";
import { type Limits, VendorHttp } from "./http/read.ts";
import { objectWith } from "./json.ts";

/** A page in the form of Atlassian Statuspage, and whose it is. */
export interface StatusPage {
  /** The vendor's name as people write it: `Datadog`. */
  vendor: string;
  /** Where people look, without a trailing slash: `https://status.datadoghq.com`. */
  url: string;
  /** Of the emulated pages only; real ones are public. */
  token?: string;
}

/** How bad a vendor calls an incident of its own. */
const impact = z.enum(["none", "minor", "major", "critical", "maintenance"]);

export type Impact = z.infer<typeof impact>;

const component = objectWith({ name: z.string(), status: z.string(), group: z.boolean().optional() });

const incident = objectWith({
  name: z.string(),
  status: z.string(),
  impact,
  created_at: z.string(),
  started_at: z.string().nullish(),
  components: z.array(component).optional(),
});

const summary = z.object({
  page: objectWith({ name: z.string() }),
  status: objectWith({ indicator: impact }),
  components: z.array(component),
  incidents: z.array(incident),
  scheduled_maintenances: z.array(incident).optional(),
});

/** Something that is not over, as the page tells it. */
export interface OwnIncident {
  name: string;
  impact: Impact;
  /** `investigating`, `identified`, `monitoring`, `in_progress`, ... */
  status: string;
  /** When it began; null where the page gives no readable time. */
  since: Date | null;
  components: string[];
}

/** What a page says now. */
export interface StatusNow {
  /** The page's own judgement of the whole vendor. */
  indicator: Impact;
  incidents: OwnIncident[];
  /** Maintenance that has begun. */
  maintenances: OwnIncident[];
  /** Parts that are not operational and belong to none of those: `Log Management: partial outage`. */
  degraded: string[];
  /** By the page's own clock. */
  at: Date;
}

/** Short: whoever asks was woken, and the page may be down with its vendor. */
const limits: Limits = { tries: 2, timeoutMs: 5_000, deadlineMs: 8_000 };

/** What is over, or has not begun. */
const notNow = new Set(["resolved", "postmortem", "completed", "scheduled"]);

/** Reads a page. @throws VendorUnreachable, VendorAnsweredWrong */
export async function readStatusPage({ vendor, url, token }: StatusPage): Promise<StatusNow> {
  const headers = {
    Accept: "application/json",
    ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
  };
  const http = new VendorHttp({ vendor: `${vendor}'s status page`, url, headers, credential: null, ...limits });
  const { data } = await http.get({ path: "/api/v2/summary.json", what: "incidents", scope: "", schema: summary });
  const incidents = data.incidents.filter(({ status }) => !notNow.has(status)).map(own);
  const maintenances = (data.scheduled_maintenances ?? []).filter(({ status }) => !notNow.has(status)).map(own);
  const named = new Set([...incidents, ...maintenances].flatMap((one) => one.components));
  const degraded = data.components
    .filter(({ name, status, group }) => group !== true && status !== "operational" && !named.has(name))
    .map(({ name, status }) => `${name}: ${status.replaceAll("_", " ")}`);
  return { indicator: data.status.indicator, incidents, maintenances, degraded, at: http.vendorTime ?? new Date() };
}

function own(one: z.infer<typeof incident>): OwnIncident {
  const since = new Date(one.started_at ?? one.created_at);
  return {
    name: one.name,
    impact: one.impact,
    status: one.status,
    since: Number.isNaN(since.getTime()) ? null : since,
    components: (one.components ?? []).map(({ name }) => name),
  };
}
