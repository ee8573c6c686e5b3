import { expect, it } from "vitest";
import { ownWorld } from "./by-hand.ts";

const world = ownWorld();

it("somebody removes the alerts channel from Datadog's Slack integration", async () => {
  const { resource } = world().one("slack-channel");
  const channel = encodeURIComponent(String(resource.body.name));
  const path = `/api/v1/integration/slack/configuration/accounts/acme/channels/${channel}`;
  await world().call("datadog", "DELETE", path);
  expect(await world().onlyFinding()).toMatchObject({ class: "missing", kind: "slack-channel", definition: null });
});
