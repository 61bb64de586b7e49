import { keeping } from './keeping';
import { LiveArtifact } from './live';

const keptOpen = 12_000;

const kept = new Map<string, LiveArtifact>();

/** The one copy of an artifact in this page: what waits to be sent is there again when it is opened again. */
export function liveArtifact(id: string): LiveArtifact {
  const live = kept.get(id) ?? new LiveArtifact(id, () => kept.delete(id));
  kept.set(id, live);
  return live;
}

/** Sends what an earlier page could not, of every artifact where no other page does. */
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

/** A value that is being typed is an edit once its field is left. */
const leaveField = (): void => {
  const field = document.activeElement;
  if (field instanceof HTMLElement && field.closest('.artifact')) field.blur();
};

/** Only edits that would not outlive the page hold it back. */
addEventListener('beforeunload', (event) => {
  leaveField();
  if ([...kept.values()].some((live) => live.unsent.value > 0 && !live.keeper.isKept)) event.preventDefault();
});
addEventListener('pagehide', leaveField);
