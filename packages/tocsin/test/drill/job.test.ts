import { describe, expect, it } from "vitest";
import { receipt as shape } from "../../src/drill/receipt.ts";
import { VendorUnreachable } from "../../src/vendors/http/errors.ts";
import { type Behaviour, drilled, places } from "./world.ts";

describe("a drill of one definition", () => {
  it("reaches recovered and keeps every message that it read", async () => {
    const { receipt, problems, ended } = await drilled({});
    expect(shape.parse(receipt)).toMatchObject({ level: "recovered", reason: "it fired, arrived and recovered" });
    expect(receipt.evidence.messages.map(({ place, means }) => [place, means])).toEqual([
      [places[0], "alert"],
      [places[1], "alert"],
      [places[0], "recovery"],
      [places[1], "recovery"],
    ]);
    expect(receipt.evidence).toMatchObject({ complete: true, how: "real", injected: "lines" });
    expect(Date.parse(receipt.firedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(receipt.startedAt ?? ""));
    expect(problems).toEqual([]);
    expect(ended).toBeGreaterThan(0);
  });

  it.each<[string, Behaviour, string, RegExp]>([
    ["that fires for nothing", { fires: false }, "routed", /did not say Alert within 10 min .*it says ok/],
    ["that only warns", { fires: "warns" }, "routed", /it says warn/],
    ["that fired before", { before: "alert" }, "routed", /was in alert before the drill began/],
    ["that is not proven", { alertTo: [] }, "fired", /no message came to #alerts-staging and founder@example.com/],
    ["that is muted", { alertTo: [], mutedBy: "Muted by d1." }, "fired", /no message came .*: Muted by d1\.$/],
    [
      "whose end is muted",
      { recoveryTo: [], mutedBy: "Muted by d1." },
      "delivered",
      /about that came .*: Muted by d1\.$/,
    ],
    [
      "that lost one message",
      { alertTo: ["#alerts-staging"] },
      "fired",
      /no message came to founder@example.com within/,
    ],
    [
      "that writes elsewhere",
      { alertTo: ["#other", places[1] ?? ""] },
      "fired",
      /#alerts-staging .*; it went to #other/,
    ],
    ["that never ends", { recovers: false }, "delivered", /did not say OK within 10 min .*it says alert/],
    ["that ends without a word", { recoveryTo: [] }, "delivered", /says OK, but no message about that came/],
    ["with a long window", { ceiling: "delivered" }, "delivered", /too long a window/],
    ["that is held back too long", { heldFor: 7200 }, "routed", /sends nothing about it for a while/],
  ])("tells one %s", async (_, behaviour, level, reason) => {
    const { receipt, ended } = await drilled(behaviour);
    expect(receipt.level).toBe(level);
    expect(receipt.reason).toMatch(reason);
    expect(ended).toBeGreaterThan(0);
  });

  it("that sends no recovery message is recovered all the same, and says so", async () => {
    const { receipt } = await drilled({ recoveryTo: [], silentRecovery: "its kind sends none" });
    expect(receipt).toMatchObject({ level: "recovered", reason: expect.stringContaining("its kind sends none") });
  });

  it("that fires for want of data is proven by the message about that, from nothing but data", async () => {
    const { receipt } = await drilled({ firesAs: "no-data" });
    expect(receipt.level).toBe("recovered");
    expect(receipt.evidence.messages.map(({ means, subject }) => [means, subject.split(" [")[0]])).toEqual([
      ["alert", "[No data]"],
      ["alert", "[No data]"],
      ["recovery", "[Recovered]"],
      ["recovery", "[Recovered]"],
    ]);
    const never = (await drilled({ firesAs: "no-data", fires: false })).receipt;
    expect([never.level, never.reason]).toEqual(["routed", expect.stringMatching(/did not say No Data .*it says ok/)]);
    const before = (await drilled({ firesAs: "no-data", before: "no-data" })).receipt;
    expect([before.level, before.reason]).toEqual(["routed", expect.stringMatching(/was in no-data before/)]);
  });

  it("begins from no data as well", async () => {
    expect((await drilled({ before: "no-data" })).receipt.level).toBe("recovered");
  });

  it("waits until the vendor would send a message again", async () => {
    expect((await drilled({ heldFor: 300 })).receipt.level).toBe("recovered");
  });

  it.each<[string, Behaviour]>([
    ["begin", { failBegin: new VendorUnreachable("Datadog", "Datadog could not be asked.") }],
    ["state", { failObserve: new VendorUnreachable("Datadog", "Datadog could not be asked.") }],
  ])("is not complete when the vendor fails at %s, and is ended", async (_, behaviour) => {
    const { receipt, ended } = await drilled(behaviour);
    expect(receipt).toMatchObject({
      level: "routed",
      reason: "Datadog could not be asked.",
      evidence: { complete: false },
    });
    expect(ended).toBe(1);
  });

  it("is a problem of the whole drill when it cannot be put back", async () => {
    const { receipt, problems } = await drilled({ failEnd: new VendorUnreachable("Datadog", "no answer") });
    expect(receipt).toMatchObject({ level: "delivered", evidence: { complete: false } });
    expect(problems).toEqual(["shop/errors: lines could not be restored: no answer"]);
  });
});
