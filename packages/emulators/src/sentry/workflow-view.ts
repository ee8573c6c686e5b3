import { viewOwner } from "./detector-view.ts";
import type { SentryStore, Workflow } from "./store.ts";
import type { ActionBody, ConditionBody } from "./workflow-body.ts";

/** An alert as Sentry answers it. */
export function viewWorkflow(store: SentryStore, workflow: Workflow) {
  const { body } = workflow;
  const organizationId = store.organization.id;
  return {
    id: workflow.id,
    organizationId,
    name: body.name,
    enabled: body.enabled,
    environment: body.environment,
    owner: viewOwner(store, body.owner),
    createdBy: workflow.createdBy,
    dateCreated: workflow.dateCreated.toISOString(),
    dateUpdated: workflow.dateUpdated.toISOString(),
    lastTriggered: workflow.lastTriggered?.toISOString() ?? null,
    config: body.config,
    detectorIds: body.detectorIds,
    triggers: {
      id: workflow.triggers.id,
      organizationId,
      logicType: body.triggers.logicType,
      conditions: withIds(body.triggers.conditions, workflow.triggers.conditionIds),
      actions: [],
    },
    actionFilters: body.actionFilters.map((filter, index) => {
      const ids = workflow.actionFilters[index] ?? { id: "", conditionIds: [], actionIds: [] };
      return {
        id: ids.id,
        organizationId,
        logicType: filter.logicType,
        conditions: withIds(filter.conditions, ids.conditionIds),
        actions: filter.actions.map((action, at) => viewAction(action, ids.actionIds[at] ?? "")),
      };
    }),
  };
}

function withIds(conditions: ConditionBody[], ids: string[]) {
  return conditions.map((condition, index) => ({ id: ids[index] ?? "", ...condition }));
}

function viewAction(action: ActionBody, id: string) {
  return {
    id,
    type: action.type,
    integrationId: action.integrationId,
    data: action.data,
    config: action.config,
    status: action.status,
  };
}
