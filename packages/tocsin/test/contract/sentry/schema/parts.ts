/** A JSON Schema, as far as the compiler needs to know it. */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * An object with these fields and no other: a misspelt field must not pass for an optional one.
 * @param required all fields when not said
 */
export function closed(
  properties: Record<string, Schema>,
  required: readonly string[] = Object.keys(properties),
): Schema {
  return { type: "object", properties, required, additionalProperties: false };
}

export const string: Schema = { type: "string" };
export const filledString: Schema = { type: "string", minLength: 1 };
export const boolean: Schema = { type: "boolean" };
export const integer: Schema = { type: "integer" };
export const anyObject: Schema = { type: "object" };
/** Sentry writes ids as decimal text. */
export const id: Schema = { type: "string", pattern: "^\\d+$" };
/** Ids of conditions have been seen as numbers too. */
export const looseId: Schema = { anyOf: [id, { type: "integer", minimum: 0 }] };
export const timestamp: Schema = {
  type: "string",
  pattern: "^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?(Z|\\+00:00)$",
};

export const one = (...values: (string | number | boolean)[]): Schema => ({ enum: values });
export const list = (items: Schema, more: Schema = {}): Schema => ({ type: "array", items, ...more });
export const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: "null" }] });

/** How conditions of a group combine. */
export const logicType = one("any", "any-short", "all", "none");
/** Requests name an owner as text, answers as an object. */
export const ownerText = nullable({ type: "string", pattern: "^(user|team):\\d+$" });
export const ownerObject = nullable({
  oneOf: [
    closed({ type: one("user"), id, name: string, email: string }),
    closed({ type: one("team"), id, name: string }),
  ],
});
