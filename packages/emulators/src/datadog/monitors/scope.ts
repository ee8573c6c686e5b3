import { leaves } from "../query/expression.ts";
import type { SearchNode } from "../query/search.ts";
import type { TagFilter } from "../query/tag-filter.ts";
import type { Expression, MonitorQuery } from "../query/types.ts";

/** The tags that a query asks for, such as `env:prod`. */
export function scopeOf(query: MonitorQuery): string[] {
  switch (query.kind) {
    case "metric":
      return expressionTags(query.expression);
    case "events":
      return searchTags(query.search);
    case "formula":
      return query.variables.flatMap((each) =>
        each.kind === "events" ? searchTags(each.search) : expressionTags(each.term),
      );
    case "check":
      return query.over;
    case "composite":
    case "slo":
    case "unread":
    case "synthetics":
      return [];
  }
}

/** The names of the metrics that a query reads. */
export function metricsOf(query: MonitorQuery): string[] {
  switch (query.kind) {
    case "metric":
      return metricNames(query.expression);
    case "formula":
      return query.variables.flatMap((each) => (each.kind === "metrics" ? metricNames(each.term) : []));
    case "events":
    case "check":
    case "composite":
    case "slo":
    case "unread":
    case "synthetics":
      return [];
  }
}

function metricNames(expression: Expression): string[] {
  return leaves(expression).flatMap((leaf) => (leaf.type === "metric" ? [leaf.metric] : []));
}

function expressionTags(expression: Expression): string[] {
  return leaves(expression).flatMap((leaf) => (leaf.type === "metric" ? filterTags(leaf.filter) : []));
}

function filterTags(filter: TagFilter): string[] {
  switch (filter.type) {
    case "tag":
      return [filter.value === null ? filter.key : `${filter.key}:${filter.value}`];
    case "in":
      return filter.values.map((value) => `${filter.key}:${value}`);
    case "and":
    case "or":
      return [...filterTags(filter.left), ...filterTags(filter.right)];
    case "all":
    case "not":
      return [];
  }
}

function searchTags(node: SearchNode): string[] {
  switch (node.type) {
    case "field": {
      const { match } = node;
      if (match.kind === "phrase") return [`${node.key}:${match.phrase}`];
      const [only, more] = match.kind === "pattern" ? match.parts : [];
      return typeof only === "string" && more === undefined ? [`${node.key}:${only}`] : [];
    }
    case "and":
    case "or":
      return [...searchTags(node.left), ...searchTags(node.right)];
    case "all":
    case "text":
    case "not":
      return [];
  }
}
