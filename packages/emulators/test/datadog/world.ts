import { z } from "zod";
import { createContext } from "../../src/context.ts";
import { createDatadog } from "../../src/datadog/app.ts";
import { createMail, type MailEmulator } from "../../src/mail/app.ts";
import { asClientTime } from "../../src/peer.ts";
import { createSlack, type SlackEmulator } from "../../src/slack/app.ts";
import { type Client, clientOf } from "./client.ts";

const attachment = z.object({ title: z.string(), text: z.string(), color: z.string() });
const attachments = z.array(attachment).min(1);
const monitor = z.object({
  overall_state: z.string(),
  state: z.object({ groups: z.record(z.string(), z.looseObject({ status: z.string() })) }),
});

/** Datadog with Slack and a mailbox, a registered channel, and words for what tests do again and again. */
export interface World extends Client {
  slack: SlackEmulator;
  mail: MailEmulator;
  /** Titles and texts in `#alerts-local`, oldest first. */
  slackMessages(): z.infer<typeof attachment>[];
  mailSubjects(): string[];
  minutes(count: number): Promise<void>;
  /** Sends one point of each series now, or `ago` seconds ago. */
  point(metric: string, value: number, tags?: string[], ago?: number, kind?: number): Promise<void>;
  log(entry: Record<string, unknown>, count?: number): Promise<void>;
  /** Creates a monitor that notifies the channel and the founder. */
  monitor(changes: Record<string, unknown>): Promise<number>;
  state(id: number): Promise<string>;
  groups(id: number): Promise<Record<string, { status: string } & Record<string, unknown>>>;
}

/** The world begins 20 seconds into a minute, so that points and evaluations fall where a test says. */
export async function newWorld(): Promise<World> {
  const context = createContext();
  const [slack, mail] = [createSlack(context), createMail(context)];
  const client = clientOf(context, createDatadog(context));
  const { call, create } = client;
  context.clock.shift(60_000 - (context.now().getTime() % 60_000) + 20_000);
  await create("/api/v1/integration/slack/configuration/accounts/acme/channels", { name: "#alerts-local" });
  const states = async (id: number) =>
    monitor.parse((await call("GET", `/api/v1/monitor/${id}?group_states=all`)).value);
  return {
    ...client,
    slack,
    mail,
    slackMessages: () =>
      (slack.workspace.channel("#alerts-local")?.messages ?? []).flatMap((message) =>
        attachments.parse(message.attachments),
      ),
    mailSubjects: () => mail.messages.map(({ subject }) => subject),
    minutes: (count) => context.clock.advance(count * 60),
    point: async (metric, value, tags = [], ago = 0, kind = 3) => {
      const timestamp = Math.floor(asClientTime(context, context.now()).getTime() / 1_000) - ago;
      const series = { metric, type: kind, interval: 60, points: [{ timestamp, value }], tags };
      await create("/api/v2/series", { series: [series] });
    },
    log: async (entry, count = 1) => {
      await call(
        "POST",
        "/api/v2/logs",
        Array.from({ length: count }, () => entry),
      );
    },
    monitor: async (changes) => {
      const body = { name: "m", message: "{{value}} @slack-acme-alerts-local @founder@example.com", ...changes };
      return z.object({ id: z.int() }).parse(await create("/api/v1/monitor", body)).id;
    },
    state: async (id) => (await states(id)).overall_state,
    groups: async (id) => (await states(id)).state.groups,
  };
}
