import { useState } from 'preact/hooks';
import { sentence } from '../api/http';
import type { Person, Thread } from '../api/shapes';
import { leave, setThreadMembers } from '../state/arrange';
import { closeOverlay } from '../state/overlay';
import { go, route } from '../state/route';
import { isMe } from '../state/session';
import { t } from '../words/say';
import { Avatar } from './Avatar';
import { Dialog } from './Dialog';
import { PeoplePicker } from './PeoplePicker';

/** The members of a thread outside a room. The owner can change them; everybody else can leave. */
export function ThreadPeopleDialog({ thread, add = [] }: { thread: Thread; add?: Person[] | undefined }) {
  const mine = isMe(thread.owner ?? '');
  const [people, setPeople] = useState<Person[]>(() => [...thread.members.filter((member) => !isMe(member.subject)), ...add]);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = (work: Promise<void>): void => {
    setBusy(true);
    work.then(closeOverlay, (failure: unknown) => {
      setProblem(sentence(failure));
      setBusy(false);
    });
  };
  const submit = (event: Event): void => {
    event.preventDefault();
    run(setThreadMembers(thread.id, people.map((person) => person.subject)));
  };
  const goAway = (): void => run(leave(thread.id).then(() => {
    if (route.value.page === 'thread' && route.value.id === thread.id) go('/');
  }));
  const owner = thread.members.find((member) => member.subject === thread.owner)?.name;
  return (
    <Dialog title={t('People')}>
      <form onSubmit={submit}>
        {mine
          ? (
            <>
              <PeoplePicker label={t('People besides you')} chosen={people} onChange={setPeople} />
              <p class="hint">
                {t('Who you add reads what is written from now on, and the answers that their own rights cover. Who you remove loses access at once.')}
              </p>
            </>
          )
          : (
            <>
              <p class="hint">{t('{owner} decides who is in this conversation.', { owner: owner ?? '' })}</p>
              <ul class="members">{thread.members.map((member) => <li key={member.subject}><Avatar person={member} small />{member.name}</li>)}</ul>
            </>
          )}
        {problem && <p class="field-problem" role="alert">{problem}</p>}
        <div class="dialog-foot">
          {thread.members.length > 1 && <button type="button" class="button" disabled={busy} onClick={goAway}>{t('Leave conversation')}</button>}
          <button type="button" class="button" onClick={closeOverlay}>{mine ? t('Cancel') : t('Close')}</button>
          {mine && <button type="submit" class="button primary" disabled={busy}>{t('Save people')}</button>}
        </div>
      </form>
    </Dialog>
  );
}
