import { consecutiveFailures, minutes, percentFailing, serviceCheck } from "../../../src/model/language.ts";
import type { Case, Row } from "./row.ts";

const check = (name: string, more: object = {}) => serviceCheck({ check: name, ...more });
const thrice = consecutiveFailures(3);
const atThree: readonly Case[] = [
  [{ runs: "1 0x3 1" }, "3m alert, 5m ok"],
  [{ runs: "1 0x1 1 0x1 1" }, ""],
];
const atOne: readonly Case[] = [
  [{ runs: "1x2 0 1" }, "3m alert, 4m ok"],
  [{ runs: "1x9" }, ""],
];

export const serviceChecks: readonly Row[] = [
  ["the agent of a host", check("datadog.agent.up", { groupBy: ["host"] }), thrice, {}, atThree],
  [
    "a database that takes connections",
    check("postgres.can_connect", { groupBy: ["host", "port"] }),
    thrice,
    {},
    atThree,
  ],
  ["a clock that is right", check("ntp.in_sync", { groupBy: ["host"] }), consecutiveFailures(1), {}, atOne],
  [
    "a cache, until it has answered twice",
    check("redis.can_connect", { tags: { role: "sessions" } }),
    consecutiveFailures(2, { recoverAfter: 2 }),
    {},
    [
      [{ runs: "1 0x1 1x1" }, "2m alert, 4m ok"],
      [{ runs: "0 1 0 1" }, ""],
    ],
  ],
  ["a process on every host", check("process.up", { groupBy: ["host", "process"] }), thrice, {}, atThree],
  ["a website from inside", check("http.can_connect", { groupBy: ["url"], scope: "everywhere" }), thrice, {}, atThree],
  ["a certificate", check("http.ssl_cert", { groupBy: ["url"] }), consecutiveFailures(1), {}, atOne],
  [
    "a node of a cluster",
    check("kubernetes_state.node.ready", { scope: "cluster", groupBy: ["node"] }),
    thrice,
    {},
    atThree,
  ],
  ["all but the hosts of a batch", check("datadog.agent.up", { exclude: { role: "batch" } }), thrice, {}, atThree],
  [
    "a role, but in two zones",
    check("tcp.can_connect", { tags: { role: "web" }, exclude: { zone: ["b", "c"] } }),
    thrice,
    {},
    atThree,
  ],
  ["a queue of the cloud's", check("rabbitmq.aliveness", { scope: "everywhere" }), consecutiveFailures(1), {}, atOne],
  [
    "quiet for new hosts, and resolved after a day",
    check("docker.service_up", { groupBy: ["host"] }),
    consecutiveFailures(5),
    { datadog: { newHostDelay: minutes(10), timeoutHours: 24 } },
  ],
  [
    "repeats every hour",
    check("systemd.unit.state", { groupBy: ["unit"] }),
    thrice,
    { repeat: { every: minutes(60) } },
    atThree,
  ],
  [
    "a check of the team's own",
    check("shop.exporter.ok"),
    consecutiveFailures(10),
    {},
    [[{ runs: "1 0x9 1" }, "10m alert, 11m ok"]],
  ],
  [
    "half of the web servers of a zone",
    check("http.can_connect", { tags: { role: "web" }, groupBy: ["zone"] }),
    percentFailing(50, { warning: 30, noDataAfter: minutes(10) }),
    {},
    atOne,
  ],
  ["most of all agents", check("datadog.agent.up", { scope: "everywhere" }), percentFailing(20), {}, atOne],
  [
    "a database that warns, and one that no longer reports",
    check("postgres.can_connect", { groupBy: ["host"] }),
    consecutiveFailures(2, { warnAfter: 2, noDataAfter: minutes(3) }),
    {},
    [
      [{ runs: "1 0.5x1 1" }, "2m warn, 3m ok"],
      [{ runs: "1 _x4 1" }, "3m no-data, 5m ok"],
    ],
  ],
];
