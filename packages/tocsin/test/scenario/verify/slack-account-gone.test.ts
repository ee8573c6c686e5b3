import { drift } from "./drift.ts";

drift("Datadog's Slack integration loses its account", async (world) => {
  // The account can only be connected and disconnected in the browser: the answer is what Datadog then says.
  const body = { errors: ["Slack account 'acme' not found"] };
  world.context.faults.add({ vendor: "datadog", match: { path: "/slack/configuration/" }, status: 404, body });
  return { class: "broken-route", vendor: "datadog", kind: "slack-channel", definition: null };
});
