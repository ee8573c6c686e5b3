import { drift } from "./drift.ts";

drift("objects of another stack, and of other teams, are nobody's business here", async (world) => {
  const { resource } = world.of("database/high-cpu", "monitor");
  const tags = ["env:staging", "managed-by:tocsin", "tocsin-id:database/high-cpu", "service:tips"];
  await world.call("datadog", "POST", "/api/v1/monitor", { ...resource.body, name: "staging's own", tags });
  await world.call("datadog", "POST", "/api/v1/monitor", {
    ...resource.body,
    name: "another team's",
    message: "theirs",
    tags: ["service:warehouse"],
  });
  const { resource: detector } = world.one("detector");
  const sources = [{ ...Object(detector.body.dataSources)[0], environment: "staging" }];
  const path = `/api/0/organizations/acme/projects/${detector.parent.project}/detectors/`;
  await world.call("sentry", "POST", path, { ...detector.body, dataSources: sources });
  const { resource: endpoint } = world.one("webhook-endpoint");
  const metadata = { managed_by: "tocsin", tocsin_id: "billing/stripe-webhook", tocsin_env: "staging" };
  await world.call("stripe", "POST", "/v1/webhook_endpoints", {
    ...endpoint.body,
    url: "https://staging.cliply.example/api/webhooks/stripe",
    metadata,
  });
  await world.call("stripe", "POST", "/v1/webhook_endpoints", {
    url: "https://shop.example/hook",
    enabled_events: ["invoice.paid"],
  });
  return [];
});
