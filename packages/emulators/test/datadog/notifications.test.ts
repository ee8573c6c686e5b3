import { describe, expect, test } from "vitest";
import { render, type TemplateValues } from "../../src/datadog/notify/template.ts";
import { newWorld, type World } from "./world.ts";

describe("the message template", () => {
  const values = (flags: string[], variables: Record<string, string> = {}): TemplateValues => ({
    flags: new Set(flags),
    variables: new Map(Object.entries(variables)),
    priority: 2,
  });

  test.each([
    ["a {{value}} b", ["is_alert"], "a 5.0 b"],
    ["{{ value }} {{host.name}} {{[@proxy.path].name}}", [], "5.0 web-1 /x"],
    ["{{unknown}}end", [], "end"],
    ["{{#is_alert}}A{{/is_alert}}{{#is_recovery}}R{{/is_recovery}}", ["is_alert"], "A"],
    ["{{^is_recovery}}not over{{/is_recovery}}", ["is_alert"], "not over"],
    ["{{^is_recovery}}not over{{/is_recovery}}", ["is_recovery"], ""],
    ["{{#is_alert}}A{{else}}B{{/is_alert}}", ["is_warning"], "B"],
    ["{{#is_alert}}A{{#is_renotify}} again{{/is_renotify}}{{/is_alert}}", ["is_alert", "is_renotify"], "A again"],
    ["{{#is_alert}}{{#is_renotify}}x{{/is_renotify}}{{/is_alert}}tail", ["is_renotify"], "tail"],
    ['{{#is_match "host.name" "web" "db"}}M{{/is_match}}', [], "M"],
    ['{{#is_match "host.name" "nope"}}M{{else}}N{{/is_match}}', [], "N"],
    ['{{#is_exact_match "host.name" "web"}}M{{/is_exact_match}}', [], ""],
    ['{{#is_match "none.name" ""}}absent{{/is_match}}', [], "absent"],
    ["{{#is_priority 'P2'}}two{{/is_priority}}", [], "two"],
    ["{{#is_nonsense}}x{{/is_nonsense}}y", ["is_nonsense"], "y"],
    ["{{#is_alert}}never closed", ["is_alert"], "never closed"],
    ["one\n{{#is_warning}}\nx\n{{/is_warning}}\n\n\ntwo", [], "one\n\ntwo"],
    ['{{eval "int(value)"}} {{eval "round(value*10)/10"}} {{eval "-value^2+1"}}', [], "5 5 26"],
    ['{{eval "last_triggered_at_epoch-15*60*1000"}}', [], "1795945500000"],
    [
      '{{eval "humanize_bytes(last_triggered_at_epoch)"}} {{eval "sgn(0-value)"}} {{eval "dec(12.345)"}}',
      [],
      "1.63TB -1 0.345",
    ],
    ['{{eval "nothing+1"}}{{eval "1+"}}{{eval "1/0"}}{{eval "secret(1)"}}end', [], "end"],
    [
      '{{#is_exact_match (eval "int(last_triggered_at_epoch / 3600000 % 24)") "9" "10"}}ten{{/is_exact_match}}',
      [],
      "ten",
    ],
    ['{{^is_exact_match (eval "int(value)") "5.00"}}x{{else}}five{{/is_exact_match}}', [], "five"],
    ["{{local_time 'last_triggered_at' 'Asia/Tokyo'}}", [], "2026-11-29 19:00:00+09:00"],
    [
      "{{local_time 'last_triggered_at' 'UTC'}}{{local_time 'last_triggered_at' 'Nowhere'}}",
      [],
      "2026-11-29 10:00:00+00:00",
    ],
  ])("%j with %j", (template, flags, expected) => {
    const variables = {
      ...{ value: "5.0", "host.name": "web-1", "@proxy.path.name": "/x" },
      ...{ last_triggered_at: "2026-11-29T10:00:00.000Z", last_triggered_at_epoch: "1795946400000" },
    };
    expect(render(template, values(flags, variables))).toBe(expected);
  });
});

