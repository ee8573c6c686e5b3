import { isObject, type JsonObject, textAt } from "../model/resource.ts";
import { moment } from "../shared/times.ts";
import { type Downtime, endOf, silences, watchedText } from "../vendors/datadog/downtime.ts";
import { handlesIn, isAddress } from "../vendors/datadog/handles.ts";
import { textsOf } from "../vendors/live.ts";
import type { DatadogEstate } from "./estate.ts";
import type { AuditFinding } from "./report.ts";
import { finding, neverFiredDays, stuckDays } from "./rules.ts";

type Monitor = NonNullable<DatadogEstate["monitors"]>[number];

const dayMs = 86_400_000;
/** So long after its creation a monitor may have no data without anything being wrong. */
const newMs = 3_600_000;

/** What is wrong with the monitors and tests of a Datadog organisation. Pure. @param site its console, without a slash at the end */
export function auditDatadog(estate: DatadogEstate, now: Date, site: string): AuditFinding[] {
  const monitors = estate.monitors ?? [];
  const ids = new Set(monitors.map(({ id }) => String(id)));
  const parts = new Set(monitors.flatMap(partsOf));
  const each = monitors.flatMap((monitor) => {
    const about = {
      vendor: "datadog",
      kind: "monitor",
      id: String(monitor.id),
      title: monitor.name,
      link: `${site}/monitors/${monitor.id}`,
    };
    const say = (rule: Parameters<typeof finding>[0], message: string) => finding(rule, about, message);
    const test = synthetic(monitor);
    return [
      ...missingParts(monitor, ids).map((id) =>
        say("missing-part", `it refers to monitor ${id}, which does not exist`),
      ),
      ...muted(monitor, estate.downtimes ?? [], say),
      ...destinations(monitor, estate.handles, parts.has(about.id), say),
      ...states(monitor, estate, now, say, test),
    ];
  });
  const tests = (estate.tests ?? []).flatMap((test) =>
    textAt(test, "status") === "paused"
      ? [
          finding(
            "disabled",
            {
              vendor: "datadog",
              kind: "synthetic test",
              id: test.public_id,
              title: test.name,
              link: `${site}/synthetics/details/${encodeURIComponent(test.public_id)}`,
            },
            "it is paused",
          ),
        ]
      : [],
  );
  return [...each, ...duplicates(monitors, site), ...tests];
}

type Say = (rule: Parameters<typeof finding>[0], message: string) => AuditFinding;

const tagsOf = ({ tags }: JsonObject): string[] => textsOf(tags);
const optionsOf = ({ options }: JsonObject): JsonObject => (isObject(options) ? options : {});
const synthetic = (monitor: Monitor): boolean => textAt(optionsOf(monitor), "synthetics_check_id") !== "";

/** Ids of the monitors that a composite names. */
const partsOf = ({ type, query }: Monitor): string[] => (type === "composite" ? (query.match(/\d+/g) ?? []) : []);

const missingParts = (monitor: Monitor, ids: ReadonlySet<string>): string[] =>
  partsOf(monitor).filter((id) => !ids.has(id));

function muted(monitor: Monitor, downtimes: readonly Downtime[], say: Say): AuditFinding[] {
  const { silenced } = optionsOf(monitor);
  const old = isObject(silenced) ? silenced : {};
  if (Object.entries(old).some(([scope, until]) => scope === "*" && until === null))
    return [say("muted-without-end", "all of it is muted, without end")];
  const query = watchedText(monitor);
  const own = downtimes.filter((one) => silences(one, { id: monitor.id, tags: tagsOf(monitor), query }) === "yes");
  const [first] = own;
  if (first === undefined) return [];
  const reason = first.attributes.message ? `: "${first.attributes.message}"` : ", and the mute states no reason";
  const ends = own.map(endOf);
  if (ends.includes(null)) return [say("muted-without-end", `it is muted without end${reason}`)];
  return [say("muted", `it is muted until ${moment(ends.map(String).sort().at(-1) ?? "")}${reason}`)];
}

