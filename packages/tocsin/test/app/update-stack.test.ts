import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { typedUp } from "../../src/app/update-stack.ts";

describe("the command that completes an update", () => {
  it("is the plain one where nothing was given", () => {
    expect(typedUp("staging", {})).toBe("tocsin up --stack staging");
  });

  it("has what opened the gate", () => {
    expect(typedUp("prod", { evidence: "evidence.json", breakGlass: "prod is on fire" })).toBe(
      'tocsin up --stack prod --evidence evidence.json --break-glass "prod is on fire"',
    );
  });

  it.each(["it's $HOME", 'say "no"', "`id`", "a\\b", "100 %!", "--yes", "ünï"])(
    "is read by a shell as it was given: %s",
    (reason) => {
      const words = execFileSync("sh", [
        "-c",
        `tocsin() { printf '%s\\n' "$@"; }; ${typedUp("prod", { breakGlass: reason })}`,
      ]);
      expect(words.toString().trimEnd().split("\n").at(-1)).toBe(reason);
    },
  );
});
