import { definition } from "../../support/definitions.ts";
import type { Scenario } from "../scenario.ts";

export default {
  title: "An alert is renamed and names its earlier id",
  before: { definitions: [definition()] },
  after: { definitions: [definition({ id: "shop/faults", aliases: ["shop/errors"] })] },
  says: [
    "notable shop/faults renamed: Is renamed from shop/errors: the vendors keep its resources, as it names the earlier id.",
  ],
  does: ["update datadog monitor shop/faults/monitor"],
} satisfies Scenario;
