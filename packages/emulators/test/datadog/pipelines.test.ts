import { expect, test } from "vitest";
import { compileGrok, GrokError, parseWithGrok } from "../../src/datadog/intake/grok.ts";
import { newWorld } from "./world.ts";

const parse = (rules: string, text: string) => {
  const found = parseWithGrok(compileGrok(rules), text);
  return found === null ? null : Object.fromEntries(found);
};

test.each([
  ["r \\[c\\] Deleted %{integer:a.n} records.*", "[c] Deleted 12 records, fine", { "a.n": 12 }],
  ["r took %{number:t}ms", "took -3.5ms", { t: -3.5 }],
  ["r %{word:a} %{notSpace:b} %{data:c}", "GET /x?y=1 and the rest", { a: "GET", b: "/x?y=1", c: "and the rest" }],
  ['r id=%{regex("[a-f]{2}\\d"):id}', "id=ab7", { id: "ab7" }],
  ["r %{data}: %{integer:n}", "prefix: 4", { n: 4 }],
  ["a x%{integer:n}\nb y%{integer:n}", "y7", { n: 7 }],
  ["r whole %{integer:n}", "not the whole 4", null],
])("%s on %s", (rules, text, expected) => {
  expect(parse(rules, text)).toEqual(expected);
});

test.each(['r %{date("HH"):t}', "r %{ip:x}", "r %{data:x:json}", "r (%{word:x}", "onlyname", "r %{integer x}"])(
  "%s is refused",
  (rules) => expect(() => compileGrok(rules)).toThrow(GrokError),
);

test("a number in a line becomes a measure that a monitor watches", async () => {
  const world = await newWorld();
  const pipeline = (changes: object, grok: object = {}) => ({
    name: "cleanup",
    is_enabled: true,
    filter: { query: "service:tips" },
    processors: [
      {
        type: "grok-parser",
        name: "g",
        is_enabled: true,
        source: "message",
        samples: [],
        grok: { match_rules: "r \\[c\\] Deleted %{integer:cleanup.deleted} records", support_rules: "", ...grok },
      },
    ],
    ...changes,
  });
  const path = "/api/v1/logs/config/pipelines";
  await world.create(path, pipeline({}));
  const query = 'logs("service:tips").index("*").rollup("max", "@cleanup.deleted").last("1h") > 200';
  const id = await world.monitor({ type: "log alert", query });
  const line = (service: string, n: number) => ({ ddsource: "vercel", service, message: `[c] Deleted ${n} records` });
  await world.log(line("other", 900));
  await world.log(line("tips", 200));
  await world.minutes(1);
  expect(await world.state(id)).toBe("OK");
  await world.log(line("tips", 201));
  await world.minutes(1);
  expect(await world.state(id)).toBe("Alert");

  const refused = async (body: object) => (await world.call("POST", path, body)).status;
  expect(await refused(pipeline({}, { match_rules: "r %{ip:x}" }))).toBe(400);
  expect(await refused(pipeline({}, { support_rules: "h %{word}" }))).toBe(400);
  expect(await refused(pipeline({ processors: [{ type: "user-agent-parser" }] }))).toBe(400);
});