const counting = { type: "log alert", query: 'logs("x").index("*").rollup("count").last("2m") > 0', name: "n" };

/** Makes the monitor alert, and lets the window pass so that it recovers. */
async function fire(world: World): Promise<void> {
  await world.log({ message: "x" });
  await world.minutes(1);
}

describe("routes", () => {
  test.each([
    ["a channel that the integration does not have", "@slack-acme-alerts"],
    ["an account that is not connected", "@slack-other-alerts-local"],
    ["a handle of nobody", "@webhook-nowhere @team-x"],
    ["no handle at all", "text"],
  ])("%s: nothing arrives, and the monitor alerts all the same", async (_, message) => {
    const world = await newWorld();
    const id = await world.monitor({ ...counting, message });
    await fire(world);
    expect(await world.state(id)).toBe("Alert");
    const sent = world.slack.workspace.channels.flatMap(({ messages }) => messages);
    expect([sent, world.mail.messages]).toEqual([[], []]);
  });

  test.each(["archived", "left"])("a channel that is %s gets nothing, the mailbox does", async (how) => {
    const world = await newWorld();
    const channel = world.slack.workspace.channel("#alerts-local");
    if (channel === undefined) throw new Error("no channel");
    if (how === "archived") channel.archived = true;
    else channel.members.clear();
    await world.monitor(counting);
    await fire(world);
    expect([channel.messages.length, world.mailSubjects()]).toEqual([0, ["[Triggered] n"]]);
  });

  test("handles of blocks that are not shown get nothing", async () => {
    const world = await newWorld();
    const message = "{{#is_alert}}@a@example.com{{/is_alert}}{{#is_recovery}}@b@example.com{{/is_recovery}}";
    await world.monitor({ ...counting, message });
    await fire(world);
    await world.minutes(3);
    expect(world.mail.messages.map(({ to, subject }) => [to, subject])).toEqual([
      [["a@example.com"], "[Triggered] n"],
      [["b@example.com"], "[Recovered] n"],
    ]);
  });

  test("a receiver that is slow does not stop the clock", async () => {
    const world = await newWorld();
    world.context.faults.add({ vendor: "slack", match: {}, delayMs: 3_000 });
    await world.monitor(counting);
    await fire(world);
    expect([world.slackMessages(), world.mailSubjects()]).toEqual([[], ["[Triggered] n"]]);
    await expect.poll(() => world.slackMessages().length, { timeout: 20_000 }).toBe(1);
  });

  test("a receiver that fails gets nothing, and nobody is told twice", async () => {
    const world = await newWorld();
    world.context.faults.add({ vendor: "slack", match: {}, status: 503, times: 1 });
    await world.monitor(counting);
    await fire(world);
    await world.minutes(1);
    expect([world.slackMessages(), world.mailSubjects()]).toEqual([[], ["[Triggered] n"]]);
  });

  test("a draft tells nobody", async () => {
    const world = await newWorld();
    const id = await world.monitor({ ...counting, draft_status: "draft" });
    await fire(world);
    expect([await world.state(id), world.mailSubjects(), world.slackMessages()]).toEqual(["Alert", [], []]);
  });
});

describe("reminders", () => {
  const renotify = { renotify_interval: 10, renotify_occurrences: 2, escalation_message: "still!" };

  test("come at their interval, as often as asked, with the escalation message", async () => {
    const world = await newWorld();
    const query = 'logs("x").index("*").rollup("count").last("2h") > 0';
    await world.monitor({ ...counting, query, options: renotify });
    await fire(world);
    await world.minutes(45);
    expect(world.mailSubjects()).toEqual(["[Triggered] n", "[Re-Triggered] n", "[Re-Triggered] n"]);
    expect(world.mail.messages.map(({ text }) => text.includes("still!"))).toEqual([false, true, true]);
  });

  test("are left out in states that are not asked for", async () => {
    const world = await newWorld();
    const query = 'logs("x").index("*").rollup("count").last("2h") > 0';
    await world.monitor({ ...counting, query, options: { ...renotify, renotify_statuses: ["no data"] } });
    await fire(world);
    await world.minutes(45);
    expect(world.mailSubjects()).toEqual(["[Triggered] n"]);
  });
});

