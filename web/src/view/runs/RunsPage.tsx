import type { RunStatus } from '../../api/automations';
import { query } from '../../api/http';
import { go } from '../../state/route';
import { statuses } from '../../state/runs';
import { t } from '../../words/say';
import { AutomationTabs } from '../Tabs';
import { PageHead } from '../PageHead';
import { RunDetail } from './RunDetail';
import { RunRows } from './RunRows';

const shown: RunStatus[] = ['waiting', 'running', 'parked', 'completed', 'refused', 'failed'];

/** The runs of my automations. */
export function RunsPage({ id, search }: { id: string | undefined; search: URLSearchParams }) {
  if (id) return <RunDetail key={id} id={id} />;
  const asked = search.get('status');
  const status = shown.find((one) => one === asked);
  return (
    <div class="page">
      <PageHead title={t('Automations')} />
      <AutomationTabs />
      <p class="lead">{t('What the agent did on its own as you, and what waits for you. Only you see them.')}</p>
      <div class="pills" role="group" aria-label={t('Show')}>
        {[undefined, ...shown].map((one) => (
          <button key={one ?? 'all'} type="button" class="pill" aria-pressed={one === status} onClick={() => go(`/runs${query({ status: one })}`)}>
            {one ? t(statuses[one].words) : t('all')}
          </button>
        ))}
      </div>
      <RunRows status={status} empty={status ? t('No such run.') : t('Nothing has run yet. Runs of your automations show here, with every step.')} />
    </div>
  );
}
