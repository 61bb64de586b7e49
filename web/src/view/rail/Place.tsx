import { route, type Route } from '../../state/route';
import { t } from '../../words/say';
import { Icon, type IconName } from '../Icon';
import './place.css';

interface Props {
  page: Route['page'];
  /** Another page of the same entry. */
  also?: Route['page'];
  href: string;
  icon: IconName;
  name: string;
  count?: number;
}

/** A navigation entry with its count. */
export function Place({ page, also, href, icon, name, count = 0 }: Props) {
  const here = route.value.page;
  return (
    <a class="place" href={href} aria-current={here === page || here === also ? 'page' : undefined}>
      <Icon name={icon} /><span>{name}</span>
      {count > 0 && (
        <span class="count">
          <span aria-hidden="true">{Math.min(count, 99)}</span>
          <span class="unseen">{t('{n} waiting', { n: count })}</span>
        </span>
      )}
    </a>
  );
}
