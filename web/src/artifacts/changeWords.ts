import type { Person } from '../api/shapes';
import { plural, t } from '../words/say';
import { nameOfItem, stateId, titleField } from './items';
import { valueText } from './plain';
import type { Artifact, Field, Item, Version, VersionChange } from './shapes';

/** Returns what a version changed, in words. Names come from the artifact as this reader sees it, so that locked words stay out. */
export function changeWords(artifact: Artifact, version: Version, people: Person[]): string {
  if (version.created) return t('created it');
  const words = [...new Set(version.changes.map((change) => wordsOf(artifact, change, people)))];
  if (!words.length) return version.placed.length ? t('put it into the thread') : version.summary;
  const more = version.more ?? 0;
  return more > 0 ? plural('{changes} and one more change', '{changes} and {n} more changes', more, { changes: words.join(', ') }) : words.join(', ');
}

function itemOf(artifact: Artifact, id: string | undefined): string {
  const item = artifact.items.find((one) => one.id === id);
  const title = titleField(artifact);
  const name = item && title && item.values[title.id] ? nameOfItem(artifact, item) : '';
  return name ? t('“{name}”', { name: cut(name) }) : t('an item');
}

const fieldOf = (artifact: Artifact, id: string | undefined): Field | undefined =>
  [...(artifact.definition.fields ?? []), ...(artifact.definition.deletedFields ?? [])].find((one) => one.id === id);

function blockOf(artifact: Artifact, id: string | undefined): string {
  const block = artifact.definition.blocks?.find((one) => one.id === id);
  const text = block?.title || block?.text || (block ? artifact.texts?.[block.id]?.text : undefined);
  const name = text?.trim().split('\n')[0]?.replace(/^#+\s*/, '');
  return name ? t('“{name}”', { name: cut(name) }) : t('a block');
}

const longest = 60;
const cut = (text: string): string => {
  const line = text.replaceAll('\n', ' ');
  return line.length > longest ? `${[...line].slice(0, longest - 1).join('')}…` : line;
};

function valueOf(change: VersionChange, field: Field, people: Person[]): string {
  const item: Pick<Item, 'values'> = { values: { [field.id]: (change.value ?? null) as Item['values'][string] } };
  return cut(valueText(item as Item, field, people));
}

function settingWords(artifact: Artifact, change: VersionChange, people: Person[]): string {
  const field = fieldOf(artifact, change.field);
  if (!field || !change.item) return t('changed a value');
  const named = { field: field.name, item: itemOf(artifact, change.item) };
  const value = valueOf(change, field, people);
  return value ? t('set {field} of {item} to {value}', { ...named, value }) : t('cleared {field} of {item}', named);
}

function wordsOf(artifact: Artifact, change: VersionChange, people: Person[]): string {
  const item = itemOf(artifact, change.item);
  const block = blockOf(artifact, change.block);
  switch (change.op) {
    case 'set': return settingWords(artifact, change, people);
    case 'add': return t('added {item}', { item });
    case 'del': return t('deleted {item}', { item });
    case 'restore': return t('restored {item}', { item });
    case 'move': return change.state ? t('moved {item} to {column}', { item, column: change.state }) : t('moved {item}', { item });
    case 'title': return change.name ? t('changed the title to “{title}”', { title: change.name }) : t('changed the title');
    case 'field': return fieldWords(artifact, change);
    case 'delField': return deletedField(artifact, change);
    case 'block': return t('changed {block}', { block });
    case 'delBlock': return t('deleted {block}', { block });
    case 'moveBlock': return t('moved {item}', { item: block });
    case 'text': return t('edited {block}', { block });
    case 'comment': return t('commented on {item}', { item: change.block ? block : item });
    case 'delComment': return t('deleted a comment');
    case 'parameter': return change.name ? t('changed the parameter {name}', { name: change.name }) : t('changed a parameter');
    case 'delParameter': return t('deleted a parameter');
    case 'purge': return t('removed what had been deleted');
    default: return change.op;
  }
}

function fieldWords(artifact: Artifact, change: VersionChange): string {
  if (change.field === stateId) return t('changed the columns');
  const field = fieldOf(artifact, change.field);
  return field ? t('changed the field {field}', { field: field.name }) : t('changed a field');
}

function deletedField(artifact: Artifact, change: VersionChange): string {
  const field = fieldOf(artifact, change.field);
  return field ? t('deleted the field {field}', { field: field.name }) : t('deleted a field');
}
