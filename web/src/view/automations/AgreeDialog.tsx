import { useState } from 'preact/hooks';
import { sentence } from '../../api/http';
import { agreements, automationPath, automations, keepSecret, type Agreement } from '../../state/automations';
import { notice, noticeFailure } from '../../state/notices';
import { closeOverlay } from '../../state/overlay';
import { go } from '../../state/route';
import { myself } from '../../state/session';
import { t } from '../../words/say';
import { Dialog } from '../Dialog';
import { ContentFacts, UpcomingTimes } from './ContentFacts';

/** Creates the event secret after the first consent. If it cannot be displayed now, the automation's page offers a new one. */
const tellSecret = (id: string): Promise<void> => automations.newSecret(id).then(keepSecret, noticeFailure);

/** A dialog with the complete content and the consent to exactly that. */
export function AgreeDialog({ agreement }: { agreement: Agreement }) {
  const { automation, content, how } = agreement;
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isAdopt = how.kind === 'adopt';
  const me = myself()?.name ?? t('you');
  const agree = async (): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const done = isAdopt
        ? await automations.adopt(automation.id, content.contentHash)
        : await automations.agree(automation.id, content.contentHash, how.kind === 'proposal' ? how.id : undefined);
      if (done.trigger.kind === 'event' && (isAdopt || !automation.agreedHash)) await tellSecret(done.id);
      closeOverlay();
      notice(
        isAdopt ? t('Adopted: it runs as you from now on.') : done.trigger.kind === 'once' ? t('Agreed: it runs once.') : t('Agreed: it runs from now on.'),
      );
      agreements.value++;
      if (isAdopt) go(automationPath(done.id));
    } catch (failure) {
      setProblem(sentence(failure));
      setBusy(false);
    }
  };
  return (
    <Dialog title={isAdopt ? t('Adopt as your own') : t('Agree to this automation')}>
      <p class="hint">
        {isAdopt
          ? t('A copy of your own: it runs as {me}, is delivered to {me}, and takes over no consents and no past runs of {name}.', {
              me,
              name: automation.author.name,
            })
          : t('It will run as you, without you, with exactly this. Read all of it.')}
      </p>
      <div class="agree-text" data-first tabIndex={0} role="group" aria-label={t('What you agree to')}>
        <h3 class="agree-title">{content.title}</h3>
        <ContentFacts content={isAdopt ? { ...content, consents: [] } : content} author={me} whole />
        <UpcomingTimes trigger={content.trigger} />
      </div>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <div class="dialog-foot">
        <details class="agree-hash faint"><summary>{t('Technical details')}</summary><code>{content.contentHash}</code></details>
        <button type="button" class="button" onClick={closeOverlay}>{t('Not now')}</button>
        <button type="button" class="button primary" disabled={busy} onClick={() => void agree()}>{isAdopt ? t('Adopt and run as me') : t('I agree')}</button>
      </div>
    </Dialog>
  );
}
