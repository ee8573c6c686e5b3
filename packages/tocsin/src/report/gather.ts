import { placesOf } from "../drill/live-stack.ts";
import type { DrillReport, Receipt } from "../drill/receipt.ts";
import type { Definition, Route } from "../model/definition.ts";
import type { Resource } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { kinds } from "../vendors/kinds.ts";
import type { LiveObject } from "../vendors/live.ts";
import { limitText, runbookUrl, unitOf } from "../vendors/message.ts";
import { datadogConsole, objectLink } from "../vendors/object-links.ts";
import type { Report } from "../verify/report.ts";
import type { AlertState, RawResource, ReportAlert, ReportData } from "./data.ts";

/** What is known of a stack, from wherever it was read. */
export interface ReportInputs {
  stack: StackConfig;
  definitions: readonly Definition[];
  routes: readonly Route[];
  resources: readonly Resource[];
  verify: Report;
  /** Which live object is which resource. */
  pairs: ReadonlyMap<Resource, LiveObject>;
  /** By the vendor and id of an object: `datadog 123`. */
  states: ReadonlyMap<string, AlertState>;
  /** Ids of the definitions of which a part could not be read. */
  blind: ReadonlySet<string>;
  /** Points by the query of a monitor. */
  histories: ReadonlyMap<string, [number, number][]>;
  /** The newest drill, and the digests of the definitions that it proved, where they are known. */
  drill: DrillReport | null;
  digests: Readonly<Record<string, string>> | null;
  /** The digests of all definitions as they are now. */
  current: Readonly<Record<string, string>>;
  /** Where Datadog is asked, which says where its console is. */
  datadogApi: string;
  unknown: string[];
  madeAt: Date;
}

const nothingKnown: AlertState = { now: "unknown", firedAt: null, recoveredAt: null };
/** Of several objects of one alert, the one that is worst off speaks for it. */
const worst: readonly AlertState["now"][] = ["alert", "warning", "no-data", "ok", "unknown"];

/** Puts together what the page shows. Pure. */
export function gather(known: ReportInputs): ReportData {
  const { stack, definitions, verify, drill, madeAt, unknown } = known;
  const receipts = new Map((drill?.receipts ?? []).map((receipt) => [receipt.definition, receipt]));
  return {
    stack: stack.name,
    madeAt: madeAt.toISOString(),
    unknown: [...unknown],
    verify,
    alerts: definitions.map((definition) => alertOf(definition, known, receipts.get(definition.id) ?? null)),
    raw: rawOf(known),
    drill: drill === null ? null : { ...drillSpan(drill), run: drill.run },
    quality: null,
  };
}

/** From the first to the last of what a drill saw, by the vendors' clock as everything else on the page; else by this machine's. */
function drillSpan({ receipts, startedAt, endedAt }: DrillReport): { startedAt: string; endedAt: string } {
  const seen = receipts
    .flatMap((one) => [one.startedAt, one.firedAt, one.deliveredAt, one.recoveredAt])
    .filter((at) => at !== null)
    .sort();
  return { startedAt: seen[0] ?? startedAt, endedAt: seen.at(-1) ?? endedAt };
}

function alertOf(definition: Definition, known: ReportInputs, receipt: Receipt | null): ReportAlert {
  const { stack, resources, routes } = known;
  const { id, title, service, severity, owner, source, why, causes, firstChecks, recovered, condition } = definition;
  const own = resources.filter((resource) => resource.definition === id);
  const { places, unreadable } = placesOf(definition, routes, stack);
  return {
    id,
    title,
    service,
    severity,
    owner,
    source,
    limit: limitText(definition),
    thresholds:
      condition.kind === "threshold"
        ? {
            comparison: condition.comparison,
            critical: condition.critical,
            warning: condition.warning ?? null,
            recovery: condition.recovery ?? null,
            unit: unitOf(definition).trim(),
          }
        : null,
    why,
    causes,
    firstChecks,
    recovered,
    runbook: runbookUrl(definition, stack),
    places: [...places, ...unreadable],
    objects: own.map((resource) => objectOf(resource, known)),
    state: shownState(id, own, known),
    proven: receipt === null ? null : provenOf(receipt, definition, known),
    value: null,
    history:
      own.map(({ body }) => known.histories.get(String(body.query))).find((points) => points !== undefined) ?? [],
  };
}

function objectOf(resource: Resource, { stack, pairs, datadogApi }: ReportInputs): ReportAlert["objects"][number] {
  const id = pairs.get(resource)?.vendorId ?? null;
  const site = { stack, datadog: datadogConsole(datadogApi) };
  const { vendor, kind } = resource;
  return { vendor, kind, id, link: id === null ? null : objectLink(resource, id, site) };
}

function rawOf(known: ReportInputs): RawResource[] {
  const ours = new Set<string>(known.definitions.map(({ id }) => id));
  return known.resources.flatMap((resource) => {
    const { definition: id, kind, body } = resource;
    if (id === null || ours.has(id) || kinds[kind].silent) return [];
    const title = [body.name, body.description, body.url].find((text) => typeof text === "string" && text !== "");
    return [
      { id, title: String(title ?? id), object: objectOf(resource, known), state: shownState(id, [resource], known) },
    ];
  });
}

/** What is said of an alert: it is not OK because a part of it is, while another part could not be read. */
function shownState(id: string, own: readonly Resource[], known: ReportInputs): AlertState {
  const state = stateOf(own, known);
  return state.now === "ok" && known.blind.has(id) ? nothingKnown : state;
}

/** The state of an alert: that of its worst resource. */
export function stateOf(
  own: readonly Resource[],
  { pairs, states }: Pick<ReportInputs, "pairs" | "states">,
): AlertState {
  const found = own.flatMap((resource) => {
    const live = pairs.get(resource);
    return live === undefined ? [] : (states.get(`${live.vendor} ${live.vendorId}`) ?? []);
  });
  return found.sort((a, b) => worst.indexOf(a.now) - worst.indexOf(b.now))[0] ?? nothingKnown;
}

function provenOf(receipt: Receipt, { id }: Definition, { digests, current }: ReportInputs): ReportAlert["proven"] {
  const { level, reason, startedAt, firedAt, deliveredAt, recoveredAt, evidence } = receipt;
  const now = current[id];
  const then = digests?.[id];
  return {
    level,
    highest: evidence.highest,
    reason,
    startedAt,
    firedAt,
    deliveredAt,
    recoveredAt,
    places: [...new Set(evidence.messages.filter(({ means }) => means === "alert").map(({ place }) => place))],
    how: evidence.how,
    changedSince: now === undefined || then === undefined ? null : now !== then,
  };
}
