/** What the `stripe` package makes of answers that are none of Stripe's: one sentence, and nothing taken for done. */
import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { webhookEndpoints } from "../../../src/providers/stripe/client.ts";
import { eventDestinations } from "../../../src/providers/stripe/destinations.ts";

const endpoint = {
  ...{ id: "we_1", object: "webhook_endpoint", url: "https://shop.example/hook", enabled_events: ["invoice.paid"] },
  ...{ description: null, metadata: {}, api_version: null, status: "enabled", livemode: false },
};
const whole = JSON.stringify(endpoint);

/** What comes in place of a single object and of a list. */
const answers: [name: string, body: string, type?: string][] = [
  ["nothing", ""],
  ["a page in HTML", "<!doctype html><h1>Sign in to the network</h1>", "text/html"],
  ["a page in HTML that says it is JSON", "<!doctype html>"],
  ["half of itself", whole.slice(0, whole.length / 2)],
  ["itself twice", `${whole}${whole}`],
  ["null", "null"],
  ["a text", '"ok"'],
  ["a number", "0"],
  ["a list at the root", "[]"],
  ["an empty object", "{}"],
  ["a list without entries' place", '{"object":"list","has_more":false}'],
  ["a list of null", '{"object":"list","data":null,"has_more":false}'],
  ["a list that is an object", '{"object":"list","data":{},"has_more":false}'],
  ["entries that are null", '{"object":"list","data":[null],"has_more":false}'],
  ["entries without members", '{"object":"list","data":[{}],"has_more":false}'],
  ["an id that is a number", whole.replace('"we_1"', "1")],
  ["no events", whole.replace('["invoice.paid"]', "null")],
  ["a status that is null", whole.replace('"enabled"', "null")],
];

let body = "";
let type = "application/json";
let status = 200;
let more: Record<string, string> = {};
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(status, { "content-type": type, ...more });
  response.end(body);
});
let port = "";
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  port = String(z.object({ port: z.number() }).parse(server.address()).port);
});
afterAll(() => void server.close());

const settings = () => ({ apiKey: "sk_test_not_shown", host: "127.0.0.1", port, protocol: "http" as const });

async function told(work: Promise<unknown>): Promise<string> {
  try {
    return `taken for ${JSON.stringify(await work)}`;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  }
}

it.each(answers)("%s is no answer to a call on webhook endpoints or event destinations", async (_, text, kind) => {
  body = text;
  type = kind ?? "application/json";
  const endpoints = webhookEndpoints(settings());
  const destinations = eventDestinations(settings());
  const create = { url: endpoint.url, enabled_events: ["invoice.paid" as const] };
  const said = await Promise.all([
    told(endpoints.create(create, "key")),
    told(endpoints.retrieve("we_1")),
    told(endpoints.update("we_1", create)),
    told(endpoints.remove("we_2")),
    told(endpoints.list()),
    told(destinations.retrieve("ed_1")),
    told(destinations.remove("ed_1")),
    told(destinations.list()),
  ]);
  for (const one of said) {
    expect(one).toMatch(/^\w*Error: Stripe [a-z]/);
    expect(one).not.toMatch(/sk_test|Cannot read|is not (?:a function|iterable)/);
  }
});

it("tells an answer that Stripe repeats from a new one, of a success and of a failure", async () => {
  const create = async (key: string) =>
    webhookEndpoints(settings()).create({ url: endpoint.url, enabled_events: ["invoice.paid"] }, key);
  [body, type, status, more] = [whole, "application/json", 200, {}];
  expect(await create("first")).toMatchObject({ live: { id: "we_1" }, replayed: false });
  more = { "Idempotent-Replayed": "true" };
  expect(await create("again")).toMatchObject({ live: { id: "we_1" }, replayed: true });
  [body, status] = [JSON.stringify({ error: { type: "invalid_request_error", message: "No such event." } }), 400];
  expect(await create("refused")).toEqual({ live: null, replayed: true });
  more = {};
  await expect(create("refused anew")).rejects.toThrow("No such event");
  status = 200;
});
