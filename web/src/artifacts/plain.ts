import type { Person } from '../api/shapes';
import { show } from '../text/cells';
import { t } from '../words/say';
import { blocksOf, liveItems } from './fold';
import { columnOf, fieldsOf, isDone } from './items';
import { numberText } from './numbers';
import type { Artifact, ArtifactBlock, Field, Item } from './shapes';

const nameOf = (people: Person[], subject: unknown): string => people.find((one) => one.subject === subject)?.name ?? t('somebody');

export function valueText(item: Item, field: Field, people: Person[]): string {
  if (item.locked?.includes(field.id)) return t('(locked)');
  const value = item.values[field.id] ?? null;
  if (value === null || value === '') return '';
  if (field.type === 'person') return nameOf(people, value);
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  const text = typeof value === 'number' ? numberText(value, field) : field.type === 'date' ? show(value, { name: '', kind: 'date' }) : value;
  return field.currency ? `${text} ${field.currency}` : text;
}

function itemLine(artifact: Artifact, item: Item, people: Person[]): string {
  const values = fieldsOf(artifact).map((field) => [field.name, valueText(item, field, people)] as const).filter(([, text]) => text);
  const [first, ...rest] = values;
  const mark = artifact.kind === 'board' ? `[${columnOf(artifact, item)}]` : isDone(artifact, item) ? '[x]' : '[ ]';
  return `${mark} ${first?.[1].replaceAll('\n', ' ') ?? t('Untitled')}${rest.length ? ` (${rest.map(([name, text]) => `${name}: ${text}`).join(', ')})` : ''}`;
}

function blockLines(artifact: Artifact, block: ArtifactBlock): string {
  if (block.locked) return t('(locked)');
  switch (block.type) {
    case 'heading': return `${'#'.repeat(block.level ?? 2)} ${block.text ?? ''}`;
    case 'markdown': return artifact.texts?.[block.id]?.text ?? '';
    case 'request': return `${t('{query} of {source}:', { query: block.title ?? t('Query'), source: block.source ?? '' })}\n${block.sql ?? ''}`;
    default: return [block.title, block.text].filter(Boolean).join('\n') || block.type;
  }
}

/** Converts an artifact to lines of text, so that two versions can be compared. */
export function plainText(artifact: Artifact, people: Person[]): string {
  const fields = fieldsOf(artifact);
  return [
    artifact.title,
    ...(fields.length ? [t('Fields: {names}', { names: fields.map((field) => field.name).join(', ') })] : []),
    ...liveItems(artifact).map((item) => itemLine(artifact, item, people)),
    ...blocksOf(artifact).map((block) => blockLines(artifact, block)),
  ].join('\n');
}
