import type { createWorld } from "../world.ts";

type World = ReturnType<typeof createWorld>;

/** Sends events and transactions as a client does: to the intake, with times of a real clock. */
export async function report(world: World, payload: object, project = "web"): Promise<number> {
  const found = world.sentry.store.projects.find(({ slug }) => slug === project);
  const type = Object(payload).type === "transaction" ? "transaction" : "event";
  const text = JSON.stringify({ timestamp: Date.now() / 1000, environment: "staging", ...payload });
  const answer = await world.sentry.app.request(`/api/${found?.id}/envelope/?sentry_key=${found?.key.public}`, {
    method: "POST",
    body: `{}\n${JSON.stringify({ type })}\n${text}\n`,
  });
  return answer.status;
}

export async function reportErrors(world: World, count: number, rest: object = {}): Promise<void> {
  for (let sent = 0; sent < count; sent += 1) await report(world, { ...error(), ...rest });
}

export const error = (value = "x is undefined") => ({
  tags: { service: "api" },
  exception: { values: [{ type: "TypeError", value }] },
});

/** A transaction that has just ended. */
export function transaction(name: string, seconds: number, rest: object = {}) {
  const now = Date.now() / 1000;
  return { type: "transaction", transaction: name, start_timestamp: now - seconds, timestamp: now, ...rest };
}

/** Texts of the messages in a Slack channel, with everything that their attachments say. */
export function slackTexts(world: World, name = "alerts"): string[] {
  const channel = world.slack.workspace.channels.find((one) => one.name === name);
  return (channel?.messages ?? []).map((message) => JSON.stringify(message));
}

export const subjects = (world: World): string[] => world.mail.messages.map(({ subject }) => subject);

/** Makes a monitor or an alert and gives back its id. */
export async function make(world: World, path: string, body: object): Promise<string> {
  const answer = await world.call("sentry", "POST", path, body);
  if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return String(Object(answer.body).id);
}

export const mailAction = { type: "email", config: { targetType: "user", targetIdentifier: "7" }, data: {} };

export const monitors = "/organizations/acme/projects/web/detectors/";
export const alerts = "/organizations/acme/workflows/";

/** The events on which an alert looks at an issue. */
export const trigger = (...types: string[]) => ({
  logicType: "any-short",
  conditions: types.map((type) => ({ type, comparison: true, conditionResult: true })),
});

/** A filter by a tag of the event. */
export const tag = (key: string, match: string, value?: string) => ({
  type: "tagged_event",
  comparison: { key, match, ...(value === undefined ? {} : { value }) },
  conditionResult: true,
});

/** One group of filters, which sends a mail. */
export const filter = (logicType: string, ...conditions: object[]) => ({
  actionFilters: [{ logicType, conditions, actions: [mailAction] }],
});
