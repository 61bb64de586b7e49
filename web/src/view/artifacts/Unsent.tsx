import type { Missed } from '../../artifacts/availability';
import { unsentWords } from '../../artifacts/unsentWords';
import { copyText } from '../../state/copy';
import { dateOf } from '../../text/time';
import { t } from '../../words/say';
import { knownPeople } from './people';

/** My unsent edits of an artifact that is not found, for copying. */
export function Unsent({ unsent: { kept, until }, beside, onDiscard }: { unsent: Missed; beside?: boolean; onDiscard(): void }) {
  const words = unsentWords(kept, knownPeople());
  return (
    <section aria-label={t('Your unsent changes')}>
      {beside ? <h4>{t('Your unsent changes')}</h4> : <h2>{t('Your unsent changes')}</h2>}
      <p>
        {until === null
          ? t('They could not be stored in this browser. They are sent if you can see it again while this page is open.')
          : t('They are sent if you can see it again. This browser keeps them until {date}, and deletes them at your next visit after that.', {
              date: dateOf(new Date(until).toISOString()),
            })}
      </p>
      {words && <pre class="request" tabIndex={0}>{words}</pre>}
      <p class="panel-acts">
        {words && <button type="button" class="button" onClick={() => copyText(words)}>{t('Copy')}</button>}
        <button type="button" class="button" onClick={onDiscard}>{t('Discard')}</button>
      </p>
    </section>
  );
}
