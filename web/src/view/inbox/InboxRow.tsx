import { useState } from 'preact/hooks';
import type { InboxItem, InboxKind } from '../../api/inbox';
import { dismissItem, isSeenByOpening, wordsOf } from '../../state/inbox';
import { noticeFailure } from '../../state/notices';
import { countdown, listTime, wholeTime } from '../../text/time';
import { t, type Text } from '../../words/say';
import { Icon, type IconName } from '../Icon';
import { useNow } from '../useNow';
import { CardHere } from './CardHere';

const icons: Record<InboxKind, IconName> = {
  confirmation: 'shield',
  proposal: 'pencil',
  run: 'runs',
  parked: 'pause',
  mention: 'people',
  share: 'eye',
  assignment: 'board',
  undelivered: 'warn',
};
const names: Record<InboxKind, Text> = {
  confirmation: 'Confirm',
  proposal: 'Proposal',
  run: 'Result',
  parked: 'On hold',
  mention: 'Mention',
  share: 'Shared',
  assignment: 'Assigned',
  undelivered: 'Not delivered',
};

export function InboxRow({ item, onDismiss }: { item: InboxItem; onDismiss: () => void }) {
  const [open, setOpen] = useState(false);
  const isCard = item.kind === 'confirmation' && !!item.turnId && !!item.callId;
  const looked = (): void => {
    if (isSeenByOpening(item)) dismissItem(item).catch(noticeFailure);
  };
  return (
    <li>
      <div class="inbox-row">
        <a class="row" href={item.href} data-item={item.id} onClick={looked}>
          <span class={`row-mark is-${item.kind}`} aria-hidden="true"><Icon name={icons[item.kind]} /></span>
          <span class="row-main">
            <span class="row-name">
              <span class="unseen">{t(names[item.kind])}: </span>
              {item.title}
            </span>
            <span class="row-sub">{wordsOf(item)}</span>
          </span>
          <span class="row-side">
            <span class="row-sub">
              {item.expires ? (
                <Left until={item.expires} />
              ) : (
                <time dateTime={item.at} title={wholeTime(item.at)}>
                  {listTime(item.at)}
                </time>
              )}
            </span>
          </span>
        </a>
        <span class="inbox-acts">
          {isCard && <button type="button" class="button small" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('Close') : t('Review')}</button>}
          {item.kind !== 'confirmation' && (
            <button
              type="button"
              class="quiet icon-only"
              aria-label={t('Dismiss: {title}', { title: item.title })}
              title={t('Dismiss (E)')}
              onClick={onDismiss}
            >
              <Icon name="check" />
            </button>
          )}
        </span>
      </div>
      {open && isCard && <CardHere turn={item.turnId!} call={item.callId!} href={item.href} />}
    </li>
  );
}

/** The time left for a confirmation. */
function Left({ until }: { until: string }) {
  const now = useNow();
  return <time dateTime={until} title={wholeTime(until)}>{t('{time} left', { time: countdown(until, now) })}</time>;
}
