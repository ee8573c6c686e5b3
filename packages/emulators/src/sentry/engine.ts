import { randomUUID } from "node:crypto";
import type { LocalContext } from "../context.ts";
import { alertOn, type Deliver } from "./alerts/alerts.ts";
import { measuredText } from "./alerts/wording.ts";
import { type CheckIn, CronMonitors, type CronVerdict } from "./check-ins/monitors.ts";
import { MetricMonitors, type Verdict } from "./evaluate/monitors.ts";
import type { StoredEvent } from "./event.ts";
import {
  cronFingerprint,
  issueBy,
  metricFingerprint,
  metricIssueOf,
  raiseCronIssue,
  raiseMetricIssue,
  storeEvent,
} from "./issues.ts";
import type { StoredSpan } from "./spans.ts";
import type { Detector, Issue, Project, SentryStore } from "./store.ts";

/** An event that a monitor makes itself. */
function madeEvent(
  { project }: Detector,
  {
    at,
    ...own
  }: Pick<StoredEvent, "environment" | "fingerprint" | "title" | "message" | "transaction" | "tags"> & {
    at: Date;
  },
): StoredEvent {
  return {
    ...{ id: randomUUID().replaceAll("-", ""), projectId: project.id, kind: "default", timestamp: at, received: at },
    ...{ level: "error", release: null, errors: [], unhandled: false, user: null, userId: null },
    ...own,
  };
}

/** What the intake and the clock set in motion: events become issues, metrics are judged, alerts notify. */
export class Engine {
  readonly #context: LocalContext;
  readonly #store: SentryStore;
  readonly #deliver: Deliver;
  readonly #monitors: MetricMonitors;
  readonly #crons: CronMonitors;

  constructor(context: LocalContext, store: SentryStore, deliver: Deliver) {
    this.#context = context;
    this.#store = store;
    this.#deliver = deliver;
    this.#monitors = new MetricMonitors(store);
    this.#monitors.start(context, (verdict) => this.#apply(verdict));
    this.#crons = new CronMonitors(store);
    this.#crons.start(context, (verdict) => this.#applyCron(verdict));
  }

  async event(project: Project, event: StoredEvent): Promise<void> {
    const occurrence = storeEvent(this.#store, project, event, this.#newId);
    this.#monitors.event(event);
    if (occurrence === null) return;
    await alertOn(this.#store, { ...occurrence, at: this.#context.now() }, this.#deliver);
  }

  spans(spans: readonly StoredSpan[]): void {
    this.#store.spans.push(...spans);
    for (const span of spans) this.#monitors.span(span);
  }

  /** A check-in for a slug that no monitor has is lost without a word. */
  async checkIn(project: Project, checkIn: CheckIn): Promise<void> {
    await this.#crons.checkIn(project.id, checkIn, this.#context.now());
  }

  /** Resolves an issue, by hand or by its monitor; a monitor whose issue was resolved by hand begins anew. */
  async resolve(issue: Issue): Promise<void> {
    if (issue.status === "resolved") return;
    const archived = issue.status === "ignored";
    issue.status = "resolved";
    issue.substatus = null;
    const detector = this.#store.detectors.get(issue.detectorId);
    if (detector !== undefined) detector.priority = 0;
    const event = issue.events.at(-1);
    if (event === undefined || archived) return;
    await alertOn(this.#store, { issue, event, change: "resolved", at: this.#context.now() }, this.#deliver);
  }

  /**
   * The end of a cron failure resolves its issue and notifies nobody: what Sentry's monitors hand on then names no monitor, so that
   * no alert looks at it (sentry/monitors/logic/incident_occurrence.py and workflow_engine, read 2026-11).
   */
  async #applyCron({ detector, environment, failing, reason, at }: CronVerdict): Promise<void> {
    const fingerprint = cronFingerprint(detector, environment);
    if (!failing) {
      const issue = issueBy(this.#store, detector, fingerprint);
      if (issue !== undefined) Object.assign(issue, { status: "resolved", substatus: null });
      return;
    }
    const { source } = detector.body;
    const event = madeEvent(detector, {
      ...{ at, environment, fingerprint, title: `Monitor failure: ${source.name}`, message: reason, transaction: "" },
      tags: { "monitor.id": detector.sourceId, "monitor.slug": source.slug },
    });
    const occurrence = raiseCronIssue(this.#store, detector, event, this.#newId);
    await alertOn(this.#store, { ...occurrence, at }, this.#deliver);
  }

  readonly #newId = () => String(this.#context.newId());

  async #apply({ detector, priority, value, at }: Verdict): Promise<void> {
    const text = measuredText(detector, value);
    if (priority === 0) {
      const issue = metricIssueOf(this.#store, detector);
      if (issue === undefined) return;
      const last = issue.events.at(-1);
      if (last !== undefined) issue.events.push({ ...last, message: text });
      return this.resolve(issue);
    }
    const { name, source } = detector.body;
    const event = madeEvent(detector, {
      ...{ at, environment: source.environment ?? "", fingerprint: metricFingerprint(detector), title: name },
      ...{ message: text, transaction: source.aggregate, tags: {} },
    });
    const occurrence = raiseMetricIssue(this.#store, detector, event, this.#newId);
    await alertOn(this.#store, { ...occurrence, at }, this.#deliver);
  }
}