/** Handles that wake somebody. */
const pager = /^@(pagerduty|opsgenie|oncall|on-call|victorops|webhook|incident)/i;
/** How teams say that an alert is urgent: a tag, a priority, or the title. */
const urgentTag = /^(severity|priority):(page|p1|critical|sev-?1)$/i;
const urgentTitle = /\[(page|p1|sev-?1)\]|^(page|p1|sev-?1)\b/i;

function destinations(monitor: Monitor, known: ReadonlySet<string> | null, isPart: boolean, say: Say): AuditFinding[] {
  if (textAt(monitor, "draft_status") === "draft") return [say("disabled", "it is a draft, which notifies nobody")];
  const message = textAt(monitor, "message");
  const handles = handlesIn(message);
  if (handles.length === 0 && !/@[\w-]*\{\{/.test(message)) {
    // What a composite watches may leave the notifying to it, and a rule may notify by tags.
    return isPart ? [] : [say("notifies-nobody", "its message names no destination")];
  }
  const dead = known === null ? [] : handles.filter((handle) => !isAddress(handle) && !known.has(handle));
  const urgent = tagsOf(monitor).some((tag) => urgentTag.test(tag)) || monitor.priority === 1;
  // Where alerts are drilled nobody should be woken.
  const elsewhere = tagsOf(monitor).some((tag) => /^env:(?!prod)/i.test(tag));
  const pages = !elsewhere && (urgent || urgentTitle.test(monitor.name));
  return [
    ...dead.map((handle) => say("dead-destination", `it notifies ${handle}, which Datadog does not know`)),
    ...(pages && !handles.some((handle) => pager.test(handle))
      ? [say("page-without-pager", `it calls itself urgent and notifies ${handles.join(", ")}`)]
      : []),
    ...(recoveryUntold(message) ? [say("no-recovery", "every destination stands inside {{#is_alert}}")] : []),
  ];
}

/** Whether each handle stands in a block that is left out of the notification of recovery. */
function recoveryUntold(message: string): boolean {
  const outside = message.replace(
    /\{\{#(is_alert|is_warning|is_no_data|is_alert_to_warning)\}\}[\s\S]*?\{\{\/\1\}\}/g,
    "",
  );
  return handlesIn(message).length > 0 && handlesIn(outside).length === 0;
}

function states(monitor: Monitor, { states: all }: DatadogEstate, now: Date, say: Say, test: boolean): AuditFinding[] {
  const state = textAt(monitor, "overall_state");
  const since = Date.parse(textAt(monitor, "overall_state_modified"));
  const days = Math.floor((now.getTime() - since) / dayMs);
  const found: AuditFinding[] = [];
  const made = Date.parse(textAt(monitor, "created"));
  // Each has none at first.
  if (state === "No Data" && !(now.getTime() - made < newMs))
    found.push(say("no-data", `it has no data${since > 0 ? ` since ${dayOf(since)}` : ""}`));
  if (state === "Alert" && days >= stuckDays) found.push(say("stuck", `it has been firing for ${days} days`));
  const own = test ? undefined : all?.get(String(monitor.id));
  if (own !== undefined && own.firedAt === null && now.getTime() - made > neverFiredDays * dayMs)
    found.push(say("never-fired", `it was created on ${dayOf(made)} and has never fired`));
  return found;
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Monitors of one type and query, whatever the threshold. */
function duplicates(monitors: readonly Monitor[], site: string): AuditFinding[] {
  const first = new Map<string, Monitor>();
  return monitors.flatMap((monitor) => {
    if (synthetic(monitor)) return [];
    const watched = monitor.query.replace(/\s*(<=?|>=?|==)\s*-?[\d.]+(e-?\d+)?\s*$/i, "");
    const key = JSON.stringify([monitor.type, watched, optionsOf(monitor).variables ?? null]);
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, monitor);
      return [];
    }
    const { id, name } = monitor;
    const about = { vendor: "datadog", kind: "monitor", id: String(id), title: name, link: `${site}/monitors/${id}` };
    return [finding("duplicate", about, `it watches what monitor ${other.id} ("${other.name}") watches`)];
  });
}
