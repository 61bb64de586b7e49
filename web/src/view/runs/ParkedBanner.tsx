import type { Parked } from '../../api/automations';
import { momentOf } from '../../text/time';
import { t } from '../../words/say';

/** The reason why an automation is parked, with a link to the remedy. */
export function ParkedBanner({ parked }: { parked: Parked | undefined }) {
  if (!parked) return null;
  return (
    <div class="call" role="status">
      <p><b>{t('On hold since {time}.', { time: momentOf(parked.since) })}</b> {parked.sentence}</p>
      {parked.reason.startsWith('reconnect-') && <a class="button small primary" href="/connections">{t('Connect again')}</a>}
    </div>
  );
}
