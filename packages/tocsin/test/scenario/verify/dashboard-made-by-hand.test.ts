import { drift } from "./drift.ts";

const note = { definition: { type: "note", content: "look here" } };

drift("somebody makes dashboards by hand, one of them called as of this stack", async (world) => {
  const make = (title: string) =>
    world.call("datadog", "POST", "/api/v1/dashboard", { title, layout_type: "ordered", widgets: [note] });
  const { id } = await make("[local] My own view");
  await make("[prod] Somebody else's");
  await make("Without a stack");
  return { class: "unmanaged", vendor: "datadog", kind: "dashboard", vendorId: String(id), definition: null };
});
