import { t } from '../words/say';
import { liveItems } from './fold';
import { behind, newId, placeAt } from './order';
import type { Artifact, Field, FieldOp, Item, Value } from './shapes';

/** The id of the field whose choices are the columns of a board. */
export const stateId = 'state';

const plainStates = ['open', 'done'];

export const fieldsOf = (artifact: Artifact): Field[] => (artifact.definition.fields ?? []).filter((field) => !field.isDeleted && field.id !== stateId);

export const columnsOf = (artifact: Artifact): string[] => {
  const field = artifact.definition.fields?.find((one) => one.id === stateId && !one.isDeleted);
  return field?.choices?.length ? field.choices : plainStates;
};

/** Returns the column of an item. An item without a state is in the first column. */
export const columnOf = (artifact: Artifact, item: Item): string => {
  const columns = columnsOf(artifact);
  return item.state !== undefined && columns.includes(item.state) ? item.state : columns[0]!;
};

export const isDone = (artifact: Artifact, item: Item): boolean => columnOf(artifact, item) === columnsOf(artifact).at(-1);

/** Returns whether a field is the last one that can name the items. Without it, nobody could add an item. */
export const isLastName = (artifact: Artifact, field: Field): boolean =>
  field.type === 'text' && !fieldsOf(artifact).some((one) => one.type === 'text' && one.id !== field.id);

export const titleField = (artifact: Artifact): Field | undefined => fieldsOf(artifact).find((field) => field.type === 'text');

export const nameOfItem = (artifact: Artifact, item: Item): string => {
  const field = titleField(artifact);
  const value = field ? item.values[field.id] : undefined;
  return typeof value === 'string' && value.trim() ? value : t('Untitled');
};

const moves = (others: Array<{ id: string; order: string }>): FieldOp[] => others.map((one) => ({ op: 'move', item: one.id, order: one.order }));

/** Adds an item after another one, or at the end. */
export function adding(
  artifact: Artifact,
  values: Record<string, Value>,
  place: { after?: Item | undefined; state?: string | undefined } = {},
): { id: string; ops: FieldOp[] } {
  const all = liveItems(artifact);
  const at = place.after ? all.findIndex((one) => one.id === place.after!.id) + 1 : all.length;
  const { order, others } = placeAt(all, at);
  const id = newId('i');
  return { id, ops: [...moves(others), { op: 'add', item: id, order, values, ...(place.state === undefined ? {} : { state: place.state }) }] };
}

/** Adds several items at the end as one edit. */
export function addingMany(artifact: Artifact, all: Array<Record<string, Value>>, state?: string): FieldOp[] {
  const last = liveItems(artifact).at(-1)?.order ?? null;
  return behind(last, all.length).map((order, at) => ({ op: 'add', item: newId('i'), order, values: all[at]!, ...(state === undefined ? {} : { state }) }));
}

/** Moves an item before another one or to the end, optionally into another column. */
export function moving(artifact: Artifact, item: Item, before: Item | undefined, state?: string): FieldOp[] {
  const all = liveItems(artifact).filter((one) => one.id !== item.id);
  const at = before ? all.findIndex((one) => one.id === before.id) : all.length;
  const { order, others } = placeAt(all, at);
  return [...moves(others), { op: 'move', item: item.id, order, ...(state === undefined ? {} : { state }) }];
}

/** Moves an item by an offset within the displayed items. */
export function movingBy(artifact: Artifact, item: Item, shown: Item[], by: number): FieldOp[] {
  const at = shown.findIndex((one) => one.id === item.id);
  const to = Math.max(0, Math.min(shown.length - 1, at + by));
  if (to === at) return [];
  const rest = shown.filter((one) => one.id !== item.id);
  const before = rest[to];
  if (before) return moving(artifact, item, before);
  // The new place is after the last displayed item. Hidden items do not matter.
  const all = liveItems(artifact).filter((one) => one.id !== item.id);
  return moving(artifact, item, all[all.findIndex((one) => one.id === rest.at(-1)!.id) + 1]);
}

export const settingState = (item: Item, state: string): FieldOp[] => [{ op: 'move', item: item.id, order: item.order, state }];
