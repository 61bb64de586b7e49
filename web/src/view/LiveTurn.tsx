import { noticeFailure } from '../state/notices';
import { wordsOf, type RunningTurn } from '../state/running';
import { isMe } from '../state/session';
import { t } from '../words/say';
import { AgentMark, useHue } from './Avatar';
import { ConfirmationCard } from './ConfirmationCard';
import { useConversation } from './context';
import { Icon } from './Icon';
import { Markdown } from './Markdown';
import { StepLine } from './StepLine';

/** A running turn. Its speaker sees all of it; others see only that it runs. */
export function LiveTurn({ turn }: { turn: RunningTurn }) {
  if (!isMe(turn.speaker.subject))
    return (
      <div class="message others-turn">
        <AgentMark />
        <p>{t('The agent is answering {name}', { name: turn.speaker.name })}<span class="dots" aria-hidden="true"><i /><i /><i /></span></p>
      </div>
    );
  return <MyTurn turn={turn} />;
}

function MyTurn({ turn }: { turn: RunningTurn }) {
  const conversation = useConversation();
  const words = wordsOf(turn);
  const hue = useHue(turn.speaker.subject);
  const isWaiting = turn.waiting.length > 0;
  const stop = (): void => void conversation.running.stop(turn.id).catch(noticeFailure);
  return (
    <article
      class="message reply live"
      data-message
      tabIndex={-1}
      aria-label={t('Answer to you, being written')}
      aria-live="off"
      aria-busy="true"
      style={{ '--hue': String(hue) }}
    >
      <AgentMark />
      <div class="answer">
        {turn.steps.length > 0 && <ol class="steps">{turn.steps.map((step) => <StepLine key={step.callId} step={step} />)}</ol>}
        {turn.waiting.map((asked) => (
          <ConfirmationCard key={`${asked.callId}/${asked.argumentHash}`} asked={asked} onDecide={(approve) => conversation.running.decide(asked, approve)} />
        ))}
        {words && <div class="streaming"><Markdown text={words} /></div>}
        {!words && !isWaiting && (
          <p class="thinking">
            {turn.steps.some((step) => step.status === 'running') ? t('Looking it up as you') : t('Thinking')}
            <span class="dots" aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
          </p>
        )}
        <p class="live-foot">
          <button type="button" class="button small" disabled={turn.stopping} onClick={stop}>
            <Icon name="stop" />
            {turn.stopping ? t('Stopping…') : t('Stop')}
          </button>
          <span class="faint">{t('only you see this while it runs')}</span>
        </p>
      </div>
    </article>
  );
}
