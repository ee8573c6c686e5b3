import { jsonObject } from "../../../src/vendors/json.ts";
import { drift } from "./drift.ts";

drift("an old tool silences a monitor in its options", async (world) => {
  const { id, answer } = world.of("tips/handle-races", "monitor");
  const options = { ...jsonObject.parse(answer.options), silenced: { "*": null } };
  await world.call("datadog", "PUT", `/api/v1/monitor/${id}`, { options });
  return { class: "muted", vendorId: id, definition: "tips/handle-races", path: "options.silenced.*" };
});
