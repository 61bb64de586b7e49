import type { AutomationContent, StandingConsent, Trigger } from '../../api/automations';
import { ownZone } from '../../text/reader';
import { whenWords } from '../../text/when';
import { momentIn, momentOf, zoneName } from '../../text/time';
import { toolName } from '../../text/tools';
import { rich, t } from '../../words/say';

/** The complete content of an automation. Nothing covered by the consent is omitted. */
export function ContentFacts({ content, author, whole }: { content: AutomationContent; author: string; whole?: boolean }) {
  const { trigger } = content;
  return (
    <>
      <dl class="facts wide-facts">
        <div><dt>{t('Runs as')}</dt><dd>{rich('{author}, with the rights of that moment', { author: <b>{author}</b> })}</dd></div>
        <div><dt>{t('When')}</dt><dd>{whenWords(trigger)}</dd></div>
        {trigger.kind === 'rule' && <div><dt>{t('Looks at')}</dt><dd>{t('{source}, with your rights', { source: trigger.source })}</dd></div>}
        <div><dt>{t('May')}</dt><dd>{content.tools.length ? content.tools.map(toolName).join(', ') : t('look things up, and change nothing')}</dd></div>
        {content.tools.includes('run_later') && <div><dt>{t('Goes on later')}</dt><dd>{t('by itself, at most 20 times and within 31 days')}</dd></div>}
        {content.tools.includes('run_part') && (
          <div>
            <dt>{t('Works in parts')}</dt>
            <dd>{t('each as {author}, with some of these tools and never with more', { author })}</dd>
          </div>
        )}
        <div><dt>{t('Delivers to')}</dt><dd>{t('{author} alone', { author })}</dd></div>
      </dl>
      <Exactly content={content} open={!!whole} />
      <h3 class="part-name">{t('What it is asked')}</h3>
      <blockquote class="prompt-text">{content.prompt}</blockquote>
      <h3 class="part-name">{t('What it may change without asking')}</h3>
      {content.consents.length === 0 ? (
        <p class="hint">{t('Nothing. Every change waits for {author}’s yes.', { author })}</p>
      ) : (
        content.consents.map((consent) => <Consent key={consent.id} consent={consent} />)
      )}
    </>
  );
}

/** The exact technical form. */
function Exactly({ content, open }: { content: AutomationContent; open: boolean }) {
  const { trigger, tools } = content;
  if (trigger.kind === 'event' && tools.length === 0) return null;
  return (
    <details class="exactly" open={open && trigger.kind === 'rule'}>
      <summary>{t('Technical details')}</summary>
      <dl class="facts wide-facts">
        {(trigger.kind === 'schedule' || trigger.kind === 'rule') && <div><dt>{t('Schedule')}</dt><dd><code>{trigger.cron}</code> {trigger.timeZone}</dd></div>}
        {trigger.kind === 'rule' && <div><dt>{t('Query')}</dt><dd><pre class="request" tabIndex={0}><code>{trigger.sql}</code></pre></dd></div>}
        {tools.length > 0 && (
          <div>
            <dt>{t('Tools')}</dt>
            <dd>
              {tools.map((tool, index) => (
                <span key={tool}>
                  {index > 0 && ', '}
                  <code>{tool}</code>
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
    </details>
  );
}

function Consent({ consent }: { consent: StandingConsent }) {
  const fields = Object.entries(consent.fields);
  return (
    <section class="consent" aria-label={`${toolName(consent.tool)}: ${consent.target}`}>
      <p>{toolName(consent.tool)}: <b>{consent.target}</b></p>
      <dl class="facts wide-facts">
        <div><dt>{t('Seen by')}</dt><dd>{consent.audience}</dd></div>
        <div>
          <dt>{t('Fields')}</dt>
          <dd>
            {fields.length ? (
              <ul>
                {fields.map(([name, value]) => (
                  <li key={name}>
                    {name}: <code>{value}</code>
                  </li>
                ))}
              </ul>
            ) : (
              t('none')
            )}
          </dd>
        </div>
        <div><dt>{t('With data from')}</dt><dd>{consent.sources.join(', ') || t('no source')}</dd></div>
        <div>
          <dt>{t('How often')}</dt>
          <dd>
            {consent.used === undefined
              ? t('at most {n} times in all', { n: consent.total })
              : t('{used} of {total} used', { used: consent.used, total: consent.total })}
          </dd>
        </div>
        <div><dt>{t('Until')}</dt><dd><time dateTime={consent.until}>{momentOf(consent.until)}</time></dd></div>
      </dl>
    </section>
  );
}

/** Times in the reader's zone, and in the schedule's zone if it differs. */
export function NextTimes({ next, timeZone }: { next: string[]; timeZone: string }) {
  return (
    <ol class="next-times">
      {next.map((time) => {
        const [mine, there] = [momentIn(time, ownZone()), momentIn(time, timeZone)];
        return (
          <li key={time}>
            <time dateTime={time}>{mine}</time>
            {mine !== there && <span class="faint"> {t('{time} in {zone}', { time: there, zone: zoneName(timeZone) })}</span>}
          </li>
        );
      })}
    </ol>
  );
}

/** The next times of a scheduled trigger. */
export function UpcomingTimes({ trigger }: { trigger: Trigger }) {
  if (trigger.kind === 'event' || !trigger.next?.length) return null;
  return (
    <>
      <h3 class="part-name">{trigger.kind === 'once' ? t('The time') : t('The next times')}</h3>
      <NextTimes next={trigger.next} timeZone={trigger.timeZone} />
    </>
  );
}
