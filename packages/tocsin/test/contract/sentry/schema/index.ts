import { Ajv } from "ajv";
import { detectorRequest, detectorResponse } from "./detector.ts";
import { boolean, closed, id, list, type Schema, string, timestamp } from "./parts.ts";
import { integrations, workflowRequest, workflowResponse } from "./workflow.ts";

/** A call of Sentry's interface, by its path below `/api/0`, and what goes in and comes out. Null stands for no body. */
interface Call {
  method: string;
  path: RegExp;
  request: Schema | null;
  response: Schema | null;
}

const health = closed({ healthy: boolean, problems: { type: "array" } });
/** Of a project only what is relied upon: it has some eighty fields. */
const project: Schema = {
  type: "object",
  properties: {
    id,
    slug: string,
    name: string,
    dateCreated: timestamp,
    organization: { type: "object", required: ["id", "slug"] },
  },
  required: ["id", "slug", "name", "dateCreated", "organization"],
};

const calls: readonly Call[] = [
  { method: "GET", path: /^\/internal\/health\/$/, request: null, response: health },
  { method: "GET", path: /^\/projects\/[^/]+\/[^/]+\/$/, request: null, response: project },
  { method: "GET", path: /\/integrations\/$/, request: null, response: integrations },
  { method: "POST", path: /\/projects\/[^/]+\/detectors\/$/, request: detectorRequest, response: detectorResponse },
  { method: "GET", path: /\/detectors\/$/, request: null, response: list(detectorResponse) },
  { method: "GET", path: /\/detectors\/\d+\/$/, request: null, response: detectorResponse },
  { method: "PUT", path: /\/detectors\/\d+\/$/, request: detectorRequest, response: detectorResponse },
  { method: "DELETE", path: /\/detectors\/\d+\/$/, request: null, response: null },
  { method: "POST", path: /\/workflows\/$/, request: workflowRequest, response: workflowResponse },
  { method: "GET", path: /\/workflows\/$/, request: null, response: list(workflowResponse) },
  { method: "GET", path: /\/workflows\/\d+\/$/, request: null, response: workflowResponse },
  { method: "PUT", path: /\/workflows\/\d+\/$/, request: workflowRequest, response: workflowResponse },
  { method: "DELETE", path: /\/workflows\/\d+\/$/, request: null, response: null },
];

const ajv = new Ajv({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false });

/** What is wrong with a body by the schema of its call; empty when nothing is. Throws for a call that has no schema. */
export function faultsOf(side: "request" | "response", method: string, path: string, body: unknown): string[] {
  const bare = path.replace(/\?.*$/, "");
  const call = calls.find((one) => one.method === method && one.path.test(bare));
  if (call === undefined) throw new Error(`the schema has no ${method} ${bare}`);
  const schema = call[side];
  if (schema === null) return body === null || body === undefined || body === "" ? [] : [`${side} has a body`];
  const validate = ajv.compile(schema);
  validate(body);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
