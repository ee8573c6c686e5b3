import { expect, it } from "vitest";
import { recipientsOf } from "../../../src/vendors/datadog/recipients.ts";

/** Whom a message notifies for certain when its monitor fires and when it has recovered. */
it.each<[string, string, string[], string[]]>([
  [
    "in every state",
    "look @slack-acme-ops and @a@example.com",
    ["@slack-acme-ops", "@a@example.com"],
    ["@slack-acme-ops", "@a@example.com"],
  ],
  [
    "in one state",
    "{{#is_alert}}@slack-a-x{{/is_alert}}{{#is_recovery}}@slack-a-y{{/is_recovery}}",
    ["@slack-a-x"],
    ["@slack-a-y"],
  ],
  ["in all but one", "{{^is_recovery}} @slack-a-x {{/is_recovery}}", ["@slack-a-x"], []],
  ["otherwise", "{{#is_alert}} @slack-a-x {{else}} @slack-a-y {{/is_alert}}", ["@slack-a-x"], ["@slack-a-y"]],
  ["in a state within one", "{{^is_warning}}{{#is_alert}}@slack-a-x{{/is_alert}}{{/is_warning}}", ["@slack-a-x"], []],
  [
    "of a group alone",
    '{{#is_match "host.name" "db"}}@slack-a-x{{/is_match}} @slack-a-y',
    ["@slack-a-y"],
    ["@slack-a-y"],
  ],
  ["when the group is another", '{{^is_exact_match "host.name" "db"}}@slack-a-x{{/is_exact_match}}', [], []],
  [
    "when it warns or is silent",
    "{{#is_warning}}@slack-a-x{{/is_warning}}{{#is_no_data}}@slack-a-y{{/is_no_data}}",
    [],
    [],
  ],
  ["where a condition is not closed", "{{#is_recovery}} @slack-a-x", [], ["@slack-a-x"]],
  ["where one is closed that was never begun", "{{/is_alert}} @slack-a-x", ["@slack-a-x"], ["@slack-a-x"]],
  ["nobody", "an address is none: someone@example.com", [], []],
])("%s", (_, message, alert, recovery) => {
  expect(recipientsOf(message)).toMatchObject({ alert, recovery, depends: false });
});

it("all handles of any state, and that a variable says one", () => {
  const told = recipientsOf("{{#is_warning}}@slack-a-x{{/is_warning}} @pagerduty-p @slack-a-{{team.name}}");
  expect(told.all).toEqual(["@slack-a-x", "@pagerduty-p"]);
  expect(told.depends).toBe(true);
});
