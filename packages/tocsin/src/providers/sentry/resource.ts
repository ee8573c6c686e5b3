import { z } from "zod";
import { type JsonObject, textAt } from "../../model/resource.ts";
import { onceEach } from "../../shared/once.ts";
import type { LiveObject } from "../../vendors/live.ts";
import { detectorBody, explicit, workflowBody } from "../../vendors/sentry/bodies.ts";
import { sentryKinds } from "../../vendors/sentry/live.ts";
import { bodyResource } from "../body.ts";
import { propertiesOf } from "../server/inputs.ts";
import type { Properties, ResourceHandler } from "../server/types.ts";
import type { SentryCalls, Store } from "./client.ts";

/** What differs between monitors and alerts. */
interface Kind {
  name: "detector" | "workflow";
  store: Store;
  inputs: z.ZodType;
  replaceOn: readonly string[];
  /** Where it has a project: how to find it. */
  project?: SentryCalls["project"];
}

/** `tocsin:sentry:Monitor`: `{ organization, project, body }`, the body as in `POST .../detectors/`. */
export const monitor = (calls: SentryCalls): ResourceHandler =>
  sentryResource({
    name: "detector",
    store: calls.detectors,
    inputs: z.strictObject({ organization: z.string().min(1), project: z.string().min(1), body: detectorBody }),
    replaceOn: ["organization", "project", "body.type"],
    project: calls.project,
  });

/** `tocsin:sentry:Alert`: `{ organization, body }`, the body as in `POST .../workflows/`. */
export const alert = (calls: SentryCalls): ResourceHandler =>
  sentryResource({
    name: "workflow",
    store: calls.workflows,
    inputs: z.strictObject({ organization: z.string().min(1), body: workflowBody }),
    replaceOn: ["organization"],
  });

/** Ids are Sentry's; to import, `organization/id` or `organization/project/id`. */
function sentryResource({ name, store, inputs, replaceOn, project }: Kind): ResourceHandler {
  const { identify, quirks } = sentryKinds[name];
  /** All of a project and type, as they were when the run first asked: what the run itself makes is known to the engine. */
  const listOnce = onceEach(store.list);

  async function findTwin(place: Place, body: JsonObject, adopted: ReadonlySet<string>) {
    const own = identify?.(body) ?? null;
    if (own === null) return undefined;
    const projectId = project === undefined ? "" : (await project(place.organization, place.project ?? "")).id;
    return (await listOnce(place.organization, projectId, textAt(body, "type")))
      .filter((live) => project === undefined || textAt(live.body, "projectId") === projectId)
      .filter((live) => textAt(live.body, "type") === textAt(body, "type") && !adopted.has(live.vendorId))
      .filter(({ identity: its }) => its?.definition === own.definition && its.environment === own.environment)
      .sort((a, b) => Number(a.vendorId) - Number(b.vendorId))[0];
  }

  const toldOf = ({ body }: LiveObject): Properties =>
    project === undefined ? {} : { projectId: body.projectId ?? null };

  return bodyResource({
    ...{ vendor: "Sentry", inputs, quirks, replaceOn },
    computedOutputs: project === undefined ? [] : ["projectId"],

    async create(stated, adopted) {
      const place = placeOf("", stated);
      const body = explicit(name, propertiesOf(stated.body));
      const twin = await findTwin(place, body, adopted);
      const taken = twin ? await store.update(place.organization, twin.vendorId, body) : null;
      if (taken) adopted.add(taken.vendorId);
      const live = taken ?? (await store.create(place.organization, place.project ?? "", body));
      return { id: live.vendorId, told: toldOf(live) };
    },

    async get(id, olds) {
      const place = placeOf(id, olds?.inputs);
      const { organization } = place;
      const live = await store.get(organization, place.id);
      if (live === null) return null;
      const slug = project && (await projectOf(live, place, olds?.outputs.projectId));
      const where: Properties = slug === undefined ? { organization } : { organization, project: slug };
      // The body names the project as the path does; Sentry answers its id.
      const isStated = slug === undefined || (olds !== undefined && slug === place.project);
      const stated: Properties = isStated ? {} : { projectId: slug };
      return { id: live.vendorId, place: where, body: live.body, stated, told: toldOf(live) };
    },

    async update(id, news, olds) {
      const body = explicit(name, propertiesOf(news.body), propertiesOf(olds.inputs.body));
      const live = await store.update(placeOf(id, news).organization, id, body);
      return live && toldOf(live);
    },

    remove: (id, outputs) => store.remove(placeOf(id, outputs).organization, id),
  });

  /** The project as the program stated it while it is the same one, else the slug of the one where the resource is now. */
  async function projectOf(live: LiveObject, place: Place, knownId: unknown): Promise<string> {
    const projectId = textAt(live.body, "projectId");
    if (place.project !== undefined && knownId === projectId) return place.project;
    const actual = await project?.(place.organization, projectId);
    if (place.project === actual?.id) return place.project ?? "";
    return actual?.slug ?? "";
  }
}

interface Place {
  organization: string;
  project?: string | undefined;
  id: string;
}

const stated = z.object({ organization: z.string(), project: z.string().optional() });

/** Where a resource is: said by its properties, or, on import, by the id that the user gives. */
function placeOf(id: string, properties?: Properties): Place {
  if (properties) return { ...stated.parse(properties), id };
  const parts = id.split("/").filter((part) => part !== "");
  const [organization, second, third] = parts;
  if (organization && second && parts.length === 2) return { organization, id: second };
  if (organization && second && third && parts.length === 3) return { organization, project: second, id: third };
  throw new Error(`Import id "${id}" is not of the form organization/id or organization/project/id.`);
}
