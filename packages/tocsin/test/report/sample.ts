import { type ReportAlert, type ReportData, reportData } from "../../src/report/data.ts";

/** An alert that was proven and is quiet; a test says only what it is about. */
export const alertOf = (change: Partial<ReportAlert> = {}): ReportAlert => ({
  id: "web-api/5xx-rate",
  title: "High 5xx rate",
  service: "cliply-web",
  severity: "page",
  owner: "founder",
  source: ["monitoring 3.3"],
  limit: "above 5 % in 5 min",
  thresholds: { comparison: "above", critical: 5, warning: 2, recovery: 4, unit: "%" },
  why: "Requests fail.",
  causes: ["a bad deployment"],
  firstChecks: ["Was there a deployment?"],
  recovered: "No errors for ten minutes.",
  runbook: "https://example.com/runbooks/api-error-spike.md",
  places: ["#alerts-staging", "founder@example.com"],
  objects: [{ vendor: "datadog", kind: "monitor", id: "123", link: "https://app.datadoghq.com/monitors/123" }],
  state: { now: "ok", firedAt: "2026-11-24T10:00:00.000Z", recoveredAt: "2026-11-24T10:09:00.000Z" },
  proven: {
    level: "recovered",
    highest: "recovered",
    reason: "it fired, arrived and recovered",
    startedAt: "2026-11-24T09:58:00.000Z",
    firedAt: "2026-11-24T10:00:00.000Z",
    deliveredAt: "2026-11-24T10:00:20.000Z",
    recoveredAt: "2026-11-24T10:09:00.000Z",
    places: ["#alerts-staging", "founder@example.com"],
    how: "real",
    changedSince: false,
  },
  value: null,
  history: Array.from({ length: 48 }, (_, n) => [Date.UTC(2026, 10, 24) + n * 1_800_000, n % 7]),
  ...change,
});

export const dataOf = (change: Partial<ReportData> = {}): ReportData =>
  reportData.parse({
    stack: "staging",
    madeAt: "2026-11-25T03:00:00.000Z",
    unknown: [],
    verify: {
      stack: "staging",
      checkedAt: "2026-11-25T03:00:00.000Z",
      complete: true,
      calls: {},
      resources: 2,
      signalCalls: {},
      singleCalls: {},
      findings: [],
      accepted: [],
      mutes: [],
      pending: [],
      notChecked: [],
      breakGlass: [],
    },
    alerts: [alertOf()],
    raw: [],
    drill: { startedAt: "2026-11-24T09:58:00.000Z", endedAt: "2026-11-24T10:10:00.000Z", run: "abc123" },
    quality: null,
    ...change,
  });

/** Names that try to become something else. */
export const hostile = `</details><script>window.hacked=1</script><img src=x onerror="window.hacked=2">" onmouseover="window.hacked=3\u202e`;

/** A page on which all that can be said is said, with hostile text in every place that text comes from outside. */
export const hostileData = (): ReportData => {
  const base = dataOf();
  const finding = {
    class: "changed" as const,
    vendor: "datadog",
    kind: "monitor",
    vendorId: hostile,
    definition: null,
    path: hostile,
    expected: hostile,
    actual: null,
    message: hostile,
  };
  const text = { title: hostile, service: hostile, owner: hostile, limit: hostile, why: hostile, recovered: hostile };
  return {
    ...base,
    unknown: [hostile],
    verify: {
      ...base.verify,
      complete: false,
      findings: [finding],
      accepted: [{ ...finding, reason: hostile, until: "2026-12-31" }],
      mutes: [
        {
          definition: "web-api/5xx-rate",
          vendor: "datadog",
          vendorId: "1",
          until: "2026-12-01T00:00:00Z",
          reason: hostile,
        },
      ],
      pending: [
        {
          vendor: "datadog",
          kind: null,
          vendorId: null,
          definitions: [],
          until: "2026-12-01T00:00:00.000Z",
          message: hostile,
        },
      ],
      notChecked: [hostile],
      breakGlass: [
        { definition: "tips/a", digest: `sha256:${"0".repeat(64)}`, reason: hostile, at: "2026-11-24T00:00:00.000Z" },
      ],
    },
    raw: [
      {
        id: "raw/hostile",
        title: hostile,
        object: { vendor: "datadog", kind: "monitor", id: hostile, link: "javascript:window.hacked=6" },
        state: { now: "alert", firedAt: null, recoveredAt: null },
      },
    ],
    alerts: [
      alertOf({ state: { now: "alert", firedAt: null, recoveredAt: null } }),
      alertOf({
        id: "tips/a",
        proven: null,
        thresholds: null,
        history: [],
        state: { now: "no-data", firedAt: null, recoveredAt: null },
      }),
      alertOf({
        ...text,
        id: "tips/b",
        severity: "info",
        causes: [hostile],
        firstChecks: [hostile],
        source: [hostile],
        places: [hostile],
        runbook: "javascript:window.hacked=4",
        objects: [{ vendor: "stripe", kind: "webhook-endpoint", id: hostile, link: "javascript:window.hacked=5" }],
      }),
    ],
  };
};
