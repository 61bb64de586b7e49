import { listArtifacts, readArtifact, sendOps } from './api';
import { blocksOf } from './fold';
import { newId, placeAt } from './order';
import type { ArtifactBlock, ArtifactHead } from './shapes';

export const longestName = 100;

const mostLists = 10;
const mostTries = 3;

const holds = /^(dashboard|document)$/;

/** Returns my artifacts that can hold a query, newest first: drafts, and those of my threads. */
export async function holders(list: typeof listArtifacts = listArtifacts): Promise<ArtifactHead[]> {
  const found: ArtifactHead[] = [];
  let continuation: string | undefined;
  for (let page = 0; page < mostLists; page++) {
    const next = await list({ continuation });
    found.push(...next.items.filter((one) => holds.test(one.kind)));
    continuation = next.continuation;
    if (!continuation) break;
  }
  return found;
}

/** Splits the artifacts into those of this thread, my drafts and the others. */
export const sorted = (all: ArtifactHead[], thread: string | undefined): { here: ArtifactHead[]; drafts: ArtifactHead[]; elsewhere: ArtifactHead[] } => {
  const isHere = (one: ArtifactHead): boolean => one.state === 'published' && one.threadId === thread;
  return {
    here: all.filter(isHere),
    drafts: all.filter((one) => one.state === 'draft'),
    elsewhere: all.filter((one) => one.state === 'published' && !isHere(one)),
  };
};

/**
 * Adds a block at the end. A repeated call with the same block adds it once: the earlier request can have arrived although its answer was lost.
 * If somebody changed the artifact in between, it is read again.
 */
export async function addAtEnd(id: string, block: ArtifactBlock, api = { readArtifact, sendOps }): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries++) {
    const artifact = await api.readArtifact(id);
    const all = blocksOf(artifact);
    if (all.some((one) => one.id === block.id)) return true;
    const { order, others } = placeAt(all, all.length);
    const moved = others.map((one) => ({ op: 'moveBlock' as const, block: one.id, order: one.order }));
    const sent = await api.sendOps(id, { baseSeq: artifact.seq, opId: newId('p'), ops: [...moved, { op: 'block', block, order }] });
    if ('seq' in sent) return true;
  }
  return false;
}
