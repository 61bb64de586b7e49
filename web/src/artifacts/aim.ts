import type { Artifact, ItemComment } from './shapes';

/** The item or comment in the address of an artifact: `#item-…` or `#comment-…`. */
export type Aim = { item: string } | { comment: string };

export function aimOf(hash: string): Aim | null {
  const [, kind, id] = /^#(item|comment)-([\w-]+)$/.exec(hash) ?? [];
  return !id ? null : kind === 'item' ? { item: id } : { comment: id };
}

/** Returns whether the address names one of these comments, which are then open. */
export function isAimedAt(comments: ItemComment[] | undefined, hash = location.hash): boolean {
  const aim = aimOf(hash);
  return !!aim && 'comment' in aim && !!comments?.some((one) => one.id === aim.comment);
}

/** Returns whether the artifact still has what the address names. */
export function isThere(artifact: Artifact, aim: Aim): boolean {
  if ('item' in aim) return artifact.items.some((one) => one.id === aim.item && !one.deleted);
  const parts = [...artifact.items.filter((one) => !one.deleted), ...(artifact.definition.blocks ?? [])];
  return parts.some((part) => part.comments?.some((one) => one.id === aim.comment && !one.deleted));
}
