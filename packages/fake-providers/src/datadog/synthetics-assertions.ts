import type { Properties, Value } from "tocsin/internal/provider";
import { z } from "zod";
import { answered } from "../shared/rest.ts";
import { defined, isObject, withDefaults, withoutZeros } from "../shared/values.ts";

const jsonPath = z.strictObject({
  jsonpath: z.string(),
  operator: z.string(),
  targetvalue: z.string().optional(),
  elementsoperator: z.string(),
});
const jsonSchema = z.strictObject({ jsonschema: z.string(), metaschema: z.string() });

const xPath = z.strictObject({ xpath: z.string(), operator: z.string(), targetvalue: z.string().optional() });

/** One assertion as the SDK has it: targets are texts there, whatever they are on the wire. */
export const assertion = z.strictObject({
  type: z.string(),
  operator: z.string().optional(),
  property: z.string().optional(),
  target: z.string().optional(),
  timingsScope: z.string().optional(),
  code: z.string().optional(),
  targetjsonpath: jsonPath.optional(),
  targetjsonschema: jsonSchema.optional(),
  targetxpath: xPath.optional(),
});
type Assertion = z.infer<typeof assertion>;

const liveAssertion = z.looseObject({
  type: z.string(),
  operator: z.string().optional(),
  property: z.string().optional(),
  timingsScope: z.string().optional(),
  code: z.string().optional(),
  target: z.json().optional(),
});

/** Assertion types whose target is a whole number on the wire; `statusCode` only with these two operators. */
const INTEGERS = ["responseTime", "certificate", "latency", "packetsReceived", "networkHop", "grpcHealthcheckStatus"];
const EXACT = ["is", "isNot"];
/** Operators whose target is a number on the wire, whatever the type (TLS versions aside). */
const ORDER = ["lessThan", "lessThanOrEqual", "moreThan", "moreThanOrEqual"];
const VERSIONS = ["tlsVersion", "minTlsVersion"];

/** An assertion with the defaults of its target stated. */
export function completeAssertion(given: Value): Value {
  if (!isObject(given)) return given;
  return withoutZeros(
    defined({
      ...given,
      targetjsonpath: withDefaults({ elementsoperator: "firstElementMatches" }, given.targetjsonpath),
      targetjsonschema: withDefaults({ metaschema: "draft-07" }, given.targetjsonschema),
    }),
    ["property", "timingsScope"],
  );
}

/** A complete assertion as Datadog takes it. */
export function toWire(given: Assertion): Properties {
  if (given.type === "javascript") return defined({ type: given.type, code: given.code });
  const common = { type: given.type, operator: given.operator, property: given.property };
  if (given.operator === "validatesJSONPath") return defined({ ...common, target: jsonPathTarget(given) });
  if (given.operator === "validatesJSONSchema") return defined({ ...common, target: jsonSchemaTarget(given) });
  if (given.operator === "validatesXPath") return defined({ ...common, target: xPathTarget(given) });
  return defined({ ...common, timingsScope: given.timingsScope, target: plainTarget(given) });
}

/** An assertion of Datadog's answer as a program would state it. */
export function fromWire(answer: Value): Properties {
  const live = answered(liveAssertion, answer, "An assertion of Datadog's synthetic test");
  const { type, operator, property, timingsScope, code, target } = live;
  const targets = isObject(target) ? structuredTarget(operator, target) : { target: textOf(target) };
  const complete = completeAssertion(defined({ type, operator, property, timingsScope, code, ...targets }));
  return isObject(complete) ? complete : {};
}

/** A target of several members, by the operator that it belongs to. */
function structuredTarget(operator: string | undefined, target: Properties): Properties {
  if (operator === "validatesJSONSchema")
    return { targetjsonschema: defined({ jsonschema: target.jsonSchema, metaschema: target.metaSchema }) };
  const common = { operator: target.operator, targetvalue: textOf(target.targetValue) };
  if (operator === "validatesXPath") return { targetxpath: defined({ xpath: target.xPath, ...common }) };
  return {
    targetjsonpath: defined({ jsonpath: target.jsonPath, ...common, elementsoperator: target.elementsOperator }),
  };
}

function jsonPathTarget({ targetjsonpath: path }: Assertion): Properties | undefined {
  if (path === undefined) return undefined;
  const isNumber = ["lessThan", "moreThan"].includes(path.operator) && !/\{\{.*\}\}/.test(path.targetvalue ?? "");
  const value = isNumber && path.targetvalue !== undefined ? Number(path.targetvalue) : path.targetvalue;
  return defined({
    elementsOperator: path.elementsoperator,
    jsonPath: path.jsonpath,
    operator: path.operator,
    targetValue: path.operator === "isUndefined" ? undefined : value,
  });
}

function jsonSchemaTarget({ targetjsonschema: schema }: Assertion): Properties | undefined {
  return schema && { jsonSchema: schema.jsonschema, metaSchema: schema.metaschema };
}

function xPathTarget({ targetxpath: path }: Assertion): Properties | undefined {
  return path && defined({ xPath: path.xpath, operator: path.operator, targetValue: path.targetvalue });
}

function plainTarget({ type, operator = "", target }: Assertion): Value | undefined {
  if (target === undefined) return undefined;
  if (INTEGERS.includes(type) || (type === "statusCode" && EXACT.includes(operator)))
    return Math.trunc(numberOf(target, type));
  const isNumber = type === "packetLossPercentage" || (ORDER.includes(operator) && !VERSIONS.includes(type));
  return isNumber ? numberOf(target, type) : target;
}

function numberOf(target: string, type: string): number {
  const number = Number(target);
  if (target.trim() === "" || Number.isNaN(number)) {
    throw new Error(`The assertion on ${type} has the target "${target}", which is no number.`);
  }
  return number;
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}
