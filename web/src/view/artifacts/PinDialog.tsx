import { useEffect, useState } from 'preact/hooks';
import { sentence } from '../../api/http';
import { listArtifacts, pinTo, unpinFrom } from '../../artifacts/api';
import type { Artifact } from '../../artifacts/shapes';
import { rooms } from '../../state/directory';
import { closeOverlay } from '../../state/overlay';
import { t } from '../../words/say';
import { Dialog } from '../Dialog';

/** A dialog for the rooms that pin this artifact. Only members with access see it there. */
export function PinDialog({ artifact }: { artifact: Artifact }) {
  const [pinned, setPinned] = useState<Record<string, boolean>>({});
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    for (const room of rooms.value)
      listArtifacts({ room: room.id }).then(
        (found) => setPinned((before) => ({ ...before, [room.id]: found.items.some((one) => one.id === artifact.id) })),
        (failure: unknown) => setProblem(sentence(failure)),
      );
  }, []);
  const toggle = (room: string, isPinned: boolean): void => {
    setBusy(room);
    setProblem(null);
    (isPinned ? pinTo : unpinFrom)(room, artifact.id)
      .then(
        () => setPinned((before) => ({ ...before, [room]: isPinned })),
        (failure: unknown) => setProblem(sentence(failure)),
      )
      .finally(() => setBusy(null));
  };
  return (
    <Dialog title={t('Pin {title} to a room', { title: artifact.title })}>
      <p class="hint">{t('A pin puts it on the room\'s page. It opens only to members who have it already: it gives nobody anything.')}</p>
      {rooms.value.length === 0 && <p class="hint">{t('You are in no room.')}</p>}
      <ul class="pin-rooms">
        {rooms.value.map((room) => (
          <li key={room.id}>
            <label>
              <input
                type="checkbox"
                checked={pinned[room.id] === true}
                disabled={pinned[room.id] === undefined || busy === room.id}
                onChange={(event) => toggle(room.id, event.currentTarget.checked)}
              />
              {room.name}
            </label>
          </li>
        ))}
      </ul>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <div class="dialog-foot"><button type="button" class="button" data-first onClick={closeOverlay}>{t('Done')}</button></div>
    </Dialog>
  );
}
