import { randomUUID } from "node:crypto";
import type { Context, Hono } from "hono";
import type { LocalContext } from "../../context.ts";
import { USER, USER_UUID } from "../api/account.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import { timestamp } from "../api/format.ts";
import { wholeNumber } from "../api/params.ts";
import type { Json } from "../config/stored.ts";
import { QueryError } from "../query/scanner.ts";
import type { TagFilter } from "../query/tag-filter.ts";
import type { DatadogStore } from "../store.ts";
import { mutedBy, parseScope } from "./match.ts";
import { currentRun, type Downtime, downtimeStatus } from "./model.ts";
import { RecurrenceError } from "./recurrence.ts";
import { createDowntimeSchema, type DowntimeAttributes, updateDowntimeSchema } from "./schema.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `/api/v2/downtime` and `/api/v2/monitor/{id}/downtime_matches`. */
export function addDowntimeRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const find = (c: Context, notFound = "Downtime not found"): Downtime => {
    const id = c.req.param("id") ?? "";
    if (!UUID.test(id)) throw refuse(400, "Invalid URL param: downtime_id must be an uuid");
    const downtime = store.downtimes.get(id);
    if (downtime === undefined) throw refuse(404, notFound);
    return downtime;
  };
  const view = (downtime: Downtime) => downtimeView(downtime, context.now());

  app.get("/api/v2/downtime", (c) => {
    const offset = wholeNumber("page[offset]", c.req.query("page[offset]")) ?? 0;
    const limit = wholeNumber("page[limit]", c.req.query("page[limit]")) ?? 30;
    const currentOnly = c.req.query("current_only") === "true";
    const found = [...store.downtimes.values()].filter(
      (downtime) => !currentOnly || downtimeStatus(downtime, context.now()) === "active",
    );
    const data = found.slice(offset, offset + limit).map(view);
    return c.json({ data, meta: { page: { total_filtered_count: found.length } } });
  });
  app.post("/api/v2/downtime", async (c) => {
    const { data } = await readBody(c, createDowntimeSchema);
    const now = context.now();
    const downtime = apply(context, store, newDowntime(now), data.attributes);
    store.downtimes.set(downtime.id, downtime);
    return c.json({ data: view(downtime), included: [userView(downtime)] });
  });
  app.get("/api/v2/downtime/:id", (c) => c.json({ data: view(find(c)) }));
  app.patch("/api/v2/downtime/:id", async (c) => {
    const before = find(c);
    const { data } = await readBody(c, updateDowntimeSchema);
    const after = apply(context, store, before, data.attributes);
    store.downtimes.set(after.id, after);
    return c.json({ data: view(after), included: [userView(after)] });
  });
  app.delete("/api/v2/downtime/:id", (c) => {
    const downtime = find(c, `Downtime ${c.req.param("id")} not found`);
    downtime.canceledAt ??= context.now();
    return c.body(null, 204);
  });

  app.get("/api/v2/monitor/:id{\\d+}/downtime_matches", (c) => {
    const monitor = store.monitors.get(Number(c.req.param("id")));
    if (monitor === undefined) throw refuse(404, `Monitor with id ${c.req.param("id")} not found`);
    const matches = mutedBy(monitor, [...store.downtimes.values()], context.now());
    const data = matches.map((downtime) => ({
      type: "downtime_match",
      id: downtime.id,
      attributes: {
        groups: ["*"],
        scope: downtime.scope,
        ...timesOf(currentRun(downtime, context.now()) ?? downtime),
      },
    }));
    return c.json({ data, meta: { page: { total_filtered_count: data.length } } });
  });
}

function newDowntime(now: Date): Downtime {
  return {
    id: randomUUID(),
    message: null,
    scope: "*",
    monitor: { tags: ["*"] },
    start: now,
    end: null,
    repeated: null,
    muteFirstRecovery: false,
    notifyEndStates: ["alert", "no data", "warn"],
    notifyEndTypes: ["expired"],
    timezone: "UTC",
    createdAt: now,
    modifiedAt: now,
    canceledAt: null,
  };
}

