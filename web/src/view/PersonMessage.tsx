import type { Message } from '../api/shapes';
import type { Outgoing } from '../state/outbox';
import { myself } from '../state/session';
import { clockTime, wholeTime } from '../text/time';
import { Avatar } from './Avatar';
import { useConversation } from './context';
import { Icon } from './Icon';
import { Markdown } from './Markdown';
import { CopyAct, MessageActs } from './MessageActs';

const together = 5 * 60_000;

const continues = (message: Message, before: Message | undefined): boolean =>
  !message.author && before?.from === 'person' && before.runId === message.runId && before.askedBy.subject === message.askedBy.subject && Date.parse(message.at) - Date.parse(before.at) < together;

export function PersonMessage({ message, before }: { message: Message; before: Message | undefined }) {
  const isMore = continues(message, before);
  return (
    <article id={message.id} class={`message person${isMore ? ' more' : ''}`} data-message tabIndex={-1} aria-label={`${message.askedBy.name}, ${clockTime(message.at)}`}>
      {!isMore && <Avatar person={message.askedBy} />}
      <div class="said">
        {!isMore && <p class="who"><b>{message.askedBy.name}</b>{message.unattended && <span class="tag">asked by an automation</span>}{message.author && <span class="faint">in the words of {message.author.name}</span>}<time dateTime={message.at} title={wholeTime(message.at)}>{clockTime(message.at)}</time></p>}
        <div class="typed"><Markdown text={message.text ?? ''} /></div>
      </div>
      <MessageActs of={`the message of ${message.askedBy.name}`}><CopyAct text={message.text ?? ''} /></MessageActs>
    </article>
  );
}

/** My own message on its way. */
export function OutgoingMessage({ outgoing }: { outgoing: Outgoing }) {
  const conversation = useConversation();
  const me = myself();
  if (!me) return null;
  return (
    <article class="message person outgoing" data-message tabIndex={-1} aria-label={outgoing.problem ? 'Not sent yet' : 'Sending'}>
      <Avatar person={me} />
      <div class="said">
        <p class="who"><b>{me.name}</b>{!outgoing.problem && <span class="faint">sending…</span>}</p>
        <div class="typed"><Markdown text={outgoing.text} /></div>
        {outgoing.problem && (
          <p class={outgoing.unreached ? 'failed waits' : 'failed'} role={outgoing.unreached ? 'status' : 'alert'}>
            <Icon name={outgoing.unreached ? 'clock' : 'warn'} /><span>{outgoing.unreached ? 'Not sent yet. It goes out by itself when the line is back.' : outgoing.problem}</span>
            <button type="button" class="linklike" onClick={() => void conversation.outbox.retry(outgoing)}>{outgoing.unreached ? 'Send now' : 'Send again'}</button>
            <button type="button" class="linklike" onClick={() => conversation.outbox.drop(outgoing.clientId)}>Remove</button>
          </p>
        )}
      </div>
    </article>
  );
}
