/** Composite monitors of parts that group: what Datadog's page calls common reporting sources. */
import { expect, test } from "vitest";
import { newWorld } from "./world.ts";

/** A world with a monitor for each list of keys, `above` 5, and a composite of all of them. */
async function composite(parts: readonly string[][]) {
  const world = await newWorld();
  const ids: number[] = [];
  for (const [n, keys] of parts.entries()) {
    const by = keys.length === 0 ? "" : ` by {${keys.join(",")}}`;
    const query = `avg(last_1m):avg:m${n}{*}${by} > 5`;
    ids.push(await world.monitor({ type: "query alert", query, name: `m${n}`, options: { new_group_delay: 0 } }));
  }
  const id = await world.monitor({ type: "composite", query: ids.join(" && "), name: "all" });
  return {
    /** The states of its groups, given the value of each part's series by their tags. */
    groups: async (values: readonly Record<string, number>[]) => {
      for (const [n, series] of values.entries()) {
        for (const [tags, value] of Object.entries(series)) await world.point(`m${n}`, value, tags.split(","));
      }
      await world.minutes(2);
      return Object.fromEntries(Object.entries(await world.groups(id)).map(([name, { status }]) => [name, status]));
    },
  };
}

test("only groups that all parts have are considered, each for itself", async () => {
  const { groups } = await composite([["host"], ["host"]]);
  const all = await groups([
    { "host:web03": 9, "host:web04": 9, "host:web05": 9 },
    { "host:web04": 9, "host:web05": 1, "host:web06": 9 },
  ]);
  expect(all).toEqual({ "host:web04": "Alert", "host:web05": "OK" });
});

test("values are compared, whatever the keys", async () => {
  const { groups } = await composite([["host"], ["service"]]);
  expect(await groups([{ "host:web04": 9, "host:web05": 9 }, { "service:web04": 9 }])).toEqual({
    "host:web04": "Alert",
  });
});

test("a group by several tags goes together with one by some of them", async () => {
  const { groups } = await composite([["host"], ["device", "host"]]);
  const values: Record<string, number>[] = [
    { "host:a": 9, "host:b": 1 },
    { "device:sda,host:a": 9, "device:sdb,host:a": 1, "device:sda,host:b": 9 },
  ];
  expect(await groups(values)).toEqual({
    "device:sda,host:a": "Alert",
    "device:sdb,host:a": "OK",
    "device:sda,host:b": "OK",
  });
});

test("groups that are too different make no state", async () => {
  const { groups } = await composite([
    ["device", "host"],
    ["host", "url"],
  ]);
  expect(await groups([{ "device:sda,host:a": 9 }, { "host:a,url:u": 9 }])).toEqual({});
});

test("a part without a group yet leaves no state, and one that comes later does not change that of others", async () => {
  const { groups } = await composite([["topic"], ["host"]]);
  expect(await groups([{ "topic:orders": 1 }, {}])).toEqual({});
  expect(await groups([{ "topic:orders": 1 }, { "host:a": 1 }])).toEqual({});
});

test("a part that does not group counts for every group", async () => {
  const { groups } = await composite([["host"], []]);
  expect(await groups([{ "host:a": 9, "host:b": 1 }, { "env:x": 9 }])).toEqual({ "host:a": "Alert", "host:b": "OK" });
});
