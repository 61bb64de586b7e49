import { useState } from 'preact/hooks';
import { sentence } from '../api/http';
import type { Waiting } from '../state/running';
import { countdown } from '../text/time';
import { tableName } from '../text/tools';
import { t } from '../words/say';
import { Icon } from './Icon';
import { useNow } from './useNow';

/** Returns a readable form of a target such as `company: sales.deals`. The exact target is displayed beside it. */
function placeOf(target: string): string | null {
  const [, source, table] = /^([\w-]+): ([\w.]+)$/.exec(target) ?? [];
  return source && table ? t('{table} in {source}', { table: tableName(table), source }) : null;
}

/** A card with the exact act that waits for my confirmation. */
export function ConfirmationCard({ asked, onDecide }: { asked: Waiting; onDecide: (approve: boolean) => Promise<void> }) {
  const now = useNow();
  const [decided, setDecided] = useState<'approved' | 'declined' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // Affects only the text: the server decides.
  const isOver = Date.parse(asked.expires) <= now;
  const decide = async (approve: boolean): Promise<void> => {
    setDecided(approve ? 'approved' : 'declined');
    setProblem(null);
    try {
      await onDecide(approve);
    } catch (failure) {
      setDecided(null);
      setProblem(sentence(failure));
    }
  };
  const { card } = asked;
  const target = placeOf(card.target);
  const replaces = card.fields.some((field) => field.oldValue);
  return (
    <section class="confirmation" aria-label={t('Confirm: {title}', { title: card.title })}>
      {asked.again && <p class="changed"><Icon name="warn" />{t('The state has changed since you were asked. Please read it again.')}</p>}
      <h2>{card.title}</h2>
      <dl class="facts">
        <div><dt>{t('Target')}</dt><dd>{target ? <>{target} <span class="faint">{card.target}</span></> : card.target}</dd></div>
        <div><dt>{t('Who will see it')}</dt><dd>{card.audience}</dd></div>
        {card.textAuthors.length > 0 && <div><dt>{t('Written with words of')}</dt><dd>{card.textAuthors.map((author) => author.name).join(', ')}</dd></div>}
      </dl>
      <div class="table-box" tabIndex={0} role="group" aria-label={t('What changes')}>
        <table class="changes">
          <thead>
            <tr>
              <th scope="col">{t('Field')}</th>
              {replaces && <th scope="col">{t('Now')}</th>}
              <th scope="col">{replaces ? t('Then') : t('Value')}</th>
            </tr>
          </thead>
          <tbody>
            {card.fields.map((field) => (
              <tr key={field.name}>
                <th scope="row">{field.name}</th>
                {replaces && <td class="old">{field.oldValue ?? <span class="faint">{t('nothing')}</span>}</td>}
                <td class="new-value">{field.newValue ?? <span class="faint">{t('nothing')}</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <div class="confirm-foot">
        <button type="button" class="button primary" disabled={!!decided} onClick={() => void decide(true)}>{t('Approve')}</button>
        <button type="button" class="button" disabled={!!decided} onClick={() => void decide(false)}>{t('Decline')}</button>
        <span class="faint">
          {isOver
            ? t('The time to confirm has run out.')
            : decided
              ? decided === 'approved'
                ? t('You approved this.')
                : t('You declined this.')
              : t('Expires in {time}', { time: countdown(asked.expires, now) })}
        </span>
      </div>
    </section>
  );
}
