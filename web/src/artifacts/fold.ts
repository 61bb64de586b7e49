import type { Person } from '../api/shapes';
import type { Artifact, ArtifactBlock, Batch, Changes, FieldOp, Item, ItemComment, LiveText, Op } from './shapes';

interface Stamp {
  author: Person;
  at: string;
}

/** Applies changes to a text. Positions are UTF-16 units, as on the server. */
export function applyChanges(text: string, changes: Changes): string {
  let [at, made] = [0, ''];
  for (const part of changes) {
    if (typeof part === 'number') made += text.slice(at, at + part);
    else made += part.slice(1).join('\n');
    at += typeof part === 'number' ? part : part[0];
  }
  return made + text.slice(at);
}

const changed = (artifact: Artifact, id: string, change: (item: Item) => Item): Artifact =>
  artifact.items.some((item) => item.id === id) ? { ...artifact, items: artifact.items.map((item) => (item.id === id ? change(item) : item)) } : artifact;

const stamped = (item: Item, { author, at }: Stamp): Item => ({ ...item, changedBy: author, changedAt: at });

const withBlocks = (artifact: Artifact, blocks: ArtifactBlock[]): Artifact => ({ ...artifact, definition: { ...artifact.definition, blocks } });

const upserted = <T extends { id: string }>(all: T[] | undefined, one: T): T[] =>
  all?.some((each) => each.id === one.id) ? all.map((each) => (each.id === one.id ? one : each)) : [...(all ?? []), one];

const without = <T extends { id: string }>(all: T[] | undefined, id: string): T[] => (all ?? []).filter((one) => one.id !== id);

function commented(artifact: Artifact, op: Extract<FieldOp, { op: 'comment' }>, { author, at }: Stamp): Artifact {
  const comment: ItemComment = { id: op.comment, by: author, at, text: op.text, ...(op.mentions ? { mentions: op.mentions } : {}) };
  const target = op.target;
  if ('item' in target)
    return changed(artifact, target.item, (item) =>
      item.comments.some((one) => one.id === op.comment) ? item : { ...item, comments: [...item.comments, comment] },
    );
  return withBlocks(
    artifact,
    (artifact.definition.blocks ?? []).map((block) =>
      block.id === target.block && !block.comments?.some((one) => one.id === op.comment) ? { ...block, comments: [...(block.comments ?? []), comment] } : block,
    ),
  );
}

const withoutComment = (comments: ItemComment[], id: string): ItemComment[] =>
  comments.map((one) => (one.id === id ? { id, by: one.by, at: one.at, text: '', deleted: true } : one));

function uncommented(artifact: Artifact, id: string): Artifact {
  const has = (comments: ItemComment[] | undefined): boolean => !!comments?.some((one) => one.id === id);
  const items = artifact.items.map((item) => (has(item.comments) ? { ...item, comments: withoutComment(item.comments, id) } : item));
  return withBlocks(
    { ...artifact, items },
    (artifact.definition.blocks ?? []).map((block) => (has(block.comments) ? { ...block, comments: withoutComment(block.comments!, id) } : block)),
  );
}

/** The server's fields of a block beyond its definition. They remain valid as long as its query is unchanged. */
const keptOf = (known: ArtifactBlock | undefined, next: ArtifactBlock): Partial<ArtifactBlock> =>
  known?.sql === next.sql && known?.source === next.source
    ? { comments: known?.comments, definitionHash: known?.definitionHash, definedBy: known?.definedBy }
    : { comments: known?.comments };

function texted(artifact: Artifact, block: string, changes: Changes): Artifact {
  const before: LiveText = artifact.texts?.[block] ?? { text: '', version: 0 };
  return { ...artifact, texts: { ...artifact.texts, [block]: { text: applyChanges(before.text, changes), version: before.version + 1 } } };
}

const purged = (artifact: Artifact): Artifact => ({
  ...artifact,
  definition: { ...artifact.definition, deletedFields: [] },
  items: artifact.items.filter((item) => !item.deleted).map((item) => ({ ...item, comments: item.comments.filter((one) => !one.deleted) })),
});

