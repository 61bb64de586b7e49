import { useState } from 'preact/hooks';
import type { Message } from '../api/shapes';
import { noticeFailure } from '../state/notices';
import { clockTime, wholeTime } from '../text/time';
import { rich, t } from '../words/say';
import { useConversation } from './context';
import { Icon } from './Icon';

/** An answer of somebody else that used data I cannot see: the asker, the time, and a button to ask as myself. */
export function LockedCard({ message }: { message: Message }) {
  const conversation = useConversation();
  const [busy, setBusy] = useState(false);
  const ask = (): void => {
    setBusy(true);
    conversation.askAsMe(message.id).catch(noticeFailure).finally(() => setBusy(false));
  };
  return (
    <article
      id={message.id}
      class="message locked"
      data-message
      tabIndex={-1}
      aria-label={t('Answer to {name}, locked, {at}', { name: message.askedBy.name, at: clockTime(message.at) })}
    >
      <span class="avatar lock" aria-hidden="true"><Icon name="lock" /></span>
      <div class="locked-card">
        <p>
          {rich('Answered to {name}', { name: <b>{message.askedBy.name}</b> })}
          <time dateTime={message.at} title={wholeTime(message.at)}>
            {clockTime(message.at)}
          </time>
        </p>
        <button type="button" class="button small" disabled={busy} aria-describedby={`why-${message.id}`} onClick={ask}>{t('Ask as me')}</button>
        <p id={`why-${message.id}`} class="locked-why">
          {rich('Locked: it can depend on data that you cannot see. {act} asks the same question with your own access.', { act: <b>{t('Ask as me')}</b> })}
        </p>
      </div>
    </article>
  );
}
