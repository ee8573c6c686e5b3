/** Two services, each with a database of its own at Supabase. */
import { afterAll, expect, test } from "vitest";
import { accountsSchema } from "../../src/accounts.ts";
import { createContext } from "../../src/context.ts";
import { createSupabase } from "../../src/supabase/app.ts";

const table = (name: string) =>
  `create table public.${name} (id integer primary key); insert into public.${name} values (1);`;
const accounts = accountsSchema.parse({
  databases: {
    ferry: { ref: "refferry", schema: table("tickets") },
    berth: { ref: "refberth", schema: table("moorings") },
  },
});
const context = createContext(undefined, null, accounts);
const supabase = createSupabase(context);
afterAll(() => supabase.close?.());

const ask = async (path: string, headers: Record<string, string>) => {
  const answer = await supabase.app.request(path, { headers });
  return { status: answer.status, body: await answer.json() };
};
const keyOf = (service: string) => ({ apikey: context.databases.get(service)?.key ?? "" });

test("each holds its own tables, and no other's", async () => {
  expect(await ask("/ferry/rest/v1/tickets?select=id", keyOf("ferry"))).toEqual({ status: 200, body: [{ id: 1 }] });
  expect(await ask("/berth/rest/v1/moorings?select=id", keyOf("berth"))).toEqual({ status: 200, body: [{ id: 1 }] });
  expect(await ask("/berth/rest/v1/tickets?select=id", keyOf("berth"))).toMatchObject({ status: 404 });
});

test("a key opens its own database only", async () => {
  expect(await ask("/berth/rest/v1/moorings", keyOf("ferry"))).toMatchObject({ status: 401 });
  expect(await ask("/rest/v1/moorings", keyOf("berth"))).toMatchObject({ status: 401 });
});

test("one account's token reads the health of both projects, by their references", async () => {
  const account = { authorization: `Bearer ${context.tokens.supabase.token}` };
  for (const ref of ["refferry", "refberth"])
    expect(await ask(`/v1/projects/${ref}/health?services=db`, account)).toMatchObject({ status: 200 });
  expect(await ask("/v1/projects/localref/health?services=db", account)).toMatchObject({ status: 404 });
});

test("vendors.json has a section for each service, with keys of its own", () => {
  const sections = supabase.describe("http://127.0.0.1:1");
  expect(sections).toMatchObject({
    ferry: { url: "http://127.0.0.1:1/ferry", managementUrl: "http://127.0.0.1:1", ref: "refferry", ...keys("ferry") },
    berth: { url: "http://127.0.0.1:1/berth", managementUrl: "http://127.0.0.1:1", ref: "refberth", ...keys("berth") },
  });
  expect(keyOf("ferry")).not.toEqual(keyOf("berth"));
});

const keys = (service: string) => ({ ...context.databases.get(service) });
