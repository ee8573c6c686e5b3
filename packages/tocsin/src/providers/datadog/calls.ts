import { z } from "zod";
import type { JsonObject } from "../../model/resource.ts";
import type { Http } from "../../vendors/http/manage.ts";
import { jsonObject, objectWith } from "../../vendors/json.ts";

/** A live object, with its id. */
export interface Answered {
  id: string;
  body: JsonObject;
}

/** The calls that create, find, change and remove objects of one kind. */
export interface Calls {
  create(body: JsonObject): Promise<Answered>;
  /** `type` is that of the object where it is known. Null when it is gone. */
  get(id: string, type: string | null): Promise<Answered | null>;
  /** Null when it is gone. */
  update(id: string, body: JsonObject): Promise<Answered | null>;
  remove(id: string): Promise<void>;
}

const test = objectWith({ public_id: z.string(), type: z.string() });
const ofTest = (body: z.infer<typeof test>): Answered => ({ id: body.public_id, body });

const tests = "api/v1/synthetics/tests";
const segment = encodeURIComponent;
const isGone = (answer: unknown): answer is null => answer === null;

/** Synthetic tests. Each kind is made and changed by a call of its own, and only that one's answer has the steps. */
export function testCalls(http: Http): Calls {
  const read = async (id: string, type: string): Promise<Answered | null> => {
    const found = await http.find({ method: "GET", path: `${tests}/${segment(type)}/${segment(id)}`, schema: test });
    return isGone(found) ? null : ofTest(found);
  };
  return {
    create: async (body) => {
      const path = `${tests}/${segment(String(body.type))}`;
      return ofTest((await http.ask({ method: "POST", path, body, schema: test })).value);
    },
    async get(id, type) {
      if (type !== null) return read(id, type);
      const found = await http.find({ method: "GET", path: `${tests}/${segment(id)}`, schema: test });
      return isGone(found) ? null : read(id, found.type);
    },
    async update(id, body) {
      const path = `${tests}/${segment(String(body.type))}/${segment(id)}`;
      const answer = await http.find({ method: "PUT", path, body, schema: test });
      return isGone(answer) ? null : ofTest(answer);
    },
    async remove(id) {
      // 404 where it is gone already.
      await http.find({ method: "POST", path: `${tests}/delete`, body: { public_ids: [id] }, schema: z.unknown() });
    },
  };
}

const objective = objectWith({ id: z.string(), type: z.string() });
const ofObjective = (body: z.infer<typeof objective>): Answered => ({ id: body.id, body });
/** A write answers a list of one. */
const written = z.object({ data: z.tuple([objective], jsonObject) });
const one = z.object({ data: objective });

/**
 * Of the two forms of a metric objective, the specification is sent where there is one: it has the formulas that `query` only sums up,
 * and is what the official clients send (terraform-provider-datadog 701d55bc, TestAccDatadogServiceLevelObjective_CountSpec).
 */
function inOneForm(body: JsonObject): JsonObject {
  const { query: _sumUp, ...rest } = body;
  return counted.safeParse(body.sli_specification).success ? rest : body;
}
const counted = z.object({ count: jsonObject });

/** Objectives. */
export function objectiveCalls(http: Http): Calls {
  const at = (id: string) => `api/v1/slo/${segment(id)}`;
  return {
    create: async (body) => {
      const { value } = await http.ask({ method: "POST", path: "api/v1/slo", body: inOneForm(body), schema: written });
      return ofObjective(value.data[0]);
    },
    async get(id) {
      const found = await http.find({ method: "GET", path: at(id), schema: one });
      return isGone(found) ? null : ofObjective(found.data);
    },
    async update(id, body) {
      const answer = await http.find({ method: "PUT", path: at(id), body: inOneForm(body), schema: written });
      return isGone(answer) ? null : ofObjective(answer.data[0]);
    },
    remove: (id) => http.remove(at(id)),
  };
}
