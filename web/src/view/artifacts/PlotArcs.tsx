import { colourOf, type Drawing } from './PlotMarks';

const largest = 110;
const thinnest = 12;
const turn = Math.PI * 2;

/** A pie or donut chart. Values that are not above zero appear only in the legend and the table. */
export function Arcs({ plot, width, held, onHold }: Drawing) {
  const radius = Math.min(largest, width / 2 - 8);
  const hole = Math.min(plot.hole, radius - thinnest);
  const [cx, cy] = [width / 2, radius + 8];
  const whole = plot.spots.reduce((sum, spot) => sum + Math.max(0, spot.value), 0);
  let from = 0;
  const point = (part: number, far: number): string => `${(cx + far * Math.sin(part * turn)).toFixed(2)} ${(cy - far * Math.cos(part * turn)).toFixed(2)}`;
  const circle = (far: number): string => `M${cx - far} ${cy}a${far} ${far} 0 1 1 ${2 * far} 0a${far} ${far} 0 1 1 ${-2 * far} 0Z`;
  const parts = plot.spots.map((spot, at) => {
    const size = whole > 0 ? Math.max(0, spot.value) / whole : 0;
    const part = { at, from, size, spot };
    from += size;
    return part;
  });
  return (
    <svg width={width} height={radius * 2 + 16} aria-hidden="true">
      {parts.filter((part) => part.size > 0).map(({ at, from: begin, size, spot }) => {
        const far = held === at ? radius + 5 : radius;
        const wide = size > 0.5 ? 1 : 0;
        const inner = hole > 0 ? `L${point(begin + size, hole)}A${hole} ${hole} 0 ${wide} 0 ${point(begin, hole)}` : `L${cx} ${cy}`;
        const shared = { class: `mark slice ${colourOf(spot.at)}`, 'data-held': held === at, onPointerMove: () => onHold(at) };
        if (size > 0.9999) return <path key={at} {...shared} fill-rule="evenodd" d={circle(far) + (hole > 0 ? circle(hole) : '')} />;
        return <path key={at} {...shared} d={`M${point(begin, far)}A${far} ${far} 0 ${wide} 1 ${point(begin + size, far)}${inner}Z`} />;
      })}
    </svg>
  );
}
