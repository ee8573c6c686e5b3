import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import { onceEach } from "../../shared/once.ts";
import { type LiveObject, textOf } from "../../vendors/live.ts";
import { detectorBody, explicit, workflowBody } from "../../vendors/sentry/bodies.ts";
import { sentryKinds } from "../../vendors/sentry/live.ts";
import { differences, liveBody, secretPlaces } from "../body.ts";
import { failuresOf, propertiesOf } from "../server/inputs.ts";
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
function sentryResource({ name, store, inputs: schema, replaceOn, project }: Kind): ResourceHandler {
  const { identify, quirks } = sentryKinds[name];
  /** Resources that a create of this run has found: a delete of the same run must not take them away again. */
  const found = new Set<string>();
  /** All of a project and type, as they were when the run first asked: what the run itself makes is known to the engine. */
  const listOnce = onceEach(store.list);

  /** A resource that is this one already: a run was cut off after Sentry had made it, or its entry in the state was lost. */
  async function findTwin(place: Place, body: JsonObject): Promise<LiveObject | undefined> {
    const own = identify?.(body) ?? null;
    if (own === null) return undefined;
    const projectId = project === undefined ? "" : (await project(place.organization, place.project ?? "")).id;
    return (await listOnce(place.organization, projectId, textOf(body, "type")))
      .filter((live) => project === undefined || textOf(live.body, "projectId") === projectId)
      .filter((live) => textOf(live.body, "type") === textOf(body, "type") && !found.has(live.vendorId))
      .filter(({ identity: its }) => its?.definition === own.definition && its.environment === own.environment)
      .sort((a, b) => Number(a.vendorId) - Number(b.vendorId))[0];
  }

  const outputsOf = (inputs: Properties, live: LiveObject): Properties =>
    project === undefined ? inputs : { ...inputs, projectId: live.body.projectId ?? null };

  return {
    secretOutputs: secretPlaces(quirks),
    computedOutputs: project === undefined ? [] : ["projectId"],

    check: (inputs, _olds, unknown) => ({ inputs, failures: failuresOf(schema, inputs, unknown) }),

    diff: (_id, olds, news, unknown) => differences(olds.inputs, news, { quirks, replaceOn, unknown }),

    async create(inputs) {
      const place = placeOf("", inputs);
      const body = explicit(name, propertiesOf(inputs.body));
      const twin = await findTwin(place, body);
      const taken = twin ? await store.update(place.organization, twin.vendorId, body) : null;
      if (taken) found.add(taken.vendorId);
      const live = taken ?? (await store.create(place.organization, place.project ?? "", body));
      return { id: live.vendorId, outputs: outputsOf(inputs, live) };
    },

    async read(id, olds) {
      const place = placeOf(id, olds?.inputs);
      const live = await store.get(place.organization, place.id);
      if (live === null) return null;
      const slug = project && (await projectOf(live, place, olds?.outputs.projectId));
      const read = liveBody(live.body, olds && propertiesOf(olds.inputs.body), quirks);
      // The body names the project as the path does; Sentry answers its id.
      const isStated = slug === undefined || (olds !== undefined && slug === place.project);
      const body = isStated ? read : { ...read, projectId: slug };
      const inputs: Properties = {
        organization: place.organization,
        ...(slug === undefined ? {} : { project: slug }),
        body,
      };
      return { id: live.vendorId, inputs, outputs: outputsOf(inputs, live) };
    },

    async update(id, olds, news) {
      const body = explicit(name, propertiesOf(news.body), propertiesOf(olds.inputs.body));
      const live = await store.update(placeOf(id, news).organization, id, body);
      if (live !== null) return outputsOf(news, live);
      throw new Error(
        `Sentry no longer has "${textOf(body, "name")}" (id ${id}). Refresh the stack: it will then be created again.`,
      );
    },

    async delete(id, outputs) {
      if (found.has(id)) return;
      await store.remove(placeOf(id, outputs).organization, id);
    },
  };

  /** The project as the program stated it while it is the same one, else the slug of the one where the resource is now. */
  async function projectOf(live: LiveObject, place: Place, knownId: unknown): Promise<string> {
    const projectId = textOf(live.body, "projectId");
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
