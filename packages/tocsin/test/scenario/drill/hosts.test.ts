/** Tests of ports, certificates, names and of several steps run in the emulated Datadog: a drill lets the real thing fail where it can. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { definitionSchema } from "../../../src/model/definition.ts";
import { minutes } from "../../../src/model/units.ts";
import { consecutiveFailures } from "../../../src/model/words/conditions.ts";
import { dnsCheck, grpcCheck, multistepCheck, tcpCheck, tlsCheck } from "../../../src/model/words/signals.ts";
import { verify } from "../../../src/verify/verify.ts";
import { Stand } from "./stand.ts";

const alert = (id: string, signal: object) =>
  definitionSchema.parse({
    ...{ id: `hosts/${id}`, title: `Host: ${id}`, service: "cliply-database", owner: "founder" },
    ...{ severity: "ticket", route: "alerts-channel", runbook: "api-error-spike", source: ["monitoring 3.1"] },
    ...{ why: "Nobody can buy anything.", causes: ["a bad deployment"], firstChecks: ["The newest deployment"] },
    ...{ recovered: "An order goes through.", signal, condition: consecutiveFailures(2) },
  });

const every = minutes(1);
const checks = [
  alert("port", tcpCheck({ host: "mq.partner.com", port: 8883, every })),
  alert("certificate", tlsCheck({ host: "mq.partner.com", port: 8883, every, validFor: 21 })),
  alert("name", dnsCheck({ domain: "mq.partner.com", every, anyOf: ["192.0.2.10", "192.0.2.11"] })),
  alert(
    "flow",
    multistepCheck({
      every,
      steps: [
        {
          ...{ name: "find", service: "cliply-web", path: "/api/parcels?demo=1", expect: { status: 200 } },
          keep: { PARCEL: { json: "$.first.id" }, PLACE: { header: "x-place" } },
        },
        {
          ...{ name: "open", service: "cliply-web", path: "/api/parcels/{{ PARCEL }}/at/{{ PLACE }}" },
          expect: { status: 200, json: { "$.ok": true } },
        },
      ],
    }),
  ),
  alert("health", grpcCheck({ host: "mq.partner.com", every })),
];

let stand: Stand;
beforeAll(async () => {
  stand = await Stand.start(undefined, undefined, { only: [], definitions: checks });
});
afterAll(() => stand?.close());

it("fires each by what it watches, not by another's, and each recovers", async () => {
  const { receipts } = await stand.drill(checks.map(({ id }) => id));
  const said = receipts.map(({ definition, level, evidence }) => [definition, level, evidence.how, evidence.injected]);
  expect(said).toEqual([
    ["hosts/certificate", "recovered", "real", "the certificate of mq.partner.com:8883 ends within a day"],
    ["hosts/flow", "recovered", "inverted", "the expected status code inverted"],
    ["hosts/health", "routed", null, null],
    ["hosts/name", "recovered", "real", "mq.partner.com leads elsewhere"],
    ["hosts/port", "recovered", "real", "mq.partner.com:8883 is closed"],
  ]);
  expect(receipts.find(({ definition }) => definition === "hosts/health")?.reason).toContain("of the kind grpc");
  expect(await stand.told("/faults")).toEqual([]);
});

it("restores what an interrupted drill has closed", async () => {
  expect((await stand.interrupted("hosts/port"))?.reason).toContain("interrupted");
  expect(await stand.told("/faults")).toEqual([]);
});

it("is not called stale by verify, neither what runs nor what is only stored", async () => {
  await stand.pass(1_200);
  const { project, connections } = stand;
  const report = await verify({
    ...{ resources: project.resources, stack: "local", connections, now: () => new Date() },
    project: { config: project.stack, definitions: project.definitions, sqlProbes: project.sqlProbes },
  });
  const ours = report.findings.filter(({ definition }) => definition?.startsWith("hosts/"));
  expect(ours).toEqual([]);
  expect(report.notChecked.filter((one) => one.includes("synthetic test"))).toEqual([
    "Whether the synthetic test of hosts/health runs: this emulator does not run tests of the kind grpc.",
  ]);
});
