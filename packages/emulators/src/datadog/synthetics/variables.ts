import { randomUUID } from "node:crypto";
import type { Context, Hono } from "hono";
import { z } from "zod";
import type { LocalContext } from "../../context.ts";
import { USER } from "../api/account.ts";
import { readBody } from "../api/body.ts";
import { refuse } from "../api/errors.ts";
import { timestamp } from "../api/format.ts";
import type { Json } from "../config/stored.ts";
import type { DatadogStore } from "../store.ts";
import type { GlobalVariable } from "./model.ts";

/** `POST` and `PUT /api/v1/synthetics/variables`. A secure value may be left out of an update: it then stays. */
const schema = z.object({
  name: z.string().regex(/^[A-Z][A-Z0-9_]+$/, "only upper case letters, digits and underscores are allowed"),
  description: z.string(),
  tags: z.array(z.string()),
  is_fido: z.boolean().optional(),
  is_totp: z.boolean().optional(),
  value: z.object({ secure: z.boolean().default(false), value: z.string().optional() }),
});

/** `/api/v1/synthetics/variables`. */
export function addGlobalVariableRoutes(app: Hono, context: LocalContext, store: DatadogStore): void {
  const find = (c: Context): GlobalVariable => {
    const variable = store.globalVariables.get(c.req.param("id") ?? "");
    if (variable === undefined) throw refuse(404, "Synthetics global variable not found");
    return variable;
  };
  const save = async (c: Context, before: GlobalVariable | undefined): Promise<Response> => {
    const { name, description, tags, value } = await readBody(c, schema);
    const text = value.value ?? (value.secure && before?.secure === true ? before.value : undefined);
    if (text === undefined) throw refuse(400, "Required parameter 'value' is missing");
    const twin = [...store.globalVariables.values()].find((each) => each.name === name && each.id !== before?.id);
    if (twin !== undefined) throw refuse(400, `A global variable named ${name} already exists`);
    const now = context.now();
    const { id = randomUUID(), createdAt = now } = before ?? {};
    const after = { id, name, description, tags, secure: value.secure, value: text, createdAt, modifiedAt: now };
    store.globalVariables.set(id, after);
    return c.json(variableView(after));
  };

  app.get("/api/v1/synthetics/variables", (c) =>
    c.json({ variables: [...store.globalVariables.values()].map(readView) }),
  );
  app.post("/api/v1/synthetics/variables", (c) => save(c, undefined));
  app.get("/api/v1/synthetics/variables/:id", (c) => c.json(readView(find(c))));
  app.put("/api/v1/synthetics/variables/:id", (c) => save(c, find(c)));
  app.delete("/api/v1/synthetics/variables/:id", (c) => {
    store.globalVariables.delete(find(c).id);
    return c.body(null, 200);
  });
}

function variableView(variable: GlobalVariable): Json {
  return {
    id: variable.id,
    name: variable.name,
    description: variable.description,
    type: "variable",
    tags: variable.tags,
    last_error: null,
    value: variable.secure ? { secure: true } : { secure: false, value: variable.value },
  };
}

function readView(variable: GlobalVariable): Json {
  return {
    ...variableView(variable),
    created_at: timestamp(variable.createdAt),
    modified_at: timestamp(variable.modifiedAt),
    creator: USER,
    editor: USER,
  };
}
