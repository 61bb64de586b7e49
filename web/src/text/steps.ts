import type { Message, ReplyStep } from '../api/shapes';
import { everySource, stepWords } from './tools';

export interface StepGroup {
  /** The last step of the group. */
  step: ReplyStep;
  words: string;
  times: number;
}

const isSystem = (relation: string): boolean => /^(pg_|information_schema|sqlite_)/.test(relation);

/** Returns the tables read in the step's source. A catalog listing touches all of them once; then only those touched again count. */
function tablesOf(message: Message, step: ReplyStep): string[] {
  // Evidence does not contain the step, and a call without a result has no evidence.
  if (step.status !== 'succeeded') return [];
  const relations = (message.touched ?? [])
    .filter((one) => one.source === step.source && one.relation !== everySource && !isSystem(one.relation))
    .map((one) => one.relation);
  const looked = (message.steps ?? []).some((one) => one.tool === 'describe_data' && (one.source === everySource || one.source === step.source));
  return [...new Set(looked ? relations.filter((one, at) => relations.indexOf(one) < at) : relations)];
}

export const sourcesOf = (steps: ReplyStep[]): string[] =>
  [...new Set(steps.flatMap((step) => (step.source && step.source !== everySource && step.source !== step.tool ? [step.source] : [])))];

/** Describes the steps of an answer, grouped by tool, outcome and source. */
export function stepGroups(message: Message): StepGroup[] {
  const steps = message.steps ?? [];
  const groups = new Map<string, ReplyStep[]>();
  for (const step of steps) {
    const key = JSON.stringify([step.tool, step.status, step.source]);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  const several = sourcesOf(steps).length > 1;
  return [...groups.values()].map((group) => {
    const step = group.at(-1)!;
    return { step, words: stepWords(step, several ? step.source : undefined, tablesOf(message, step)), times: group.length };
  });
}
