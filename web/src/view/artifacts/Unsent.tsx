import { daysKept } from '../../artifacts/keeping';
import { copyText } from '../../state/copy';
import { t } from '../../words/say';

/** My unsent edits of an artifact that is not found, for copying. */
export function Unsent({ words, onDiscard }: { words: string; onDiscard(): void }) {
  return (
    <section aria-label={t('Your unsent changes')}>
      <h2>{t('Your unsent changes')}</h2>
      <p>{t('They are sent if you can see it again within {n} days. After that, this browser deletes them.', { n: daysKept })}</p>
      {words && <pre class="request" tabIndex={0}>{words}</pre>}
      <p class="panel-acts">
        {words && <button type="button" class="button" onClick={() => copyText(words)}>{t('Copy')}</button>}
        <button type="button" class="button" onClick={onDiscard}>{t('Discard')}</button>
      </p>
    </section>
  );
}
