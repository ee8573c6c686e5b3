/** What the request log must not show. Names decide first, then the forms of known credentials, then the credentials themselves. */

const hidden = "[secret]";

/** Fields, parameters and headers that hold a credential, by their names. */
const secretName =
  /token|secret|passw|passphrase|credential|authorization|cookie|signature|certificate|private_?key|session_?id|(?:api|app|application|access|auth|admin|sentry|signing|encryption|service|service_role|master)[_-]?key|^dsn$|jwt|bearer/i;

/** Calls whose values are secrets whatever their fields are called: variables of projects and of synthetic tests. */
const variableCalls = /\/env(?:\/|$)|^\/api\/v1\/synthetics\//;
const variableField = /^(?:value|pattern|example|legacyValue|vsmValue)$/;
/** Contents of deployed files, which may hold anything. */
const fileCalls = /\/deployments$/;
const fileField = /^data$/;

/** Forms in which credentials come, also in the middle of a text. */
const shapes: readonly RegExp[] = [
  /\b(?:Bearer|Basic)\s+[\w.~+/=:-]{6,}/gi,
  /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g,
  /\b(?:sk|rk|pk)_(?:test|live)_\w+/g,
  /\bwhsec_\w+/g,
  /\bxox[a-z]-[\w-]+/g,
  /\bsntry[a-z]_\w+/g,
  /\bsbp_\w+/g,
  /\bsb_(?:secret|publishable)_[\w-]+/g,
];
/** The user's part of an address. */
const userOf = /(\b[a-z][\w+.-]*:\/\/)[^\s/?#@]+@/gi;

/** What is known to be secret in a run; `hide` takes it out of a text. */
export class Secrets {
  readonly #known = new Set<string>();

  /** Shorter ones are words that stand in texts by chance. */
  add(...values: readonly string[]): void {
    for (const value of values) if (value.length >= 8) this.#known.add(value);
  }

  hide(text: string): string {
    let shown = text.replace(userOf, `$1${hidden}@`);
    for (const shape of shapes) shown = shown.replace(shape, hidden);
    for (const secret of this.#known) {
      shown = shown.replaceAll(secret, hidden).replaceAll(encodeURIComponent(secret), hidden);
    }
    return shown;
  }

  /** A body without what is secret in it; its shape stays. */
  hideIn(body: unknown, path: string): unknown {
    const isSecret = (name: string): boolean =>
      secretName.test(name) ||
      (variableCalls.test(path) && variableField.test(name)) ||
      (fileCalls.test(path) && fileField.test(name));
    const walk = (value: unknown): unknown => {
      if (typeof value === "string") return this.hide(value);
      if (Array.isArray(value)) return value.map(walk);
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value).map(([name, inner]) => {
          // Datadog states a variable's value as an object; what is not text (a flag, a number, nothing) tells no secret.
          const covered = isSecret(name) && typeof inner !== "boolean" && inner !== null;
          return [this.hide(name), covered ? concealed(inner) : walk(inner)];
        }),
      );
    };
    return walk(body);
  }

  /** Parameters by name. */
  hideQuery(query: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(query).map(([name, value]) => [
        this.hide(name),
        secretName.test(name) ? hidden : this.hide(value),
      ]),
    );
  }
}

/** Everything below a secret field: its shape, without any of its texts and numbers. */
function concealed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(concealed);
  if (typeof value !== "object" || value === null) return typeof value === "boolean" ? value : hidden;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, concealed(inner)]));
}
