import { useState } from 'preact/hooks';
import type { LiveArtifact } from '../../artifacts/live';
import { newId } from '../../artifacts/order';
import type { ItemComment, Target } from '../../artifacts/shapes';
import { isMe } from '../../state/session';
import { listTime, wholeTime } from '../../text/time';
import { t } from '../../words/say';
import { Avatar } from '../Avatar';
import { Icon } from '../Icon';
import { Markdown } from '../Markdown';

interface Props {
  live: LiveArtifact;
  target: Target;
  comments: ItemComment[];
  of: string;
}

export const countOf = (comments: ItemComment[] | undefined): number => (comments ?? []).filter((one) => !one.deleted).length;

/** The comments on an item or a block. */
export function Comments({ live, target, comments, of }: Props) {
  const [text, setText] = useState('');
  const say = (event: Event): void => {
    event.preventDefault();
    if (!text.trim()) return;
    live.do({ op: 'comment', target, comment: newId('c'), text: text.trim() });
    setText('');
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) say(event);
    // Escape must not close the panel while it contains a draft.
    if (event.key === 'Escape' && text) event.stopPropagation();
  };
  return (
    <section class="comments" aria-label={t('Comments on {name}', { name: of })}>
      <ul>
        {comments.map((one) => (
          <li key={one.id}>
            <Avatar person={one.by} small />
            <div class="comment-said">
              <p class="comment-who"><b>{one.by.name}</b> <time dateTime={one.at} title={wholeTime(one.at)}>{listTime(one.at)}</time></p>
              {one.deleted ? <p class="faint">{t('Deleted by its author')}</p> : <Markdown text={one.text} />}
            </div>
            {!one.deleted && isMe(one.by.subject) && (
              <button
                type="button"
                class="quiet icon-only"
                aria-label={t('Delete this comment')}
                title={t('Delete')}
                onClick={() => live.do({ op: 'delComment', comment: one.id })}
              >
                <Icon name="trash" />
              </button>
            )}
          </li>
        ))}
      </ul>
      <form class="comment-new" onSubmit={say}>
        <textarea
          class="input"
          rows={1}
          maxLength={4_000}
          aria-label={t('Comment on {name}', { name: of })}
          placeholder={t('Comment')}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={pressed}
        />
        <button type="submit" class="button small" disabled={!text.trim()}>{t('Comment')}</button>
      </form>
    </section>
  );
}
