import { useState } from 'preact/hooks';
import { sentence } from '../api/http';
import type { Person } from '../api/shapes';
import { createRoom } from '../state/directory';
import { closeOverlay, overlay } from '../state/overlay';
import { t } from '../words/say';
import { Dialog } from './Dialog';
import { PeoplePicker } from './PeoplePicker';

export function NewRoomDialog() {
  const [name, setName] = useState('');
  const [people, setPeople] = useState<Person[]>([]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const room = await createRoom(name.trim(), people.map((person) => person.subject));
      overlay.value = { kind: 'new-thread', room: room.id };
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog title={t('New room')}>
      <form onSubmit={(event) => void submit(event)}>
        <label class="field-label" for="room-name">{t('Name')}</label>
        <input
          id="room-name"
          class="input"
          required
          maxLength={80}
          data-first
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
          autoComplete="off"
          placeholder={t('Quarterly review')}
        />
        <PeoplePicker label={t('Members')} chosen={people} onChange={setPeople} />
        <p class="hint">{t('Being in a room lets people read what is typed there. It gives nobody data they did not have.')}</p>
        {problem && <p class="field-problem" role="alert">{problem}</p>}
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeOverlay}>{t('Cancel')}</button>
          <button type="submit" class="button primary" disabled={busy}>{t('Create room')}</button>
        </div>
      </form>
    </Dialog>
  );
}
