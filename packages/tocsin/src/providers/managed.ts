/** Resources that the plugin manages by what their vendor's folder says of the kind: a JSON body, and where it lives. */
import { z } from "zod";
import { type JsonObject, textAt } from "../model/resource.ts";
import { onceEach } from "../shared/once.ts";
import type { Http } from "../vendors/http/manage.ts";
import { type Kind, type LiveObject, readEachOnce } from "../vendors/live.ts";
import type { Managed } from "../vendors/managed.ts";
import type { Vendor } from "../vendors/vendor.ts";
import { bodyResource } from "./body.ts";
import { partOf } from "./part.ts";
import { propertiesOf } from "./server/inputs.ts";
import type { PluginPart, Properties, ResourceHandler } from "./server/types.ts";

/** What the plugin has for a vendor whose folder says how its kinds are managed; nothing for the others. */
export function managedPart(vendor: Vendor, env: NodeJS.ProcessEnv): PluginPart {
  const { managed } = vendor;
  if (managed === undefined) return { resources: {} };
  return partOf(vendor, env, ({ connect, http }) => {
    const calls = ({ kind }: Managed): Calls => ({
      http: http(managed.scopes),
      async list(parent) {
        const asked = { vendor: vendor.name, kind, name: "", definition: null, parent, body: {}, refs: [] };
        const lists = vendor.lists(vendor.client(connect(), {}), [asked], { everything: false });
        return (await Promise.all(lists.map(readEachOnce))).flat().filter((live) => live.kind === kind);
      },
    });
    const handlers = managed.kinds.flatMap((own) => {
      const kind = vendor.kinds[own.kind];
      return kind === undefined ? [] : [[`tocsin:${own.type}`, managedResource(own, kind, calls(own))] as const];
    });
    return Object.fromEntries(handlers);
  });
}

interface Calls {
  http: Http;
  /** What is live where a resource belongs. */
  list(place: JsonObject): Promise<LiveObject[]>;
}

/** Ids are the vendor's; to import, the members of the place and the id, with slashes between them. */
function managedResource(own: Managed, kind: Kind, calls: Calls): ResourceHandler {
  const { vendor, quirks, identify, naturalKey } = kind;
  const inputs = z.strictObject({
    ...Object.fromEntries(own.place.map((key) => [key, z.string().min(1)])),
    body: own.body,
  });
  const replaceOn = [...own.place, ...(own.replaceOn ?? []).map((path) => `body.${path}`)];

  const placeOf = (properties: Properties): JsonObject =>
    Object.fromEntries(own.place.map((key) => [key, textAt(properties, key)]));
  const pathOf = (place: JsonObject, id?: string) =>
    id === undefined ? own.collection(place) : `${own.collection(place)}/${encodeURIComponent(id)}`;

  /** Listed once a place: what the run itself makes is known to the engine. */
  const listOnce = onceEach(calls.list);

  async function findTwin(place: JsonObject, body: JsonObject, adopted: ReadonlySet<string>) {
    const mark = JSON.stringify(identify === null ? null : identify(body));
    return (await listOnce(place)).find(
      (live) =>
        !adopted.has(live.vendorId) &&
        naturalKey(live.parent, live.body) === naturalKey(place, body) &&
        JSON.stringify(live.identity) === mark,
    );
  }

  return bodyResource({
    ...{ vendor, inputs, quirks, replaceOn },

    async create(stated, adopted) {
      const [place, body] = [placeOf(stated), propertiesOf(stated.body)];
      const twin = await findTwin(place, body, adopted);
      if (twin !== undefined) adopted.add(twin.vendorId);
      const method = twin === undefined ? "POST" : "PUT";
      const path = pathOf(place, twin?.vendorId);
      const { value } = await calls.http.ask({ method, path, body, schema: own.answer(place) });
      return { id: value.vendorId };
    },

    async get(id, olds) {
      const parts = id.split("/");
      const isImport = olds === undefined;
      if (isImport && parts.length !== own.place.length + 1) {
        throw new Error(`Import id "${id}" is not of the form ${[...own.place, "id"].join("/")}.`);
      }
      const place = isImport
        ? Object.fromEntries(own.place.map((key, index) => [key, parts[index] ?? ""]))
        : placeOf(olds.inputs);
      const path = pathOf(place, isImport ? parts.at(-1) : id);
      const live = await calls.http.find({ method: "GET", path, schema: own.answer(place) });
      return live && { id: live.vendorId, place, body: live.body };
    },

    async update(id, news) {
      const place = placeOf(news);
      const path = pathOf(place, id);
      await calls.http.ask({ method: "PUT", path, body: propertiesOf(news.body), schema: own.answer(place) });
      return {};
    },

    remove: (id, outputs) => calls.http.remove(pathOf(placeOf(outputs), id)),
  });
}
