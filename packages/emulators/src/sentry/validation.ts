import type { z } from "zod";

/** Errors by field, nested as the body is; a list's members are keyed by their index. */
export type FieldErrors = { [field: string]: string[] | FieldErrors };

/** Thrown by the parts that judge a body; the app answers 400 with `errors` as the whole body. */
export class ValidationError extends Error {
  readonly errors: FieldErrors;
  constructor(errors: FieldErrors) {
    super("validation failed");
    this.errors = errors;
  }
}

/**
 * Parses a request body and speaks of what is wrong with it in the words of Django REST framework, which Sentry is built on:
 * `{"name": ["This field is required."]}`.
 *
 * @throws ValidationError with one list of messages for each field
 */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body, { error: (issue) => message(issue) });
  if (parsed.success) return parsed.data;
  throw new ValidationError(nest(parsed.error.issues.map((issue) => ({ path: issue.path, text: issue.message }))));
}

/** Messages at their paths, as one nested object. A message about the body as a whole goes to `nonFieldErrors`. */
export function nest(found: { path: readonly PropertyKey[]; text: string }[]): FieldErrors {
  const root: FieldErrors = {};
  for (const { path, text } of found) {
    const keys = path.length === 0 ? ["nonFieldErrors"] : path.map(String);
    let level = root;
    for (const key of keys.slice(0, -1)) {
      const next = level[key];
      // A field that is already wrong as a whole keeps that message: its members were not looked at.
      if (Array.isArray(next)) break;
      level = next ?? {};
      if (next === undefined) attach(root, keys, key, level);
    }
    const last = keys.at(-1) ?? "nonFieldErrors";
    const present = level[last];
    if (present === undefined) level[last] = [text];
    else if (Array.isArray(present)) present.push(text);
  }
  return root;
}

function attach(root: FieldErrors, keys: string[], key: string, value: FieldErrors): void {
  let level = root;
  for (const step of keys.slice(0, keys.indexOf(key))) {
    const next = level[step];
    if (next === undefined || Array.isArray(next)) return;
    level = next;
  }
  level[key] = value;
}

interface Issue {
  readonly code: string | undefined;
  readonly input?: unknown;
  readonly expected?: unknown;
  readonly maximum?: unknown;
  readonly minimum?: unknown;
  readonly origin?: unknown;
}

const kinds: Record<string, string> = {
  string: "Not a valid string.",
  boolean: "Must be a valid boolean.",
  number: "A valid number is required.",
  int: "A valid integer is required.",
  array: "Expected a list of items.",
  object: "Invalid data. Expected a dictionary.",
  record: "Invalid data. Expected a dictionary.",
};

function message(issue: Issue): string {
  if (issue.input === undefined) return "This field is required.";
  if (issue.input === null) return "This field may not be null.";
  if (issue.code === "invalid_type") return kinds[String(issue.expected)] ?? "Invalid value.";
  if (issue.code === "too_big") {
    return issue.origin === "string"
      ? `Ensure this field has no more than ${String(issue.maximum)} characters.`
      : `Ensure this value is less than or equal to ${String(issue.maximum)}.`;
  }
  if (issue.code === "too_small") {
    if (issue.origin === "string") return "This field may not be blank.";
    if (issue.origin === "array") return "This list may not be empty.";
    return `Ensure this value is greater than or equal to ${String(issue.minimum)}.`;
  }
  if (issue.code === "invalid_value" || issue.code === "invalid_union") {
    return `${JSON.stringify(issue.input)} is not a valid choice.`;
  }
  return "Invalid value.";
}
