import { useState } from 'preact/hooks';
import type { Message } from '../api/shapes';
import { notice, noticeFailure } from '../state/notices';
import { overlay } from '../state/overlay';
import { isMe } from '../state/session';
import { t } from '../words/say';
import { useConversation } from './context';
import { Icon } from './Icon';

/** The share state of an answer. Its asker can share it and withdraw the share. */
export function Sharing({ message }: { message: Message }) {
  const conversation = useConversation();
  const [busy, setBusy] = useState(false);
  const isShared = message.visibility === 'shared';
  if (!isMe(message.askedBy.subject))
    return isShared ? (
      <p class="sharing">
        <span class="tag good">{t('Shared by {name}', { name: message.askedBy.name })}</span>
      </p>
    ) : null;
  if (!isShared && (conversation.thread.value?.members.length ?? 0) < 2) return null;
  const share = (): void => void (overlay.value = { kind: 'share', message: message.id, conversation });
  const takeBack = (): void => {
    if (busy) return;
    setBusy(true);
    conversation.takeBack(message.id).then(() => notice(t('Taken back.')), noticeFailure).finally(() => setBusy(false));
  };
  // One button for both states keeps the focus.
  return (
    <p class="sharing">
      {isShared && <span class="tag good">{t('Shared')}</span>}
      <button type="button" class="quiet" aria-disabled={busy} onClick={isShared ? takeBack : share}>
        {!isShared && <Icon name="people" />}
        {isShared ? t('Take back') : t('Share')}
      </button>
    </p>
  );
}
