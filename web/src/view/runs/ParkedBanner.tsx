import type { Parked } from '../../api/automations';
import { momentOf } from '../../text/time';
import { t } from '../../words/say';

/** Why it sleeps, and the way to what would wake it. */
export function ParkedBanner({ parked }: { parked: Parked | undefined }) {
  if (!parked) return null;
  return (
    <div class="call" role="status">
      <p><b>{t('On hold since {time}.', { time: momentOf(parked.since) })}</b> {parked.sentence}</p>
      {parked.reason.startsWith('reconnect-') && <a class="button small primary" href="/connections">{t('Connect again')}</a>}
    </div>
  );
}
