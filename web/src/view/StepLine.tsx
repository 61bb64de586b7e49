import type { Step } from '../api/shapes';
import { clockTime, wholeTime } from '../text/time';
import { stepWords } from '../text/tools';
import { t, type Text } from '../words/say';
import { Icon } from './Icon';

/** User texts for the results of failed tools. A full sentence of the tool is displayed unchanged. */
const reasons: Record<string, Text> = {
  SHAPE: 'The agent asked in a way this tool does not take, and was told how.',
  NOT_FOUND: 'Nothing there that you may see.',
  LIMIT: 'The result exceeds the limit of one answer.',
  IDENTITY: 'Your account could not be confirmed there.',
  REFUSED: 'Not allowed for you.',
};

/** One step of a turn or a run: its tool, target and outcome. */
export function StepLine({ step, thread }: { step: Step; thread?: string }) {
  return (
    <li class={`step ${step.status}`}>
      <span class="step-mark" aria-hidden="true">
        {step.status === 'succeeded' ? (
          <Icon name="check" />
        ) : step.status === 'running' || step.status === 'waiting' ? (
          <i class="spin" />
        ) : (
          <Icon name="shield" />
        )}
      </span>
      <span title={t('{tool} on {resource}', { tool: step.tool, resource: step.resource })}>{stepWords(step, step.resource)}</span>{' '}
      <span class="faint">
        <time dateTime={step.at} title={wholeTime(step.at)}>
          {clockTime(step.at)}
        </time>
      </span>
      {thread && step.auditId && (
        <>
          {' '}
          <a class="tool" href={`/audit?thread=${encodeURIComponent(thread)}&row=${encodeURIComponent(step.auditId)}`}>
            {t('record')}
          </a>
        </>
      )}
      {step.note && <span class="step-note">{reasons[step.note] ? t(reasons[step.note]!) : step.note}</span>}
    </li>
  );
}
