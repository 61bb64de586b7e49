import { blocksOf, definitionOf } from '../../artifacts/fold';
import { heightOf } from '../../artifacts/grid';
import type { LiveArtifact } from '../../artifacts/live';
import { newId, placeAt } from '../../artifacts/order';
import type { Artifact, ArtifactBlock, FieldOp } from '../../artifacts/shapes';
import { announce } from '../../state/announcer';
import { t } from '../../words/say';
import type { Act } from '../PopMenu';

interface Where {
  live: LiveArtifact;
  artifact: Artifact;
}

const rekeyed = (others: Array<{ id: string; order: string }>): FieldOp[] => others.map((one) => ({ op: 'moveBlock', block: one.id, order: one.order }));

/** Returns the blocks sorted by grid position: top to bottom, then left to right. */
export const placed = (artifact: Artifact): ArtifactBlock[] => blocksOf(artifact).sort((a, b) => (a.y ?? 0) - (b.y ?? 0) || (a.x ?? 0) - (b.x ?? 0));

/** Moves a block by steps among the displayed ones. On a grid it takes the position of its new neighbor. */
export function moveBlockBy({ live, artifact }: Where, block: ArtifactBlock, step: number, all = blocksOf(artifact)): void {
  const at = all.findIndex((one) => one.id === block.id);
  const neighbour = all[at + step];
  if (!neighbour) return;
  const rest = all.filter((one) => one.id !== block.id);
  const { order, others } = placeAt(rest, at + step);
  const isElsewhere = (neighbour.y ?? 0) !== (block.y ?? 0) || (neighbour.x ?? 0) !== (block.x ?? 0);
  if (isElsewhere && !block.locked)
    live.do(...rekeyed(others), {
      op: 'block',
      block: { ...definitionOf(block), x: Math.min(neighbour.x ?? 0, 12 - (block.w ?? 1)), y: neighbour.y ?? 0 },
      order,
    });
  else live.do(...rekeyed(others), { op: 'moveBlock', block: block.id, order });
  announce(t('Moved to place {place} of {all}.', { place: at + step + 1, all: all.length }));
  focusActs(block.id);
}

const focusActs = (id: string): void =>
  void requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-block="${id}"] .block-acts [aria-haspopup]`)?.focus());

/** Deletes a block and focuses its neighbor. */
export function eraseBlock({ live }: Where, block: ArtifactBlock, all: ArtifactBlock[]): void {
  const at = all.findIndex((one) => one.id === block.id);
  const next = all[at + 1] ?? all[at - 1];
  live.do({ op: 'delBlock', block: block.id });
  announce(t('Deleted. Undo brings it back.'));
  if (next) focusActs(next.id);
  else requestAnimationFrame(() => document.querySelector<HTMLElement>('.add-block button')?.focus());
}

/** Returns the actions common to all kinds with blocks. */
export function blockMoves(where: Where, block: ArtifactBlock, all = blocksOf(where.artifact)): Act[] {
  const at = all.findIndex((one) => one.id === block.id);
  return [
    ...(at > 0 ? [{ name: t('Move up'), act: () => moveBlockBy(where, block, -1, all) }] : []),
    ...(at < all.length - 1 ? [{ name: t('Move down'), act: () => moveBlockBy(where, block, 1, all) }] : []),
    { name: t('Delete'), icon: 'trash', act: () => eraseBlock(where, block, all) },
  ];
}

export function addBlock(live: LiveArtifact, block: Omit<ArtifactBlock, 'id'>, after?: ArtifactBlock): string {
  const all = blocksOf(live.shown.value!);
  const { order, others } = placeAt(all, after ? all.findIndex((one) => one.id === after.id) + 1 : all.length);
  const id = newId('b');
  const height = block.w === undefined ? {} : { h: heightOf(block) };
  live.do(...rekeyed(others), { op: 'block', block: { ...block, ...height, id }, order });
  return id;
}
