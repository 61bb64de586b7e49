import type { Cell, Column, Person } from '../api/shapes';
import { liveItems } from './fold';
import { fieldsOf } from './items';
import { valueText } from './plain';
import type { Artifact, ArtifactBlock, Field } from './shapes';

const kinds: Partial<Record<Field['type'], string>> = { number: 'number', money: 'number', date: 'date', checkbox: 'boolean' };

/** Returns the fields that a part shows: the named ones in the given order, else all. */
export function shownFields(artifact: Artifact, block: ArtifactBlock): Field[] {
  const all = fieldsOf(artifact);
  return block.fields?.length ? block.fields.flatMap((id) => all.find((field) => field.id === id) ?? []) : all;
}

/** Returns a part that shows the chosen fields, in the order in which they were chosen. With all of them it names none, so that it shows later ones too. */
export function withFields({ fields: _, ...block }: ArtifactBlock, chosen: string[], all: Field[]): ArtifactBlock {
  // The form of a call takes only the fields that it names.
  const isWhole = block.action?.op !== 'call' && all.every((field) => chosen.includes(field.id));
  return isWhole ? block : { ...block, fields: chosen };
}

export const requestOf = (artifact: Artifact, block: ArtifactBlock): ArtifactBlock | undefined =>
  artifact.definition.blocks?.find((one) => one.id === block.request && one.type === 'request');

/** Converts items to chart rows. People appear by name; locked values are omitted. */
export function itemRows(artifact: Artifact, people: Person[]): { columns: Column[]; rows: Cell[][] } {
  const fields = fieldsOf(artifact);
  const columns = fields.map((field): Column => ({ name: field.id, kind: kinds[field.type] ?? 'text' }));
  const cell = (item: Artifact['items'][number], field: Field): Cell =>
    item.locked?.includes(field.id) ? null : kinds[field.type] ? (item.values[field.id] ?? null) : valueText(item, field, people) || null;
  return { columns, rows: liveItems(artifact).map((item) => fields.map((field) => cell(item, field))) };
}

/** Replaces field ids by field names, if the chart's author gave no other title. */
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

/** Computes a figure of the shared items: their count, or the sum of a field. Returns null if part of it is locked. */
export function statOfItems(artifact: Artifact, column: string | undefined): { value: number; field: Field | undefined } | null {
  const items = liveItems(artifact);
  const field = fieldsOf(artifact).find((one) => one.id === column);
  if (!column) return { value: items.length, field: undefined };
  if (!field || items.some((item) => item.locked?.includes(column))) return null;
  const sum = items.reduce((all, item) => all + (Number(item.values[column] ?? 0) || 0), 0);
  return { value: Number(sum.toPrecision(12)), field };
}
