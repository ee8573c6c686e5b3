import { expect, it } from "vitest";
import { importText } from "../../src/app/import/text.ts";
import { definition } from "../support/definitions.ts";

it("shows which tags an update would take off", () => {
  const kept = ["managed-by:tocsin", "env:staging", "service:web", "severity:page", "owner:founder"];
  const from = [...kept, "cost-centre:4711"];
  const change = { kind: "monitor" as const, vendorId: "7", path: "tags", from, to: [...kept, "tocsin-id:web/errors"] };
  const fit = { definition: definition(), route: "everybody", changes: [change], imported: new Map(), created: [] };
  const text = importText("The monitor 7", fit, { file: "alerts/imported.ts", constant: "errors", stack: "staging" });
  expect(text).toContain('  monitor 7: tags: [… 5 equal, "cost-centre:4711"] -> [… 5 equal, "tocsin-id:web/errors"]\n');
});
