import { z } from "zod";
import { compare } from "../server/compare.ts";
import { failuresOf, withoutNulls } from "../server/inputs.ts";
import type { Properties, ResourceHandler } from "../server/types.ts";
import type { SentryClient, Store } from "./client.ts";
import { identityOf } from "./identity.ts";

/** What differs between the kinds of object that this plugin manages. */
export interface Kind<Inputs, Live> {
  schema: z.ZodType<Inputs>;
  store: Store<Live>;
  /** How to find the project that an object belongs to; absent for kinds that belong to the organization alone. */
  project?: SentryClient["project"];
  replaceOn: readonly string[];
  secretOutputs?: readonly string[];
  /** Inputs with the defaults that the program left out. */
  complete(inputs: Properties): Properties;
  /** The request that makes or changes the object; `before` are its inputs until now. */
  body(inputs: Inputs, before?: Properties): Properties;
  environmentOf(live: Live): string | null;
  /** A live object as a program would state it, without organization and project. Throws on an unexpected shape. */
  describe(live: Live): Properties;
  /** The same inputs in the order, and with the omissions, of stated ones: what differs only in form is no difference. */
  asStated(live: Properties, stated: Properties): Properties;
}

/** What each kind's inputs and live objects have in common. */
interface Common {
  organization: string;
  project?: string;
  name: string;
  description?: string;
  environment?: string;
}
interface CommonLive {
  id: string;
  name: string;
  description?: string | null;
  projectId?: string;
}

/** The handler of one kind. Ids are Sentry's; to import, `organization/id` or `organization/project/id`. */
export function sentryResource<Inputs extends Common, Live extends CommonLive>(
  kind: Kind<Inputs, Live>,
): ResourceHandler {
  /** Objects that a create of this run has taken over: a delete of the same run must not take them away again. */
  const adopted = new Set<string>();
  const lists = new Map<string, Promise<Live[]>>();

  /** All objects of a project, as they were when the run first asked: what the run itself makes is known to the engine. */
  function listOnce(organization: string, projectId: string): Promise<Live[]> {
    const key = `${organization}/${projectId}`;
    const asked = lists.get(key) ?? kind.store.list(organization, projectId);
    lists.set(key, asked);
    asked.catch(() => lists.delete(key));
    return asked;
  }

  /** An object that is this one already: a run was cut off after Sentry had made it, or its entry in the state was lost. */
  async function findTwin(inputs: Inputs): Promise<Live | undefined> {
    const identity = identityOf(inputs.name, inputs.description);
    if (identity === null) return undefined;
    const projectId = kind.project ? (await kind.project(inputs.organization, inputs.project ?? "")).id : "";
    const all = await listOnce(inputs.organization, projectId);
    return all
      .filter((live) => !kind.project || live.projectId === projectId)
      .filter((live) => identityOf(live.name, live.description) === identity && !adopted.has(live.id))
      .filter((live) => kind.environmentOf(live) === (inputs.environment ?? null))
      .sort((a, b) => Number(a.id) - Number(b.id))[0];
  }

  const outputsOf = (inputs: Properties, live: CommonLive): Properties =>
    live.projectId === undefined ? inputs : { ...inputs, projectId: live.projectId };

  return {
    secretOutputs: kind.secretOutputs,
    computedOutputs: kind.project ? ["projectId"] : [],

    check(inputs, _olds, unknown) {
      const completed = kind.complete(withoutNulls(inputs));
      return { inputs: completed, failures: failuresOf(kind.schema, completed, unknown) };
    },

    diff(_id, olds, news, unknown) {
      return compare(withoutNulls(kind.asStated(olds.inputs, news)), news, { replaceOn: kind.replaceOn, unknown });
    },

    async create(properties) {
      const inputs = kind.schema.parse(properties);
      const body = kind.body(inputs);
      const twin = await findTwin(inputs);
      const taken = twin ? await kind.store.update(inputs.organization, twin.id, body) : null;
      if (taken) adopted.add(taken.id);
      const live = taken ?? (await kind.store.create(inputs.organization, inputs.project ?? "", body));
      return { id: live.id, outputs: outputsOf(properties, live) };
    },

    async read(id, olds) {
      const place = placeOf(id, olds?.inputs);
      const live = await kind.store.get(place.organization, place.id);
      if (live === null) return null;
      const where: Properties = { organization: place.organization };
      if (kind.project) where.project = await projectOf(live, place, olds?.outputs.projectId);
      const described = { ...where, ...kind.describe(live) };
      const inputs = withoutNulls(olds ? kind.asStated(described, olds.inputs) : described);
      return { id: live.id, inputs, outputs: outputsOf(inputs, live) };
    },

    async update(id, olds, news) {
      const inputs = kind.schema.parse(news);
      const live = await kind.store.update(inputs.organization, id, kind.body(inputs, olds.inputs));
      if (live === null) {
        throw new Error(
          `Sentry no longer has "${inputs.name}" (id ${id}). Refresh the stack: it will then be made anew.`,
        );
      }
      return outputsOf(news, live);
    },

    async delete(id, outputs) {
      if (adopted.has(id)) return;
      await kind.store.remove(placeOf(id, outputs).organization, id);
    },
  };

  /** The project as the program stated it while it is the same one, else the slug of the one where the object is now. */
  async function projectOf(live: Live, place: Place, knownId: unknown): Promise<string> {
    if (place.project !== undefined && knownId === live.projectId) return place.project;
    const actual = await kind.project?.(place.organization, live.projectId ?? "");
    if (place.project === actual?.id) return place.project ?? "";
    return actual?.slug ?? "";
  }
}

interface Place {
  organization: string;
  project?: string;
  id: string;
}

const stated = z.object({ organization: z.string(), project: z.string().optional() });

/** Where an object is: said by its properties, or, on import, by the id that the user gives. */
export function placeOf(id: string, properties?: Properties): Place {
  if (properties) return { ...stated.parse(properties), id };
  const parts = id.split("/").filter((part) => part !== "");
  const [organization, second, third] = parts;
  if (organization && second && parts.length === 2) return { organization, id: second };
  if (organization && second && third && parts.length === 3) return { organization, project: second, id: third };
  throw new Error(`Import id "${id}" is not of the form organization/id or organization/project/id.`);
}
