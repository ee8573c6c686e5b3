import { describe, expect, it } from "vitest";
import { isAbout, meaningOf } from "../../src/drill/inbox.ts";

it.each([
  ["[Triggered] [local] High CPU", "alert"],
  ["[Triggered on {mountpoint:/data}] [local] Disk", "alert"],
  ["[Recovered] [local] High CPU", "recovery"],
  ["[Recovered on {mountpoint:/data}] [local] Disk", "recovery"],
  ["[Warn] [local] High CPU", null],
  ["[Re-Triggered] [local] High CPU", null],
  ["[No data] [local] High CPU", "no-data"],
  ["[Re-No data] [local] High CPU", null],
  ["WEB-1 - Critical: Errors", "alert"],
  ["Resolved: [local] Errors tocsin:a/b", "recovery"],
  ["[web] Resolved in [local] Errors", "recovery"],
  ["An issue\nOver when: nothing is unresolved", "alert"],
] as const)("%s means %s", (text, meaning) => expect(meaningOf(text)).toBe(meaning));

describe("a message is about a definition", () => {
  it.each([
    ["[local] x tocsin:shop/errors", true],
    ["headline (shop, local)\ntocsin:shop/errors\n", true],
    ["[local] tocsin:shop/errors-more", false],
    ["[local] tocsin:shop/errors/more", false],
    ["[prod] x tocsin:shop/errors", false],
    ["[local] shop/errors", false],
  ])("%j: %s", (text, about) => expect(isAbout(text, "shop/errors", "local")).toBe(about));
});
