import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("a silence of a monitor that has ended keeps nothing quiet", async (world) => {
  const { id, answer } = world.of("tips/handle-races", "monitor");
  const silenced = { "*": Math.floor(Date.now() / 1000) - 60 };
  const options = { ...jsonObject.parse(answer.options), silenced };
  await world.call("datadog", "PUT", `/api/v1/monitor/${id}`, { options });
  return [];
});
