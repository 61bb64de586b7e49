import { useState } from 'preact/hooks';
import { sentence } from '../api/http';
import type { Person } from '../api/shapes';
import { openThread, rooms } from '../state/directory';
import { closeOverlay } from '../state/overlay';
import { go, threadPath } from '../state/route';
import { t } from '../words/say';
import { Dialog } from './Dialog';
import { PeoplePicker } from './PeoplePicker';

export function NewThreadDialog({ room }: { room?: string | undefined }) {
  const place = rooms.value.find((one) => one.id === room);
  const [people, setPeople] = useState<Person[]>([]);
  const [title, setTitle] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const who = place ? { roomId: place.id } : { members: people.map((person) => person.subject) };
      const thread = await openThread({ ...who, title: title.trim() });
      closeOverlay();
      go(threadPath(thread.id));
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog title={place ? t('New thread in {name}', { name: place.name }) : t('New thread')}>
      <form onSubmit={(event) => void submit(event)}>
        {place ? (
          <p class="hint">
            {t('Everyone in {name} can read and ask: {members}.', { name: place.name, members: place.members.map((member) => member.name).join(', ') })}
          </p>
        ) : (
          <PeoplePicker label={t('With')} chosen={people} onChange={setPeople} />
        )}
        <label class="field-label" for="thread-title">{t('Title')} <span class="optional">{t('optional')}</span></label>
        <input
          id="thread-title"
          class="input"
          maxLength={120}
          value={title}
          onInput={(event) => setTitle(event.currentTarget.value)}
          {...(place ? { 'data-first': true } : {})}
          autoComplete="off"
        />
        {problem && <p class="field-problem" role="alert">{problem}</p>}
        <div class="dialog-foot">
          <button type="button" class="button" onClick={closeOverlay}>{t('Cancel')}</button>
          <button type="submit" class="button primary" disabled={busy}>{place || people.length ? t('Start thread') : t('Start alone')}</button>
        </div>
      </form>
    </Dialog>
  );
}
