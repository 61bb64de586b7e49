import { useEffect, useState } from 'preact/hooks';
import { query } from '../../api/http';
import { askAlone } from '../../state/askAlone';
import { threads } from '../../state/directory';
import { noticeFailure } from '../../state/notices';
import { overlay } from '../../state/overlay';
import { fitting, generalQuestion } from '../../state/session';
import { loadSpaces, spacePath, spaces } from '../../state/wiki';
import { t } from '../../words/say';
import { Icon } from '../Icon';

/** Three first steps for a person without threads. */
export function FirstSteps() {
  const isNew = threads.value?.length === 0;
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (isNew) void loadSpaces();
  }, [isNew]);
  if (!isNew) return null;
  const question = fitting.value[0] ?? generalQuestion();
  const ask = (): void => {
    setBusy(true);
    askAlone(question).catch(noticeFailure).finally(() => setBusy(false));
  };
  const space = spaces.value?.[0];
  return (
    <section class="group first-steps" aria-label={t('Three things to try')}>
      <h2 class="group-name">{t('Three things to try')}</h2>
      <ol>
        <li>
          <button type="button" class="card-button" disabled={busy} onClick={ask}>
            <Icon name="chart" />
            <b>{t('Ask about your data')}</b>
            <span>{t('“{question}” The answer holds what you may see, and only you see it.', { question })}</span>
          </button>
        </li>
        <li>
          {fitting.value[0] ? (
            <a class="card-button" href={`/automations/new${query({ ask: fitting.value[0], title: fitting.value[0], when: 'every Monday at 8:00' })}`}>
              <Icon name="clock" />
              <b>{t('Get it every Monday')}</b>
              <span>{t('The same question, answered for you at 8:00. You review it before it starts.')}</span>
            </a>
          ) : space ? (
            <a class="card-button" href={spacePath(space.id)}>
              <Icon name="book" />
              <b>{t('Read “{name}”', { name: space.name })}</b>
              <span>{t('{audience} The agent answers from its pages, too.', { audience: space.audience })}</span>
            </a>
          ) : (
            <a class="card-button" href="/access">
              <Icon name="eye" />
              <b>{t('See what the agent can see')}</b>
              <span>{t('It acts as you: nothing more than you may see yourself.')}</span>
            </a>
          )}
        </li>
        <li>
          <button type="button" class="card-button" onClick={() => (overlay.value = { kind: 'new-thread' })}>
            <Icon name="people" />
            <b>{t('Bring a colleague in')}</b>
            <span>{t('Each of you gets answers from your own data. What you may not see stays locked.')}</span>
          </button>
        </li>
      </ol>
    </section>
  );
}
