import type { Person } from '../../api/shapes';
import type { LiveArtifact } from '../../artifacts/live';
import type { Presence, Spot } from '../../artifacts/shapes';
import { t } from '../../words/say';
import { useHue } from '../Avatar';

/** The other people at this position, by name and color. For a collapsed item: in any field but the excluded one. */
export function Here({ live, except, ...spot }: { live: LiveArtifact; except?: string | undefined } & Spot) {
  const isHere = (one: Presence): boolean =>
    spot.block ? one.block === spot.block : one.item === spot.item && (except === undefined ? one.field === spot.field : one.field !== except);
  const here = live.people.value.filter(isHere);
  return here.length ? <span class="here-tags">{here.map((one) => <Tag key={one.subject} person={one} />)}</span> : null;
}

function Tag({ person }: { person: Person }) {
  const hue = useHue(person.subject);
  return <span class="here-tag" style={{ '--hue': String(hue) }}>{person.name}<span class="unseen"> {t('is editing here')}</span></span>;
}
