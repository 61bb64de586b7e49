import { useEffect } from 'preact/hooks';
import type { Touched } from '../../api/shapes';
import { go, threadPath } from '../../state/route';
import { heading } from '../../text/cells';
import { rowWords } from '../../text/rights';
import { stepGroups } from '../../text/steps';
import { clockTime, wholeTime } from '../../text/time';
import { everySource, tableName } from '../../text/tools';
import { rich, t } from '../../words/say';
import { useConversation } from '../context';
import { PageName } from '../PageChip';
import { auditPath } from '../WhoActed';
import { besidePath } from './beside';

const keyOf = (one: Touched): string => JSON.stringify([one.source, one.relation, one.columns, one.rowRules]);

/** Removes entries that look the same to a reader. */
const toldOnce = (touched: Touched[]): Touched[] => touched.filter((one, at) => touched.findIndex((other) => keyOf(other) === keyOf(one)) === at);

/** The evidence of an answer that I can see: the data it used, under which row rules, and the acts that read it. */
export function BesideEvidence({ id }: { id: string }) {
  const conversation = useConversation();
  const message = conversation.messages.value.find((one) => one.id === id);
  useEffect(() => {
    // An answer further up is loaded by its link.
    if (!message) go(`${besidePath(conversation.id, { kind: 'evidence', id })}#${id}`, true);
  }, []);
  if (!message?.touched?.length) return <div class="beside-list"><p class="hint">{t('There is nothing here that you can see.')}</p></div>;
  const ran = message.ranAs ?? message.askedBy;
  const groups = stepGroups(message);
  return (
    <div class="beside-list evidence-parts">
      <p class="hint">
        {rich('ran as {name}', { name: <b>{ran.name}</b> })} ·{' '}
        <a class="tool" href={`${threadPath(message.threadId)}#${id}`}>
          {t('Answer to {name}', { name: message.askedBy.name })}, <time dateTime={message.at} title={wholeTime(message.at)}>{clockTime(message.at)}</time>
        </a>
      </p>
      <section aria-label={t('Data')}>
        <h3 class="group-name">{t('Data')}</h3>
        <ul class="rests-on">
          {toldOnce(message.touched).map((one) => (
            <li key={keyOf(one)}>
              <Relation touched={one} />
              {one.columns.length > 0 && <span> {one.columns.map(heading).join(', ')}</span>}
              {one.rowRules.map((rule) => <span key={rule} class="rule" title={rule}>{rowWords(rule, [ran.name.toLowerCase()])}</span>)}
            </li>
          ))}
        </ul>
      </section>
      {groups.length > 0 && (
        <section aria-label={t('Steps')}>
          <h3 class="group-name">{t('Steps')}</h3>
          <ul class="rests-on">
            {groups.map(({ step, words, times }) => (
              <li key={step.callId}>
                <a class={`tool ${step.status}`} href={auditPath(message, step)} title={t('Open the audit record of {tool}', { tool: step.tool })}>
                  {words}
                  {times > 1 && ` ×${times}`}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Relation({ touched: { source, relation } }: { touched: Touched }) {
  if (source === 'wiki' && relation !== everySource) return <b title={relation}><PageName relation={relation} /></b>;
  return <b title={relation}>{relation === everySource ? t('what there is in {source}', { source }) : tableName(relation)}</b>;
}
