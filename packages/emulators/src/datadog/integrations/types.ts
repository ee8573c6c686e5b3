/** A step of a log pipeline, as integrations have them (docs: Log Configuration > Processors). */
export type Processor =
  | { type: "grok-parser"; source: string; matchRules: string }
  /** A product of attributes; without one of them there is no result. */
  | { type: "arithmetic-processor"; expression: string; target: string }
  /** The name of the first category whose search finds the line. */
  | { type: "category-processor"; categories: readonly { query: string; name: string }[]; target: string }
  /** Moves an attribute; what stands at its new place already stays. */
  | { type: "attribute-remapper"; sources: readonly string[]; target: string }
  /** No address is known here, so what it finds is empty. */
  | { type: "geo-ip-parser"; sources: readonly string[]; target: string }
  | {
      type: "status-remapper" | "service-remapper" | "date-remapper" | "trace-id-remapper" | "span-id-remapper";
      sources: readonly string[];
    };

/** A metric that is made of log lines as they arrive. */
export interface LogMetric {
  name: string;
  /** Which lines. */
  query: string;
  /** By the key of the tag, the attribute whose value it takes; a line without it has no such tag. */
  tags: Readonly<Record<string, string>>;
  /** The number whose distribution it is; null: it counts the lines. */
  measure: string | null;
}