/** A downtime with the given attributes in place of its own; refuses what the API refuses. */
function apply(
  context: LocalContext,
  store: DatadogStore,
  before: Downtime,
  sent: Partial<DowntimeAttributes>,
): Downtime {
  if (sent.scope !== undefined) checkScope(sent.scope);
  const target = sent.monitor_identifier;
  if (target !== undefined && "monitor_id" in target && !store.monitors.has(target.monitor_id)) {
    throw refuse(404, `Monitor with id ${target.monitor_id} not found`);
  }
  const { schedule } = sent;
  const repeated = schedule && "recurrences" in schedule ? schedule : null;
  const { start, end } = schedule && !("recurrences" in schedule) ? schedule : {};
  // Clients read their own clock.
  const emulated = (time: string) => context.clock.fromClient(new Date(time));
  const after: Downtime = {
    ...before,
    message: sent.message === undefined ? before.message : sent.message,
    scope: sent.scope ?? before.scope,
    monitor:
      target === undefined
        ? before.monitor
        : "monitor_id" in target
          ? { id: target.monitor_id }
          : { tags: target.monitor_tags },
    start: start === undefined || start === null ? before.start : emulated(start),
    end: end === undefined ? before.end : end === null ? null : emulated(end),
    repeated: schedule === undefined ? before.repeated : repeated,
    muteFirstRecovery: sent.mute_first_recovery_notification ?? before.muteFirstRecovery,
    notifyEndStates: sent.notify_end_states ?? before.notifyEndStates,
    notifyEndTypes: sent.notify_end_types ?? before.notifyEndTypes,
    timezone: sent.display_timezone ?? before.timezone,
    modifiedAt: context.now(),
  };
  // DataDog/terraform-provider-datadog, issue 2567.
  if (after.repeated !== null && after.repeated.timezone !== after.timezone) {
    throw refuse(400, "timezone must match display_timezone");
  }
  if (after.end !== null && after.end <= after.start) throw refuse(400, "end must be after start");
  try {
    currentRun(after, context.now());
  } catch (error) {
    if (error instanceof RecurrenceError) throw refuse(400, `Invalid schedule: ${error.message}`);
    throw error;
  }
  return after;
}

/** A scope is `*` or tags with keys, joined by AND, OR, NOT and commas, or listed by IN. */
function checkScope(scope: string): void {
  try {
    if (!everyTagHasKey(parseScope(scope))) throw refuse(400, "All values must have a key");
  } catch (error) {
    if (error instanceof QueryError) throw refuse(400, `Invalid scope: ${error.message}`);
    throw error;
  }
}

function everyTagHasKey(filter: TagFilter): boolean {
  switch (filter.type) {
    case "all":
    case "in":
      return true;
    case "tag":
      return filter.value !== null;
    case "not":
      return everyTagHasKey(filter.operand);
    case "and":
    case "or":
      return everyTagHasKey(filter.left) && everyTagHasKey(filter.right);
  }
}

function downtimeView(downtime: Downtime, now: Date): Json {
  const byId = "id" in downtime.monitor;
  return {
    type: "downtime",
    id: downtime.id,
    attributes: {
      canceled: downtime.canceledAt === null ? null : timestamp(downtime.canceledAt),
      created: timestamp(downtime.createdAt),
      display_timezone: downtime.timezone,
      message: downtime.message,
      modified: timestamp(downtime.modifiedAt),
      monitor_identifier:
        "id" in downtime.monitor ? { monitor_id: downtime.monitor.id } : { monitor_tags: downtime.monitor.tags },
      mute_first_recovery_notification: downtime.muteFirstRecovery,
      notify_end_states: downtime.notifyEndStates,
      notify_end_types: downtime.notifyEndTypes,
      schedule: scheduleView(downtime, now),
      scope: downtime.scope,
      status: downtimeStatus(downtime, now),
    },
    relationships: {
      created_by: { data: { type: "users", id: USER_UUID } },
      monitor: {
        data: byId && "id" in downtime.monitor ? { type: "monitors", id: String(downtime.monitor.id) } : null,
      },
    },
  };
}

const timesOf = ({ start, end }: { start: Date; end: Date | null }) => ({
  start: timestamp(start),
  end: end === null ? null : timestamp(end),
});

/** One that repeats tells its rules, and the run that is going on or comes next. */
function scheduleView(downtime: Downtime, now: Date): Json {
  if (downtime.repeated === null) return timesOf(downtime);
  const run = currentRun(downtime, now);
  return {
    current_downtime: run === null ? {} : timesOf(run),
    recurrences: downtime.repeated.recurrences.map(({ duration, rrule, start }) => ({
      duration,
      rrule,
      start: start ?? downtime.createdAt.toISOString().slice(0, 19),
    })),
    timezone: downtime.repeated.timezone,
  };
}

function userView(downtime: Downtime): Json {
  const created = timestamp(downtime.createdAt);
  return {
    type: "users",
    id: USER_UUID,
    attributes: {
      ...USER,
      created_at: created,
      modified_at: created,
      disabled: false,
      status: "Active",
      verified: true,
    },
  };
}
