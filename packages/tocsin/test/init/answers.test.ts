import { localStackFile, nameFor, openStackFile, stackFile } from "create-tocsin";
import { describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { type Answers, peopleIn, recipientsOf } from "../../src/init/answers.ts";
import { channelsOf } from "../../src/init/channels.ts";
import { routesFile } from "../../src/init/definitions.ts";
import { sameSettings } from "../../src/init/files.ts";
import { parseStack } from "../../src/model/parse-stack.ts";
import { placeholders } from "../../src/model/placeholder.ts";

const nobody = { mail: [], slack: [], pager: [] };
const routes = {
  page: { mail: ["ada@x.example"], slack: ["#alerts", "#war-room"], pager: ["webhook-pager"] },
  ticket: { ...nobody, slack: ["#tickets"] },
  info: { ...nobody, mail: ["ada@y.example"] },
};
const answers: Answers = {
  ...{ stack: "prod", allowDrills: false, vendors: ["datadog", "sentry", "vercel"], datadogSite: "datadoghq.eu" },
  services: [{ name: "shop", project: { id: "prj_1", name: "Shop" }, url: "https://shop.example", health: null }],
  ...{
    slackAccount: "acme",
    locations: ["aws:a"],
    organization: "acme",
    environment: "production",
    slackIntegration: "5",
  },
  sentryProjects: [{ name: "shop", slug: "shop", errorMonitor: "9", issueStreamMonitor: null }],
  ...{
    team: "team_1",
    teamSlug: null,
    supabaseRef: "",
    routes,
    owner: "ada",
    channels: channelsOf(routes),
    quietRoute: "ticket",
    runbooks: "https://x.example/r",
    starters: false,
  },
  people: peopleIn(routes, new Map([["ada@x.example", "3"]])),
};
const settled = (of: Answers) => ({ ...of, channels: channelsOf(of.routes) });
const config = (text: string) => z.object({ config: z.record(z.string(), z.unknown()) }).parse(parseYaml(text)).config;

describe("recipients", () => {
  test("of every kind", () => {
    expect(recipientsOf("#a-b, x@y.example ,@webhook-pager,")).toEqual({
      ...{ slack: ["#a-b"], mail: ["x@y.example"], pager: ["webhook-pager"] },
    });
  });
  test.each(["everybody", "#Über", "x@", "@a b"])("%s is none", (text) => {
    expect(recipientsOf(text)).toEqual({ wrong: expect.stringContaining(`"${text}" is neither`) });
  });
});

test.each([
  ["Shop", "shop"],
  ["my_app.v2", "my-app-v2"],
  ["2fast", "s-2fast"],
  ["---", "s-"],
])("the service %s is called %s", (text, name) => expect(nameFor(text)).toBe(name));

test("two people of one name are told apart, and one address is one person", () => {
  expect(answers.people).toEqual([
    { name: "ada", mail: "ada@x.example", sentryUser: "3" },
    { name: "ada-y-example", mail: "ada@y.example", sentryUser: null },
  ]);
});

describe("stack files", () => {
  test("what nobody knows is a placeholder, and all else is there", () => {
    expect(placeholders(config(stackFile(settled(answers)))).map((path) => path.join("."))).toEqual([
      "tocsin:people.ada-y-example.sentryUser",
    ]);
  });

  test("with everything known the stack can be used", () => {
    const known = { ...answers, people: answers.people.map((one) => ({ ...one, sentryUser: "3" })) };
    const stack = parseStack("prod", config(stackFile(settled(known))), "Pulumi.prod.yaml");
    expect(stack.channels).toEqual({ page: "#alerts", "page-2": "#war-room", ticket: "#tickets" });
    expect(stack.allowDrills).toBe(false);
  });

  test("a stack nobody was asked about has names, and placeholders for all that is a stack's own", () => {
    const open = openStackFile("staging", settled(answers));
    expect(placeholders(config(open)).length).toBeGreaterThan(8);
    expect(open).not.toMatch(/acme|prj_1|shop\.example|#alerts/);
    expect(config(open)["tocsin:allowDrills"]).toBe(true);
  });

  test("the local stack is complete, and writes to no channel of another", () => {
    const text = localStackFile(
      settled({ ...answers, routes: { ...routes, ticket: { ...nobody, slack: ["#alerts-local"] } } }),
      "encryptionsalt: v1:x",
    );
    const stack = parseStack("local", config(text), "Pulumi.local.yaml");
    expect(Object.values(stack.channels)).toEqual(["#alerts-local-local", "#war-room-local", "#alerts-local-local"]);
    expect(Object.keys(stack.channels)).toEqual(["page", "page-2", "ticket"]);
    expect(text).toContain("\nencryptionsalt: v1:x\n");
  });

  test("the engine's rewriting is no change, another value is", () => {
    const text = stackFile(settled(answers));
    const rewritten = `encryptionsalt: v1:x\n${text.replace("tocsin:allowDrills: false", 'tocsin:allowDrills: "false"')}`;
    expect(sameSettings(text, rewritten)).toBe(true);
    expect(sameSettings(text, text.replace("#tickets", "#other"))).toBe(false);
    expect(sameSettings(text, "a: [")).toBe(false);
  });
});

test("one channel has one name, in routes and in stack files", () => {
  const one = { ...answers, routes: { ...routes, ticket: { ...nobody, slack: ["#alerts"] } } };
  expect(routesFile(one)).toContain('name: "ticket", slack: ["page"]');
  expect(config(stackFile(settled(one)))["tocsin:channels"]).toEqual({ page: "#alerts", "page-2": "#war-room" });
});

test("routes name people and channels, never addresses", () => {
  const text = routesFile(answers);
  expect(text).toContain('name: "page", mail: ["ada"], slack: ["page", "page-2"], pager: ["webhook-pager"]');
  expect(text).toContain('name: "info", mail: ["ada-y-example"]');
  expect(text).not.toContain("@x.example");
});
