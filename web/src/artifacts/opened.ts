import { keeping } from './keeping';
import { leaveField } from './leaveField';
import { LiveArtifact } from './live';

const keptOpen = 12_000;

const kept = new Map<string, LiveArtifact>();

/** Returns the single instance of an artifact in this page. Pending edits survive closing and reopening it. */
export function liveArtifact(id: string): LiveArtifact {
  const live = kept.get(id) ?? new LiveArtifact(id, () => kept.delete(id));
  kept.set(id, live);
  return live;
}

/** Sends the stored edits of closed pages, for every artifact that no other page has open. */
export async function sendKept(subject: string): Promise<void> {
  const held = new Set((await navigator.locks?.query())?.held?.map((one) => one.name));
  for (const artifact of new Set(keeping.of(subject).filter((one) => !held.has(one.key)).map((one) => one.artifact))) {
    const live = liveArtifact(artifact);
    const close = live.open();
    const stop = live.opened.subscribe(({ kind }) => {
      if (kind === 'opening') return;
      queueMicrotask(() => stop());
      setTimeout(close, keptOpen);
    });
  }
}

/** Warns before closing only if some edits are not stored. */
addEventListener('beforeunload', (event) => {
  leaveField();
  if ([...kept.values()].some((live) => live.unsent.value > 0 && !live.keeper.isKept)) event.preventDefault();
});
addEventListener('pagehide', () => leaveField());
