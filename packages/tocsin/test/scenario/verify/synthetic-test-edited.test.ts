import type { JsonObject } from "../../../src/model/resource.ts";
import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("somebody lets a synthetic test pass whatever it is answered", async (world) => {
  const { id, resource } = world.of("cliply-web/readyz", "synthetics-test");
  const config = jsonObject.parse(resource.body.config);
  const [first] = Array.isArray(config.assertions) ? config.assertions : [];
  if (first === undefined) throw new Error("the test asserts nothing");
  const assertions = [{ ...jsonObject.parse(first), operator: "isNot", target: 404 }, ...assertionsAfter(config)];
  await world.call("datadog", "PUT", `/api/v1/synthetics/tests/api/${id}`, {
    ...resource.body,
    config: { ...config, assertions },
  });
  const subject = { class: "changed" as const, vendorId: id, definition: "cliply-web/readyz" };
  return [
    { ...subject, path: "config.assertions.0.operator", expected: "is", actual: "isNot" },
    { ...subject, path: "config.assertions.0.target", expected: 200, actual: 404 },
  ];
});

const assertionsAfter = ({ assertions }: JsonObject) => (Array.isArray(assertions) ? assertions.slice(1) : []);
