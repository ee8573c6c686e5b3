import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { LocalContext } from "../context.ts";
import { asClientTime, callPeer } from "../peer.ts";
import type { TracedRequest } from "./traffic.ts";

const keys = z.array(z.object({ public: z.string(), projectId: z.number() })).min(1);

/** An error as the app reports it. */
interface ReportedError {
  type: string;
  value: string;
  tags: Record<string, string>;
  transaction?: string | undefined;
}

/** What the app's Sentry SDK sends: spans of its requests, and errors. */
export class SentryReports {
  readonly #context: LocalContext;
  /** Path of the project's intake with its key, once known. */
  #intake: string | undefined;

  readonly #project: string;

  constructor(context: LocalContext, project: string) {
    this.#context = context;
    this.#project = project;
  }

  get #organization(): string {
    return encodeURIComponent(this.#context.accounts.sentry.organization);
  }

  /** Sends spans that ended at `at`, streamed as the SDK of version 11 does. */
  async spans(traced: readonly TracedRequest[], at: Date): Promise<void> {
    if (traced.length === 0) return;
    const end = asClientTime(this.#context, at).getTime() / 1000;
    const items = traced.map(({ transaction, durationMs }) => ({
      trace_id: hexId(16),
      span_id: hexId(8),
      name: transaction,
      start_timestamp: end - durationMs / 1000,
      end_timestamp: end,
      is_segment: true,
      status: "ok",
      attributes: attributes({
        "sentry.op": "http.server",
        "sentry.environment": this.#context.accounts.sentry.environment,
        "sentry.segment.name": transaction,
      }),
    }));
    await this.#send("span", { items }, { item_count: items.length });
  }

  async error({ type, value, tags, transaction }: ReportedError, at: Date): Promise<void> {
    await this.#send("event", {
      event_id: hexId(16),
      timestamp: asClientTime(this.#context, at).getTime() / 1000,
      platform: "node",
      level: "error",
      environment: this.#context.accounts.sentry.environment,
      ...(transaction === undefined ? {} : { transaction }),
      tags,
      exception: { values: [{ type, value }] },
    });
  }

  /** Says of every issue of the organization that it is done with, as a person who has seen to it. */
  async resolveAll(): Promise<void> {
    const headers = {
      authorization: `Bearer ${this.#context.tokens.sentry.token}`,
      "content-type": "application/json",
    };
    const query = encodeURIComponent("is:unresolved");
    const answer = await callPeer(
      this.#context,
      "sentry",
      `/api/0/organizations/${this.#organization}/issues/?project=-1&query=${query}`,
      { headers },
      "quiet",
    );
    const open = answer === null ? [] : z.array(z.object({ id: z.string() })).parse(await answer.json());
    for (const { id } of open) {
      await callPeer(
        this.#context,
        "sentry",
        `/api/0/organizations/${this.#organization}/issues/${id}/`,
        { method: "PUT", headers, body: JSON.stringify({ status: "resolved" }) },
        "quiet",
      );
    }
  }

  async #send(type: string, payload: object, itemHeader: object = {}): Promise<void> {
    const intake = await this.#intakePath();
    if (intake === null) return;
    const text = JSON.stringify(payload);
    const item = { type, length: Buffer.byteLength(text), ...itemHeader };
    const body = `{}\n${JSON.stringify(item)}\n${text}\n`;
    const headers = { "content-type": "application/x-sentry-envelope" };
    await callPeer(this.#context, "sentry", intake, { method: "POST", headers, body }, "quiet");
  }

  /** Looked up once; whether the key still opens the intake is Sentry's to say. */
  async #intakePath(): Promise<string | null> {
    if (this.#intake !== undefined) return this.#intake;
    const headers = { authorization: `Bearer ${this.#context.tokens.sentry.token}` };
    const answer = await callPeer(
      this.#context,
      "sentry",
      `/api/0/projects/${this.#organization}/${this.#project}/keys/`,
      { headers },
      "quiet",
    );
    if (answer === null) return null;
    const [key] = keys.parse(await answer.json());
    if (key === undefined) return null;
    this.#intake = `/api/${key.projectId}/envelope/?sentry_key=${key.public}&sentry_version=7`;
    return this.#intake;
  }
}

function attributes(values: Record<string, string>) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type: "string", value }]));
}

function hexId(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
