import type { Person } from '../../api/shapes';
import type { LiveArtifact } from '../../artifacts/live';
import type { Spot } from '../../artifacts/shapes';
import { useHue } from '../Avatar';

/** Who else is in this very place, by name and colour. */
export function Here({ live, ...spot }: { live: LiveArtifact } & Spot) {
  const here = live.people.value.filter((one) => one.item === spot.item && one.field === spot.field && one.block === spot.block);
  return here.length ? <span class="here-tags">{here.map((one) => <Tag key={one.subject} person={one} />)}</span> : null;
}

function Tag({ person }: { person: Person }) {
  const hue = useHue(person.subject);
  return <span class="here-tag" style={{ '--hue': String(hue) }}>{person.name}<span class="unseen"> is editing here</span></span>;
}
