import type { Automation, AutomationContent, Proposal } from '../../api/automations';
import { asText } from '../../state/automations';
import { diffOf } from '../../text/diff';
import { momentOf } from '../../text/time';
import { t } from '../../words/say';
import { Avatar } from '../Avatar';
import { SideBySide } from '../wiki/DiffView';

/** The differences between two contents. */
export function Changes({ before, after, title }: { before: AutomationContent; after: AutomationContent; title: string }) {
  return (
    <section class="panel">
      <h2 class="panel-name">{title}</h2>
      <SideBySide lines={diffOf(asText(before), asText(after))} name={title} before={t('What runs')} after={t('Your change')} />
    </section>
  );
}

/** Proposals of others. The agreed version continues to run. */
export function Proposals({ automation, onAgree }: { automation: Automation; onAgree: ((proposal: Proposal) => void) | null }) {
  return (
    <>
      {automation.proposals.map((proposal) => (
        <section key={proposal.id} class="panel">
          <header class="panel-head">
            <Avatar person={proposal.by} />
            <div class="panel-title">
              <h2>
                {onAgree ? t('{name} proposes a change', { name: proposal.by.name }) : t('You proposed a change to {name}', { name: automation.author.name })}
              </h2>
              <p class="faint">
                <time dateTime={proposal.at}>{momentOf(proposal.at)}</time> ·{' '}
                {onAgree ? t('the version you agreed to keeps running') : t('the agreed version keeps running')}
              </p>
            </div>
            {onAgree && <button type="button" class="button small" onClick={() => onAgree(proposal)}>{t('Read and agree')}</button>}
          </header>
          <SideBySide
            lines={diffOf(asText(automation), asText(proposal))}
            name={t('What {name} would change', { name: proposal.by.name })}
            before={t('What runs')}
            after={onAgree ? t('Proposed by {name}', { name: proposal.by.name }) : t('Your proposal')}
          />
        </section>
      ))}
    </>
  );
}
