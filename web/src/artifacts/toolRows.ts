import type { Cell, Column, Person } from '../api/shapes';
import { liveItems } from './fold';
import { fieldsOf } from './items';
import { valueText } from './plain';
import type { Artifact, ArtifactBlock, Field } from './shapes';

const kinds: Partial<Record<Field['type'], string>> = { number: 'number', money: 'number', date: 'date', checkbox: 'boolean' };

/** The fields a part shows: those it names, in its order, else all. */
export function shownFields(artifact: Artifact, block: ArtifactBlock): Field[] {
  const all = fieldsOf(artifact);
  return block.fields?.length ? block.fields.flatMap((id) => all.find((field) => field.id === id) ?? []) : all;
}

export const requestOf = (artifact: Artifact, block: ArtifactBlock): ArtifactBlock | undefined => artifact.definition.blocks?.find((one) => one.id === block.request && one.type === 'request');

/** Items as the rows of a chart: people by their names, what is locked left out. */
export function itemRows(artifact: Artifact, people: Person[]): { columns: Column[]; rows: Cell[][] } {
  const fields = fieldsOf(artifact);
  const columns = fields.map((field): Column => ({ name: field.id, kind: kinds[field.type] ?? 'text' }));
  const cell = (item: Artifact['items'][number], field: Field): Cell => (item.locked?.includes(field.id) ? null : kinds[field.type] ? (item.values[field.id] ?? null) : valueText(item, field, people) || null);
  return { columns, rows: liveItems(artifact).map((item) => fields.map((field) => cell(item, field))) };
}

/** Names of fields in the place of their ids, where the author of a chart gave no other. */
export function withNames(block: ArtifactBlock, artifact: Artifact): ArtifactBlock['chart'] {
  const { chart } = block;
  if (!chart?.encoding || block.request) return chart;
  const fields = fieldsOf(artifact);
  const named = Object.entries(chart.encoding).map(([name, channel]) => {
    const one = Array.isArray(channel) ? channel[0] : channel;
    const field = fields.find((each) => each.id === one?.field);
    return [name, one && field && !one.title && !one.aggregate ? { ...one, title: field.name } : channel];
  });
  return { ...chart, encoding: Object.fromEntries(named) };
}

/** A figure of the shared items: how many there are, or the sum of a field; null where part of it is locked. */
export function statOfItems(artifact: Artifact, column: string | undefined): { value: number; field: Field | undefined } | null {
  const items = liveItems(artifact);
  const field = fieldsOf(artifact).find((one) => one.id === column);
  if (!column) return { value: items.length, field: undefined };
  if (!field || items.some((item) => item.locked?.includes(column))) return null;
  const sum = items.reduce((all, item) => all + (Number(item.values[column] ?? 0) || 0), 0);
  return { value: Number(sum.toPrecision(12)), field };
}
