import type { Change, Fit } from "../../import/adopt.ts";
import { sides } from "../../model/sides.ts";
import { kinds } from "../../vendors/kinds.ts";
import { printable } from "../../verify/render.ts";

/** What `tocsin adopt` says for an object that no definition describes. */
export function misfitText(label: string, misfits: readonly string[]): string {
  const lines = misfits.map((misfit) => `  ${printable(misfit)}`);
  return `${label} does not fit into a definition:\n${lines.join("\n")}\nNothing was written. Change it at its vendor, or write a definition by hand.\n`;
}

/** What was written for an object that is kept word for word. */
export const keptText = (label: string, id: string, { file, stack }: { file: string; stack: string }): string =>
  `${label} is kept as ${id} now: ${file}, adopted.yaml.\nThe next update takes it over, and adds only whose it is: tocsin up --stack ${stack}\n`;

/** What was written, what the next update would change, and what is left to do. */
export function adoptionText(
  label: string,
  { changes, created, route, definition, adopted }: Fit,
  { file, constant, stack }: { file: string; constant: string; stack: string },
): string {
  const secret = definition.signal.kind === "webhook-endpoint" ? (definition.signal.secretVariable ?? null) : null;
  const steps = [
    `fill in the placeholders of ${constant} in ${file} (\`tocsin lint\` lists them)`,
    ...(route === null ? ["choose its route: none tells the same people as the object does"] : []),
    ...(secret === null
      ? []
      : [`set TOCSIN_SECRET_${secret} to the endpoint's signing secret, which Stripe tells nobody twice by itself`]),
    `tocsin up --stack ${stack}`,
  ];
  return [
    `${label} is ${definition.id} now: ${file}, adopted.yaml.`,
    `The next update takes over ${adopted.size === 1 ? "it" : `${adopted.size} objects`} and changes only:`,
    ...changes.map(changeLine),
    ...created.map((name) => `  ${name}: made new`),
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
