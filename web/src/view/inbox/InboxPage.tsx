import { useEffect, useState } from 'preact/hooks';
import { sentence } from '../../api/http';
import type { InboxItem } from '../../api/inbox';
import { dismissItem, hasOlderItems, inbox, readInbox, readOlderItems } from '../../state/inbox';
import { noticeFailure } from '../../state/notices';
import { overlay } from '../../state/overlay';
import { rich, t } from '../../words/say';
import { Banner, Ghosts, Nothing, PageHead } from '../PageHead';
import { InboxRow } from './InboxRow';
import { NotifySwitch } from './NotifySwitch';
import './inbox.css';

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.inbox-rows a.row')];

/** Dismisses an item and focuses its neighbor, so that repeated keys empty the inbox. */
function dismiss(item: InboxItem): void {
  const at = rows().findIndex((row) => row.dataset['item'] === item.id);
  dismissItem(item).catch(noticeFailure);
  requestAnimationFrame(() => {
    const left = rows();
    (left[Math.min(at, left.length - 1)] ?? document.getElementById('main'))?.focus();
  });
}

/** The inbox. J and K move, Enter opens, E dismisses. */
export function InboxPage() {
  const items = inbox.value;
  const [problem, setProblem] = useState<string | null>(null);
  const read = (): void => {
    setProblem(null);
    readInbox().catch((failure: unknown) => setProblem(sentence(failure)));
  };
  useEffect(() => {
    read();
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== 'e' || event.metaKey || event.ctrlKey || event.altKey || overlay.value) return;
      const here = document.activeElement?.closest('.inbox-rows li')?.querySelector<HTMLElement>('a.row');
      const item = inbox.value?.find((one) => one.id === here?.dataset['item']);
      if (!item || item.kind === 'confirmation') return;
      event.preventDefault();
      dismiss(item);
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, []);
  return (
    <div class="page inbox" aria-busy={items === null && !problem}>
      <PageHead title={t('Inbox')}><NotifySwitch /></PageHead>
      <p class="lead">{t('What waits for you: confirmations, proposals, results of your automations, mentions and answers shared with you.')}</p>
      <Banner problem={problem} retry={read} />
      {items === null && !problem && <Ghosts />}
      {items?.length === 0 && (
        <Nothing title={t('Nothing waits for you')}>
          <p>{t('Items appear here when the agent needs your approval, a run ends or somebody mentions you.')}</p>
        </Nothing>
      )}
      {!!items?.length && <ul class="rows inbox-rows">{items.map((item) => <InboxRow key={item.id} item={item} onDismiss={() => dismiss(item)} />)}</ul>}
      {!!items?.length && hasOlderItems.value && (
        <p>
          <button type="button" class="button" onClick={() => void readOlderItems().catch(noticeFailure)}>
            {t('Show older')}
          </button>
        </p>
      )}
      {!!items?.length && (
        <p class="hint inbox-keys">
          {rich('{keys} to move, {enter} to open, {e} to dismiss', {
            keys: (
              <>
                <kbd>J</kbd> <kbd>K</kbd>
              </>
            ),
            enter: <kbd>{t('Enter')}</kbd>,
            e: <kbd>E</kbd>,
          })}
        </p>
      )}
    </div>
  );
}
