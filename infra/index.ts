/** The program that `pulumi up -s staging` runs: every definition of this project, and the team's own resources. */
import { program } from "tocsin/pulumi";
import { datadog } from "./datadog.ts";
import { sentry } from "./sentry.ts";
import { stripe } from "./stripe.ts";
import { vercel } from "./vercel.ts";

export default program({
  definitions: ["alerts", "synthetics"],
  providers: { datadog, sentry, vercel, stripe },
});
