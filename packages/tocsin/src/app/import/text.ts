import type { Change, Fit } from "../../import/fit.ts";
import { sides } from "../../model/sides.ts";
import { receivesEvents } from "../../model/signals/facts.ts";
import { kinds } from "../../vendors/kinds.ts";
import { printable } from "../../verify/render.ts";

/** What `tocsin import` says for an object that no definition describes, or that no update would leave as it is. */
export function reasonsText(label: string, reasons: readonly string[], form: "definition" | "verbatim"): string {
  const lines = reasons.map((reason) => `  ${printable(reason)}`);
  const [what, next] =
    form === "definition"
      ? [
          "does not fit into a definition",
          "Import it as it is with --verbatim, change it at its vendor, or write a definition by hand.",
        ]
      : ["cannot be imported as it is", "Change it at its vendor, or write a definition by hand."];
  return `${label} ${what}:\n${lines.join("\n")}\nNothing was written. ${next}\n`;
}

/** What was written for a resource that is imported verbatim. */
export const verbatimText = (label: string, id: string, { file, stack }: { file: string; stack: string }): string =>
  `${label} is imported verbatim as ${id}: ${file}, imported.yaml.\nThe next update adds its identity and changes nothing else: tocsin up --stack ${stack}\n`;

/** What was written, what the next update would change, and what is left to do. */
export function importText(
  label: string,
  { changes, created, route, definition, imported }: Fit,
  { file, constant, stack }: { file: string; constant: string; stack: string },
): string {
  const secret = receivesEvents(definition.signal) ? (definition.signal.secretVariable ?? null) : null;
  const steps = [
    `fill in the placeholders of ${constant} in ${file} (\`tocsin lint\` lists them)`,
    ...(route === null ? ["choose its route: none notifies the same people as the resource does"] : []),
    ...(secret === null
      ? []
      : [
          `set TOCSIN_SECRET_${secret} to the endpoint's signing secret, which Stripe shows only when it creates the endpoint`,
        ]),
    `tocsin up --stack ${stack}`,
  ];
  return [
    `${label} is imported as ${definition.id}: ${file}, imported.yaml.`,
    `The next update manages ${imported.size === 1 ? "it" : `${imported.size} resources`}, and changes only:`,
    ...changes.map(changeLine),
    ...created.map((name) => `  ${name}: created`),
    ...(secret === null || created.some((name) => name.endsWith(secret))
      ? []
      : [`  environment variable ${secret}: its value, to the secret that you give`]),
    "Left to do:",
    ...steps.map((step, i) => `  ${i + 1}. ${step}`),
    "",
  ].join("\n");
}

function changeLine({ kind, vendorId, path, from, to }: Change): string {
  const { expected: now, actual: then } = sides(from, to, 80);
  return `  ${kinds[kind].label} ${printable(vendorId)}: ${printable(path)}: ${now} -> ${then}`;
}
