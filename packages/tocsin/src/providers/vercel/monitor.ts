import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { messageOf } from "../../shared/failure.mjs";
import type { Http } from "../../vendors/http/manage.ts";
import { readPages } from "../../vendors/pages.ts";
import {
  inTeam,
  type ListedNotification,
  listedMonitor,
  listedNotification,
  monitorsPath,
} from "../../vendors/vercel/client.ts";
import { identifyMonitor, liveMonitor, notificationOf } from "../../vendors/vercel/live-monitors.ts";
import { monitorBody } from "../../vendors/vercel/monitor-body.ts";
import { monitorQuirks as quirks } from "../../vendors/vercel/quirks.ts";
import { bodyResource } from "../body.ts";
import { PartlyCreated } from "../server/errors.ts";
import { propertiesOf, withoutNulls } from "../server/inputs.ts";
import type { Properties, ResourceHandler } from "../server/types.ts";

const inputsShape = z.strictObject({ team: z.string().min(1), body: monitorBody });

const envelope = z.object({ rule: listedMonitor });
const page = z.object({
  rules: z.array(listedMonitor),
  pagination: z.object({ next: z.string().nullish() }).optional(),
});
const links = z.object({ notifications: z.array(listedNotification) });

/**
 * A monitor of Vercel's own with the links to where it notifies. The monitor is made first, then its links; one that cannot be
 * linked stands in the state, and the next run links it. A change sends the whole rule: what a hand has changed is sent again.
 */
export function monitor(http: Http): ResourceHandler {
  const at = (team: string, ...parts: string[]) => `${[monitorsPath.slice(1), ...parts].join("/")}?${inTeam(team)}`;
  const read = (properties: Properties) => {
    const { team, body } = inputsShape.parse(withoutNulls(properties));
    const { notifications, ...rule } = body;
    return { team, rule, notifications: notifications.map((one): JsonObject => ({ ...one })) };
  };
  const linksOf = async (team: string, id: string): Promise<ListedNotification[]> =>
    (await http.find({ method: "GET", path: at(team, id, "notifications"), schema: links }))?.notifications ?? [];

  /** New links first: a monitor that changes its channel is never without one. */
  async function link(team: string, id: string, wanted: readonly JsonObject[]): Promise<void> {
    const live = (await linksOf(team, id)).map(notificationOf);
    const path = at(team, id, "notifications", "links");
    const isAmong = (all: readonly JsonObject[], one: JsonObject) =>
      all.some((other) => JSON.stringify(other) === JSON.stringify(one));
    const stale = live.filter((one) => !isAmong(wanted, one));
    for (const body of wanted) {
      // One that only says otherwise which severities it wants is in the way of its own successor.
      const twin = stale.find((one) => keyOf(one) === keyOf(body));
      if (twin !== undefined)
        await http.ask({ method: "PATCH", path, body: { ...body, minimumSeverityLevel: null }, schema: z.unknown() });
      else if (!isAmong(live, body)) await http.ask({ method: "POST", path, body, schema: z.unknown() });
    }
    for (const { minimumSeverityLevel: _, ...body } of stale) {
      if (!wanted.some((one) => keyOf(one) === keyOf(body)))
        await http.ask({ method: "DELETE", path, body, schema: z.unknown() });
    }
  }

  /** A monitor with the same marks. */
  async function findTwin(team: string, rule: JsonObject, adopted: ReadonlySet<string>): Promise<string | undefined> {
    const mark = JSON.stringify(identifyMonitor(rule));
    const rules = await readPages({ vendor: "Vercel", what: "monitors" }, async (cursor) => {
      const more = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { value } = await http.ask({ method: "GET", path: `${at(team)}&limit=100${more}`, schema: page });
      return { items: value.rules, next: value.pagination?.next ?? null };
    });
    const twin = rules.find((one) => !adopted.has(one.id) && JSON.stringify(identifyMonitor({ ...one })) === mark);
    return twin?.id;
  }

  return bodyResource({
    ...{ vendor: "Vercel", inputs: inputsShape, quirks, replaceOn: ["team"] },

    async create(inputs, adopted) {
      const { team, rule, notifications } = read(inputs);
      const twin = await findTwin(team, rule, adopted);
      const method = twin === undefined ? "POST" : "PATCH";
      const path = twin === undefined ? at(team) : at(team, twin);
      const { value } = await http.ask({ method, path, body: rule, schema: envelope });
      const { id } = value.rule;
      if (twin !== undefined) adopted.add(id);
      try {
        await link(team, id, notifications);
      } catch (error) {
        const reason = messageOf(error);
        // Without its links in the state, so that the next run sees what is lacking.
        const outputs = { ...inputs, body: { ...propertiesOf(inputs.body), notifications: [] } };
        throw new PartlyCreated(`The monitor exists, but notifies nobody yet: ${reason}`, id, outputs, {
          cause: error,
        });
      }
      return { id };
    },

    async get(id, olds) {
      const place = olds === undefined ? placeOf(id) : { team: read(olds.inputs).team, id };
      const live = await http.find({ method: "GET", path: at(place.team, place.id), schema: envelope });
      if (live === null) return null;
      const { body } = liveMonitor(live.rule, await linksOf(place.team, place.id));
      return { id: place.id, place: { team: place.team }, body };
    },

    async update(id, news) {
      const { team, rule, notifications } = read(news);
      await http.ask({ method: "PATCH", path: at(team, id), body: rule, schema: envelope });
      await link(team, id, notifications);
      return {};
    },

    remove: (id, outputs) => http.remove(at(String(outputs.team), id)),
  });
}

/** What tells a link from the others of its monitor. */
const keyOf = ({ type, configId, channelId, webhookId }: JsonObject): string =>
  JSON.stringify([type, configId, channelId, webhookId]);

function placeOf(id: string): { team: string; id: string } {
  const [team, rule, ...more] = id.split("/");
  if (team && rule && more.length === 0) return { team, id: rule };
  throw new Error(`Import id "${id}" is not of the form team/monitor, such as team_acme/ar_123.`);
}
