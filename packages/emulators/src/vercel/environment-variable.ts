import { z } from "zod";
import { badRequest } from "./errors.ts";
import type { EnvironmentVariable, Project } from "./store.ts";

const target = z.enum(["production", "preview", "development"]);
const fields = {
  key: z.string().min(1).max(256),
  value: z.string(),
  type: z.enum(["system", "encrypted", "plain", "sensitive"]),
  target: z.union([target.transform((one) => [one]), z.array(target)]).default([]),
  gitBranch: z
    .string()
    .nullish()
    .transform((branch) => branch ?? null),
  comment: z
    .string()
    .max(500)
    .nullish()
    .transform((text) => text ?? ""),
  customEnvironmentIds: z.array(z.string()).default([]),
};

/** The body that makes a variable. */
export const variableInput = z.strictObject(fields);
type VariableInput = z.infer<typeof variableInput>;

/** The body that changes one: only what it names. */
export const variableChange = z.strictObject({
  key: fields.key.optional(),
  value: fields.value.optional(),
  type: fields.type.optional(),
  target: z.union([target, z.array(target)]).optional(),
  gitBranch: z.string().nullish(),
  comment: z.string().max(500).optional(),
  customEnvironmentIds: z.array(z.string()).optional(),
});

/** @throws ApiError 400 for what Vercel refuses although its form is right */
export function checkVariable(input: VariableInput): VariableInput {
  if (!/^[A-Za-z_]\w*$/.test(input.key)) {
    throw badRequest(
      "The name contains invalid characters. Only letters, digits, and underscores are allowed. Furthermore, the name should not start with a digit.",
    );
  }
  if (input.target.length === 0 && input.customEnvironmentIds.length === 0) {
    throw badRequest("Invalid request: an environment variable needs at least one target.");
  }
  if (input.type === "sensitive" && input.target.includes("development")) {
    throw badRequest("You cannot set a Sensitive Environment Variable's target to development.");
  }
  if (input.gitBranch !== null && !input.target.includes("preview")) {
    throw badRequest("Invalid request: `gitBranch` needs the target preview.");
  }
  return input;
}

/** Another variable of the project with the same key, one target in common and the same branch. */
export function conflictOf(project: Project, input: VariableInput, self: EnvironmentVariable | undefined) {
  return project.environment.find(
    (one) =>
      one !== self &&
      one.key === input.key &&
      one.gitBranch === input.gitBranch &&
      one.target.some((name) => input.target.some((other) => other === name)),
  );
}

/** A variable as Vercel answers it. The value of a sensitive one is never told again, whatever was asked. */
export function viewVariable(variable: EnvironmentVariable, decrypt: boolean) {
  const { value, type } = variable;
  const readable = type === "plain" || type === "system" || decrypt;
  return {
    ...variable,
    value: type === "sensitive" ? "" : readable ? value : Buffer.from(`v2:${variable.id}`).toString("base64"),
    decrypted: type !== "sensitive" && readable,
    configurationId: null,
    createdBy: "usr_founder",
    updatedBy: null,
    system: false,
    securityIssues: [],
  };
}
