import { route } from '../../state/route';
import './tabs.css';

const tabs = [
  { page: 'automations', href: '/automations', name: 'Automations' },
  { page: 'runs', href: '/runs', name: 'Runs' },
];

/** What is to run, and what ran. */
export function Tabs() {
  return (
    <nav class="tabs" aria-label="Automations and their runs">
      {tabs.map(({ page, href, name }) => <a key={page} href={href} aria-current={route.value.page === page ? 'page' : undefined}>{name}</a>)}
    </nav>
  );
}
