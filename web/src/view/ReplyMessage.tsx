import { useState } from 'preact/hooks';
import type { Message } from '../api/shapes';
import { noticeFailure } from '../state/notices';
import { isMe } from '../state/session';
import { aboutOf } from '../text/captions';
import { withSuggestions } from '../text/suggestions';
import { t } from '../words/say';
import { AgentMark, useHue } from './Avatar';
import { useConversation } from './context';
import { Icon } from './Icon';
import { Markdown } from './Markdown';
import { CopyAct, MessageActs } from './MessageActs';
import { QuoteAct } from './PersonMessage';
import { ReactAct, Reactions } from './Reactions';
import { ResultBlock } from './ResultBlock';
import { Sharing } from './Sharing';
import { WhoActed } from './WhoActed';

const refusedStep = /^(refused|denied)$/;

/** The agent's answer to one person, with a mark of the person whose access it used. */
export function ReplyMessage({ message }: { message: Message }) {
  const conversation = useConversation();
  const steps = message.steps ?? [];
  const isRefused = message.status === 'refused' || (steps.length > 0 && refusedStep.test(steps.at(-1)!.status));
  const isFailed = message.status === 'failed';
  const tone = isFailed ? ' failed-reply' : isRefused ? ' refused-reply' : '';
  const ran = message.ranAs ?? message.askedBy;
  const hue = useHue(ran.subject);

  // Suggestions are displayed only to the asker: others may see other data.
  const [text, suggested] = isMe(message.askedBy.subject) ? withSuggestions(message.text ?? '') : [message.text, []];
  const about = aboutOf(message, message.turnId && conversation.messages.value.find((one) => one.from === 'person' && one.turnId === message.turnId)?.text);
  return (
    <article
      id={message.id} class={`message reply${tone}`} data-message tabIndex={-1} style={{ '--hue': String(hue) }}
      aria-label={t('Answer to {name}', { name: message.askedBy.name })} aria-live={conversation.running.wasHeard(message.turnId) ? 'off' : undefined}
    >
      <AgentMark />
      <div class="answer">
        {(isRefused || isFailed || message.status === 'stopped') && (
          <p class="outcome">
            <Icon name={isFailed ? 'warn' : isRefused ? 'shield' : 'stop'} />
            {isFailed ? t('Not answered') : isRefused ? t('Refused') : t('Stopped')}
          </p>
        )}
        {text && <Markdown text={text} />}
        {message.blocks?.map((block) => (
          <ResultBlock key={block.id} block={block} asShown={message.visibility === 'shared' && !isMe(message.askedBy.subject)} about={about} />
        ))}
        {suggested.length > 0 && (
          <div class="prompts suggested" role="group" aria-label={t('Questions you could ask')}>
            {suggested.map((question) => (
              <button key={question} type="button" class="prompt" onClick={() => void conversation.outbox.say(question, true)}>
                {question}
              </button>
            ))}
          </div>
        )}
        {(isFailed || message.status === 'stopped') && isMe(message.askedBy.subject) && <Retry id={message.id} />}
        <WhoActed message={message} />
        <Reactions message={message} />
        <Sharing message={message} />
      </div>
      <MessageActs of={t('the answer to {name}', { name: message.askedBy.name })}>
        <ReactAct message={message} />
        <QuoteAct message={message} />
        {text && <CopyAct text={text} />}
      </MessageActs>
    </article>
  );
}

function Retry({ id }: { id: string }) {
  const conversation = useConversation();
  const [busy, setBusy] = useState(false);
  const again = (): void => {
    setBusy(true);
    conversation.askAsMe(id).catch(noticeFailure).finally(() => setBusy(false));
  };
  return <p><button type="button" class="button small" disabled={busy} onClick={again}><Icon name="retry" />{t('Ask again')}</button></p>;
}
