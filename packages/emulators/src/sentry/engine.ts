import { randomUUID } from "node:crypto";
import type { LocalContext } from "../context.ts";
import { alertOn, type Deliver } from "./alerts/alerts.ts";
import { measuredText } from "./alerts/wording.ts";
import { MetricMonitors, type Verdict } from "./evaluate/monitors.ts";
import type { StoredEvent } from "./event.ts";
import { metricFingerprint, metricIssueOf, raiseMetricIssue, storeEvent } from "./issues.ts";
import type { StoredSpan } from "./spans.ts";
import type { Issue, Project, SentryStore } from "./store.ts";

/** What the intake and the clock set in motion: events become issues, metrics are judged, alerts notify. */
export class Engine {
  readonly #context: LocalContext;
  readonly #store: SentryStore;
  readonly #deliver: Deliver;
  readonly #monitors: MetricMonitors;

  constructor(context: LocalContext, store: SentryStore, deliver: Deliver) {
    this.#context = context;
    this.#store = store;
    this.#deliver = deliver;
    this.#monitors = new MetricMonitors(store);
    this.#monitors.start(context, (verdict) => this.#apply(verdict));
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
    const { body, project } = detector;
    const event: StoredEvent = {
      id: randomUUID().replaceAll("-", ""),
      projectId: project.id,
      kind: "default",
      timestamp: at,
      received: at,
      level: "error",
      title: body.name,
      message: text,
      environment: body.source.environment ?? "",
      release: null,
      transaction: body.source.aggregate,
      fingerprint: metricFingerprint(detector),
      errors: [],
      tags: {},
      user: null,
    };
    const occurrence = raiseMetricIssue(this.#store, detector, event, this.#newId);
    await alertOn(this.#store, { ...occurrence, at }, this.#deliver);
  }
}
