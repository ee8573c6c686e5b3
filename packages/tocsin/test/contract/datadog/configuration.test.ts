import { v1 } from "@datadog/datadog-api-client";
import { expect, test } from "vitest";
import { lastBody } from "../support/arrived.ts";
import { compiledResources, filled } from "../support/compiled.ts";
import { asChannel, asPipeline, datadogSettings, foreign } from "../support/datadog.ts";
import { emulators } from "../support/vendors.ts";

const section = emulators();
const channels = await compiledResources("slack-channel");
const pipelines = await compiledResources("logs-pipeline");

test("channels of the Slack integration live a whole life through the official client", async () => {
  const api = new v1.SlackIntegrationApi(datadogSettings(section));
  for (const resource of channels) {
    const accountName = String(resource.parent.account);
    const path = `/api/v1/integration/slack/configuration/accounts/${accountName}/channels`;
    const sent = filled(resource, new Map());
    const body = asChannel(sent);
    const channelName = String(body.name);
    expect(foreign(body)).toEqual([]);
    expect(foreign(await api.createSlackIntegrationChannel({ accountName, body }))).toEqual([]);
    expect(await lastBody(section, "datadog", "POST", path)).toEqual(sent);
    expect(await api.getSlackIntegrationChannel({ accountName, channelName })).toEqual(body);
    expect(await api.getSlackIntegrationChannels({ accountName })).toEqual([body]);
    const changed = await api.updateSlackIntegrationChannel({
      accountName,
      channelName,
      body: { name: channelName, display: { ...body.display, snapshot: false } },
    });
    expect(changed.display?.snapshot).toBe(false);
    await api.removeSlackIntegrationChannel({ accountName, channelName });
    await expect(api.getSlackIntegrationChannel({ accountName, channelName })).rejects.toMatchObject({ code: 404 });
  }
  await expect(api.getSlackIntegrationChannels({ accountName: "nobody" })).rejects.toMatchObject({ code: 404 });
});

test("log pipelines live a whole life through the official client", async () => {
  const api = new v1.LogsPipelinesApi(datadogSettings(section));
  for (const resource of pipelines) {
    const sent = filled(resource, new Map());
    const body = asPipeline(sent);
    expect(foreign(body)).toEqual([]);
    const created = await api.createLogsPipeline({ body });
    expect(foreign(created)).toEqual([]);
    expect(await lastBody(section, "datadog", "POST", "/api/v1/logs/config/pipelines")).toEqual(sent);
    const pipelineId = String(created.id);
    expect(foreign(await api.getLogsPipeline({ pipelineId }))).toEqual([]);
    expect((await api.listLogsPipelines()).map((pipeline) => pipeline.id)).toContain(pipelineId);
    const changed = await api.updateLogsPipeline({ pipelineId, body: { ...body, isEnabled: false } });
    expect(changed).toMatchObject({ id: pipelineId, isEnabled: false, name: body.name });
    expect((await api.getLogsPipelineOrder()).pipelineIds).toEqual([pipelineId]);
    await api.deleteLogsPipeline({ pipelineId });
  }
  expect(await api.listLogsPipelines()).toEqual([]);
});
