import { type AuditReport, ruleId } from "./report.ts";
import { rules } from "./rules.ts";

const levels = { error: "error", warning: "warning", notice: "note" } as const;

/** An audit as SARIF 2.1.0. What is live has no file: its place is `datadog/monitor/123`, with its page beside it. Pure. */
export function auditSarif({ findings, complete }: AuditReport, version: string): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "tocsin audit",
            version,
            rules: ruleId.options.map((id) => ({
              id,
              shortDescription: { text: rules[id].title },
              help: { text: rules[id].remedy },
              defaultConfiguration: { level: levels[rules[id].severity] },
            })),
          },
        },
        invocations: [{ executionSuccessful: complete }],
        results: findings.map(({ rule, severity, vendor, kind, id, title, message, link }) => ({
          ruleId: rule,
          ruleIndex: ruleId.options.indexOf(rule),
          level: levels[severity],
          message: { text: `${title}: ${message}.` },
          locations: [
            {
              physicalLocation: { artifactLocation: { uri: [vendor, kind, id].map(encodeURIComponent).join("/") } },
              logicalLocations: [{ name: title, fullyQualifiedName: `${vendor} ${kind} ${id}`, kind: "resource" }],
            },
          ],
          partialFingerprints: { resource: `${rule} ${vendor} ${kind} ${id}` },
          ...(link === null ? {} : { hostedViewerUri: link }),
        })),
      },
    ],
  };
}
