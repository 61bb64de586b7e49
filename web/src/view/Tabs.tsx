import { route, type Route } from '../state/route';
import { t } from '../words/say';
import './tabs.css';

interface Props {
  label: string;
  tabs: Array<{ page: Route['page']; href: string; name: string }>;
}

/** Tabs of related pages. */
export function Tabs({ label, tabs }: Props) {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map(({ page, href, name }) => <a key={page} href={href} aria-current={route.value.page === page ? 'page' : undefined}>{name}</a>)}
    </nav>
  );
}

/** The tabs of the library: artifacts and wiki pages. */
export const LibraryTabs = () => (
  <Tabs
    label={t('Library')}
    tabs={[
      { page: 'artifacts', href: '/artifacts', name: t('Artifacts') },
      { page: 'wiki', href: '/wiki', name: t('Wiki') },
    ]}
  />
);

/** The tabs of automations and their runs. */
export const AutomationTabs = () => (
  <Tabs
    label={t('Automations and their runs')}
    tabs={[
      { page: 'automations', href: '/automations', name: t('Automations') },
      { page: 'runs', href: '/runs', name: t('Runs') },
    ]}
  />
);
