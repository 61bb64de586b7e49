import { useEffect, useRef, useState } from 'preact/hooks';
import { filesAlone } from '../api/files';
import type { Message } from '../api/shapes';
import { noticeFailure } from '../state/notices';
import type { Outgoing } from '../state/outbox';
import { isMe, myself } from '../state/session';
import { announcedIn } from '../text/announced';
import { clockTime, wholeTime } from '../text/time';
import { withArtifactTexts } from '../words/language';
import { t } from '../words/say';
import { Avatar } from './Avatar';
import { useConversation } from './context';
import { EditBox } from './EditBox';
import { Icon } from './Icon';
import { focusComposer } from './keyboard';
import { lazily } from './lazily';
import { Markdown } from './Markdown';
import { MessageFiles } from './MessageFiles';
import { CopyAct, MessageAct, MessageActs } from './MessageActs';
import { Quote } from './Quote';
import { ReactAct, Reactions } from './Reactions';

const ArtifactCard = lazily(() => withArtifactTexts(import('./artifacts/ArtifactCard')).then((part) => part.ArtifactCard), true);

const together = 5 * 60_000;

const continues = (message: Message, before: Message | undefined): boolean =>
  !message.author &&
  before?.from === 'person' &&
  before.runId === message.runId &&
  before.askedBy.subject === message.askedBy.subject &&
  Date.parse(message.at) - Date.parse(before.at) < together;

export function PersonMessage({ message, before }: { message: Message; before: Message | undefined }) {
  const [editing, setEditing] = useState(false);
  const isMore = continues(message, before);
  const done = (): void => {
    setEditing(false);
    document.getElementById(message.id)?.focus({ preventScroll: true });
  };
  return (
    <article
      id={message.id}
      class={`message person${isMore ? ' more' : ''}`}
      data-message
      tabIndex={-1}
      aria-label={`${message.askedBy.name}, ${clockTime(message.at)}`}
    >
      {!isMore && <Avatar person={message.askedBy} />}
      <div class="said">
        {!isMore && (
          <p class="who">
            <b>{message.askedBy.name}</b>
            {message.unattended && <span class="tag">{t('asked by an automation')}</span>}
            {message.author && <span class="faint">{t('in the words of {name}', { name: message.author.name })}</span>}
            <time dateTime={message.at} title={wholeTime(message.at)}>
              {clockTime(message.at)}
            </time>
          </p>
        )}
        {message.quote && <Quote id={message.quote} />}
        {editing ? <EditBox message={message} onDone={done} /> : <Words message={message} />}
        <Reactions message={message} />
      </div>
      {!message.deleted && !editing && <Acts message={message} onEdit={() => setEditing(true)} />}
    </article>
  );
}

function Words({ message }: { message: Message }) {
  if (message.deleted) return <p class="typed tombstone">{t('Message deleted by its author')}</p>;
  const announced = announcedIn(message.text);
  if (announced) return <div class="typed"><ArtifactCard id={announced} by={message.askedBy} /></div>;
  const isFilesOnly = message.files && message.text === filesAlone;
  return (
    <div class="typed">
      {!isFilesOnly && <Markdown text={message.text ?? ''} mentions={message.mentions} />}
      {message.editedAt && <span class="edited faint" title={wholeTime(message.editedAt)}>{t('edited')}</span>}
      <MessageFiles files={message.files} />
    </div>
  );
}

function Acts({ message, onEdit }: { message: Message; onEdit: () => void }) {
  const conversation = useConversation();
  const [asking, setAsking] = useState(false);
  const isMine = isMe(message.askedBy.subject) && !message.unattended;
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asking) keep.current?.focus();
  }, [asking]);
  // The focused button is gone, so the focus moves to its message.
  const close = (): void => {
    setAsking(false);
    document.getElementById(message.id)?.focus({ preventScroll: true });
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  const erase = (): void => {
    close();
    conversation.erase(message).catch(noticeFailure);
  };
  const of = t('the message of {name}', { name: message.askedBy.name });
  if (asking)
    return (
      <MessageActs of={of} open onKeyDown={escape}>
        <span class="asks">{t('Delete for everybody?')}</span>
        <button type="button" class="button small" onClick={erase}>{t('Delete')}</button>
        <button ref={keep} type="button" class="button small" onClick={close}>{t('Keep')}</button>
      </MessageActs>
    );
  return (
    <MessageActs of={of}>
      <ReactAct message={message} />
      <QuoteAct message={message} />
      <CopyAct text={message.text ?? ''} />
      {isMine && !message.author && <MessageAct icon="pencil" name={t('Edit')} onClick={onEdit} />}
      {isMine && <MessageAct icon="trash" name={t('Delete')} onClick={() => setAsking(true)} />}
    </MessageActs>
  );
}

export function QuoteAct({ message }: { message: Message }) {
  const conversation = useConversation();
  const quote = (): void => {
    conversation.quotes.next(message);
    focusComposer();
  };
  return <MessageAct icon="quote" name={t('Quote')} onClick={quote} />;
}

/** My own message while it is being sent. */
export function OutgoingMessage({ outgoing }: { outgoing: Outgoing }) {
  const conversation = useConversation();
  const me = myself();
  if (!me) return null;
  return (
    <article class="message person outgoing" data-message tabIndex={-1} aria-label={outgoing.problem ? t('Not sent yet') : t('Sending')}>
      <Avatar person={me} />
      <div class="said">
        <p class="who"><b>{me.name}</b>{!outgoing.problem && <span class="faint">{t('sending…')}</span>}</p>
        <div class="typed">
          {!(outgoing.files && outgoing.text === filesAlone) && <Markdown text={outgoing.text} mentions={outgoing.mentions} />}
          <MessageFiles files={outgoing.files} sent={false} />
        </div>
        {outgoing.problem && (
          <p class={outgoing.unreached ? 'failed waits' : 'failed'} role={outgoing.unreached ? 'status' : 'alert'}>
            <Icon name={outgoing.unreached ? 'clock' : 'warn'} />
            <span>{outgoing.unreached ? t('Not sent yet. It is sent as soon as you are connected again.') : outgoing.problem}</span>
            <button type="button" class="linklike" onClick={() => void conversation.outbox.retry(outgoing)}>
              {outgoing.unreached ? t('Send now') : t('Send again')}
            </button>
            <button type="button" class="linklike" onClick={() => conversation.outbox.drop(outgoing.clientId)}>{t('Remove')}</button>
          </p>
        )}
      </div>
    </article>
  );
}
