import { useState } from 'preact/hooks';
import { sentence } from '../api/http';
import { rooms, setRoomMembers } from '../state/directory';
import { closeOverlay } from '../state/overlay';
import { isMe } from '../state/session';
import { t } from '../words/say';
import { Avatar } from './Avatar';
import { Dialog } from './Dialog';
import { PeoplePicker } from './PeoplePicker';

export function RoomDialog({ id }: { id: string }) {
  const room = rooms.value.find((one) => one.id === id);
  const [people, setPeople] = useState(() => (room?.members ?? []).filter((member) => !isMe(member.subject)));
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  if (!room) return null;
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      await setRoomMembers(id, people.map((person) => person.subject));
      closeOverlay();
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog title={room.name}>
      <p class="hint">{isMe(room.owner.subject) ? t('You own this room.') : t('{name} owns this room and decides who is in it.', { name: room.owner.name })}</p>
      {isMe(room.owner.subject) ? (
        <form onSubmit={(event) => void submit(event)}>
          <PeoplePicker label={t('Members besides you')} chosen={people} onChange={setPeople} />
          <p class="hint">{t('New members see only what is said after they join. Removed members lose access at once.')}</p>
          {problem && <p class="field-problem" role="alert">{problem}</p>}
          <div class="dialog-foot">
            <button type="button" class="button" onClick={closeOverlay}>{t('Cancel')}</button>
            <button type="submit" class="button primary" disabled={busy}>{t('Save members')}</button>
          </div>
        </form>
      ) : (
        <ul class="members">{room.members.map((member) => <li key={member.subject}><Avatar person={member} small />{member.name}</li>)}</ul>
      )}
    </Dialog>
  );
}
