import { describe, expect, test } from "vitest";
import { z } from "zod";
import { readyzTest } from "./client.ts";
import { newWorld } from "./world.ts";

const created = z.object({ public_id: z.string(), monitor_id: z.int() });
const results = z.object({ results: z.array(z.object({ result_id: z.string() })) });
const outcome = z.object({
  result: z.object({ failure: z.object({ code: z.string(), message: z.string() }).optional() }),
});

const names = [
  { domain: "shop.example", type: "A" as const, values: ["192.0.2.10", "192.0.2.11"] },
  { domain: "shop.example", type: "AAAA" as const, values: ["2001:db8::10"] },
  { domain: "www.shop.example", type: "CNAME" as const, values: ["shop.example"] },
  { domain: "shop.example", type: "TXT" as const, values: ["v=spf1 -all"] },
  { domain: "shop.example", type: "NS" as const, values: ["ns1.shop.example"] },
];

/** A test of a host every minute, that alerts with its first failure. */
async function run(subtype: "tcp" | "ssl" | "dns", request: object, assertions: object[]) {
  const world = await newWorld();
  world.context.accounts.app.names = names;
  await world.minutes(0.5);
  const options = { tick_every: 60, min_failure_duration: 0 };
  const body = readyzTest({
    subtype,
    message: "m",
    config: { request, assertions },
    options,
    locations: ["aws:eu-central-1"],
  });
  const made = created.parse(await world.create("/api/v1/synthetics/tests/api", body));
  const path = `/api/v1/synthetics/tests/${made.public_id}/results`;
  /** The state after the next run, and why it failed; null where it has not. */
  const next = async () => {
    await world.minutes(1);
    const [newest] = results.parse((await world.call("GET", path)).value).results;
    const { result } = outcome.parse((await world.call("GET", `${path}/${newest?.result_id}`)).value);
    return [await world.state(made.monitor_id), result.failure?.code ?? null, result.failure?.message ?? null];
  };
  const fail = (method: "TCP" | "TLS" | "DNS", at: string) =>
    world.context.faults.add({ vendor: "hosts", match: { method, path: `^${at}$` }, name: "t" });
  return { ...world, next, fail, recover: () => world.context.faults.clear("t") };
}

const open = { type: "connection", operator: "is", target: "established" };
const soon = (days: number) => ({ type: "certificate", operator: "isInMoreThan", target: days });
const every = (property: string, target: string, operator = "is") => ({
  type: "recordEvery",
  operator,
  property,
  target,
});

describe("a port", () => {
  test("is connected to, and refuses while it is closed", async () => {
    const { next, fail, recover } = await run("tcp", { host: "db.example", port: 5432 }, [open]);
    expect(await next()).toEqual(["OK", null, null]);
    fail("TCP", "db.example:5432");
    expect(await next()).toEqual(["Alert", "INCORRECT_ASSERTION", "connection is established, but is refused"]);
    recover();
    expect(await next()).toEqual(["OK", null, null]);
  });

  test("that is closed fails a test that asks only for the time, and another port does not", async () => {
    const time = { type: "responseTime", operator: "lessThan", target: 5_000 };
    const { next, fail } = await run("tcp", { host: "db.example", port: "5432" }, [time]);
    fail("TCP", "db.example:5433");
    expect(await next()).toEqual(["OK", null, null]);
    fail("TCP", "db.example:5432");
    expect((await next())[1]).toBe("CONNREFUSED");
  });

  test("of a name outside of this world is not asked", async () => {
    const { next } = await run("tcp", { host: "datadoghq.com", port: 443 }, [open]);
    expect(await next()).toEqual(["Alert", "DNS", "datadoghq.com: DNS"]);
  });
});

describe("a certificate", () => {
  test("is looked at in a handshake, and ends within a day while that is the fault", async () => {
    const { next, fail, recover } = await run("ssl", { host: "shop.example", port: 443 }, [soon(365)]);
    expect(await next()).toEqual(["OK", null, null]);
    fail("TLS", "shop.example:443");
    expect(await next()).toEqual([
      "Alert",
      "INCORRECT_ASSERTION",
      "the certificate ends in 0.5 days, not isInMoreThan 365",
    ]);
    recover();
    expect((await next())[0]).toBe("OK");
  });

  test("is judged on a day that the emulated clock has reached", async () => {
    const { next, context } = await run("ssl", { host: "shop.example" }, [
      soon(300),
      { type: "tlsVersion", operator: "is", target: "1.3" },
      { type: "minTlsVersion", operator: "moreThanOrEqual", target: "1.2" },
    ]);
    context.clock.shift(40 * 86_400_000);
    expect(await next()).toEqual(["OK", null, null]);
  });
});

describe("a name", () => {
  test.each([
    ["A", [every("A", "^(192\\.0\\.2\\.10|192\\.0\\.2\\.11)$", "matches")], "shop.example"],
    ["AAAA", [every("AAAA", "2001:db8::10")], "shop.example"],
    ["CNAME", [every("CNAME", "shop.example")], "www.shop.example"],
    ["TXT", [every("TXT", "spf1", "contains")], "shop.example"],
    ["NS", [{ ...every("NS", "ns1.shop.example"), type: "recordSome" }], "shop.example"],
  ])("has its %s records, and others while it leads elsewhere", async (_, assertions, host) => {
    const { next, fail } = await run("dns", { host, dnsServer: "1.1.1.1" }, assertions);
    expect(await next()).toEqual(["OK", null, null]);
    fail("DNS", host);
    expect((await next()).slice(0, 2)).toEqual(["Alert", "INCORRECT_ASSERTION"]);
  });

  test("needs every record to be right, or one of them", async () => {
    const wrong = await run("dns", { host: "shop.example" }, [every("A", "192.0.2.10")]);
    expect((await wrong.next())[2]).toBe("recordEvery is 192.0.2.10, but is 192.0.2.10, 192.0.2.11");
    const right = await run("dns", { host: "shop.example" }, [{ ...every("A", "192.0.2.10"), type: "recordSome" }]);
    expect((await right.next())[0]).toBe("OK");
  });

  test("that nobody has does not exist", async () => {
    const { next } = await run("dns", { host: "none.example" }, [every("A", "192.0.2.10")]);
    expect((await next()).slice(0, 2)).toEqual(["Alert", "DNS"]);
  });

  test("is stored only where records of another type are asked for", async () => {
    const { next, call } = await run("dns", { host: "shop.example" }, [every("MX", "mail.shop.example")]);
    await expect(next()).rejects.toThrow();
    const { tests } = z
      .object({ tests: z.array(z.unknown()) })
      .parse((await call("GET", "/api/v1/synthetics/tests")).value);
    expect(tests).toHaveLength(1);
  });
});