describe("a downtime", () => {
  const mute = (world: World, monitor: object, changes: object = {}) => {
    const attributes = { monitor_identifier: monitor, scope: "*", ...changes };
    return world.create("/api/v2/downtime", { data: { type: "downtime", attributes } });
  };
  const idOf = (created: Record<string, unknown>) => String(Object(created.data).id);

  test("keeps silent, not blind: the state changes, and what still holds at its end is told", async () => {
    const world = await newWorld();
    const query = 'logs("x").index("*").rollup("count").last("1h") > 0';
    const id = await world.monitor({ ...counting, query });
    const attributes = { notify_end_types: ["canceled", "expired"], notify_end_states: ["alert"] };
    const downtime = idOf(await mute(world, { monitor_id: id }, attributes));
    await fire(world);
    expect([await world.state(id), world.mailSubjects()]).toEqual(["Alert", []]);
    expect(await world.groups(id)).toMatchObject({ "*": { last_notified_ts: null } });
    await world.call("DELETE", `/api/v2/downtime/${downtime}`);
    await world.minutes(1);
    expect(world.mailSubjects()).toEqual(["[Triggered] n"]);
  });

  test("that says nothing of its end leaves it untold, and the recovery too", async () => {
    const world = await newWorld();
    const id = await world.monitor(counting);
    const downtime = idOf(await mute(world, { monitor_id: id }));
    await fire(world);
    await world.call("DELETE", `/api/v2/downtime/${downtime}`);
    await world.minutes(5);
    expect([await world.state(id), world.mailSubjects()]).toEqual(["OK", []]);
  });

  test.each([
    [{ monitor_tags: ["team:a"] }, {}, false],
    [{ monitor_tags: ["team:b"] }, {}, true],
    [{ monitor_tags: ["*"] }, { scope: "service:web" }, false],
    [{ monitor_tags: ["*"] }, { scope: "service:other" }, true],
    [{ monitor_tags: ["*"] }, { scope: "service:(web OR other)" }, false],
    [{ monitor_tags: ["*"] }, { scope: "NOT service:web" }, true],
    [{ monitor_tags: ["*"] }, { schedule: { start: "2099-01-01T00:00:00Z" } }, true],
  ])("for %j with %j lets the message through: %s", async (monitor, changes, heard) => {
    const world = await newWorld();
    const query = 'logs("x").index("*").rollup("count").by("service").last("2m") > 0';
    await world.monitor({ ...counting, query, tags: ["team:a"], options: { new_group_delay: 0 } });
    await mute(world, monitor, changes);
    await world.log({ message: "x", service: "web" });
    await world.minutes(1);
    expect(world.mailSubjects()).toEqual(heard ? ["[Triggered on {service:web}] n"] : []);
  });
});

describe("a composite monitor", () => {
  const part = (word: string) => ({
    ...counting,
    name: word,
    message: "",
    query: counting.query.replace('"x"', `"${word}"`),
  });

  test.each([
    ["a && b", ["OK", "Alert", "OK"]],
    ["a || b", ["Alert", "Alert", "Alert"]],
    ["a && !b", ["Alert", "OK", "OK"]],
  ])("%s follows its parts", async (formula, expected) => {
    const world = await newWorld();
    const [a, b] = [await world.monitor(part("a")), await world.monitor(part("b"))];
    const query = formula.replace("a", String(a)).replace("b", String(b));
    const id = await world.monitor({ type: "composite", query, name: "both" });
    const seen: string[] = [];
    for (const words of [["a"], ["a", "b"], ["b"]]) {
      for (const message of words) await world.log({ message });
      await world.minutes(1);
      seen.push(await world.state(id));
      await world.minutes(words.length === 2 ? 2 : 0);
    }
    expect(seen).toEqual(expected);
    expect(world.mailSubjects()[0]).toBe("[Triggered] both");
  });
});