function apply(artifact: Artifact, op: Op, stamp: Stamp): Artifact {
  const { definition } = artifact;
  switch (op.op) {
    case 'set': return changed(artifact, op.item, (item) => stamped({ ...item, values: { ...item.values, [op.field]: op.value } }, stamp));
    case 'add': {
      if (artifact.items.some((item) => item.id === op.item)) return artifact;
      const item: Item = {
        id: op.item,
        order: op.order,
        ...(op.state === undefined ? {} : { state: op.state }),
        values: op.values,
        comments: [],
        by: stamp.author,
        at: stamp.at,
        changedBy: stamp.author,
        changedAt: stamp.at,
      };
      return { ...artifact, items: [...artifact.items, item] };
    }
    case 'del': return changed(artifact, op.item, (item) => stamped({ ...item, deleted: true }, stamp));
    case 'restore': return changed(artifact, op.item, ({ deleted: _, ...item }) => stamped(item, stamp));
    case 'move':
      return changed(artifact, op.item, (item) => stamped({ ...item, order: op.order, ...(op.state === undefined ? {} : { state: op.state }) }, stamp));
    case 'title': return { ...artifact, title: op.title };
    case 'field':
      return {
        ...artifact,
        definition: { ...definition, fields: upserted(definition.fields, op.field), deletedFields: without(definition.deletedFields, op.field.id) },
      };
    case 'delField': {
      const deleted = definition.fields?.find((field) => field.id === op.field);
      if (!deleted) return artifact;
      return {
        ...artifact,
        definition: { ...definition, fields: without(definition.fields, op.field), deletedFields: upserted(definition.deletedFields, deleted) },
      };
    }
    case 'block':
      return withBlocks(
        artifact,
        upserted(definition.blocks, {
          ...keptOf(
            definition.blocks?.find((one) => one.id === op.block.id),
            op.block,
          ),
          ...op.block,
          order: op.order,
        }),
      );
    case 'delBlock': return withBlocks(artifact, (definition.blocks ?? []).filter((block) => block.id !== op.block));
    case 'moveBlock': return withBlocks(artifact, (definition.blocks ?? []).map((block) => (block.id === op.block ? { ...block, order: op.order } : block)));
    case 'text': return texted(artifact, op.block, op.changes);
    case 'comment': return commented(artifact, op, stamp);
    case 'delComment': return uncommented(artifact, op.comment);
    case 'delParameter':
      return { ...artifact, definition: { ...definition, parameters: (definition.parameters ?? []).filter((one) => one.id !== op.parameter) } };
    case 'purge': return purged(artifact);
    case 'parameter': return { ...artifact, definition: { ...definition, parameters: upserted(definition.parameters, op.parameter) } };
    // An op of a newer server. A full reload contains its effect.
    default: return artifact;
  }
}

/** Folds ops into an artifact by the server's rules: last writer wins per field. Ops on missing targets are ignored. */
export const fold = (artifact: Artifact, ops: Op[], stamp: Stamp): Artifact => ops.reduce((before, op) => apply(before, op, stamp), artifact);

export const foldBatch = (artifact: Artifact, batch: Batch): Artifact => ({ ...fold(artifact, batch.ops, batch), seq: batch.seq, changedAt: batch.at });

export const byOrder = (a: { id: string; order?: string }, b: { id: string; order?: string }): number => {
  const [one, other] = [a.order ?? '', b.order ?? ''];
  return one < other ? -1 : one > other ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
};

export const liveItems = (artifact: Artifact): Item[] => artifact.items.filter((item) => !item.deleted).sort(byOrder);

export const blocksOf = (artifact: Artifact): ArtifactBlock[] => [...(artifact.definition.blocks ?? [])].sort(byOrder);

/** Returns the part of a block that an op may contain. The server adds the rest. */
export function definitionOf(block: ArtifactBlock): ArtifactBlock {
  const { order: _, comments: __, definitionHash: ___, locked: ____, definedBy: _____, ...definition } = block;
  return definition;
}
