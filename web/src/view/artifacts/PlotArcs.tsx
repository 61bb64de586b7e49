import { colourOf, type Drawing } from './PlotMarks';

const largest = 110;
const turn = Math.PI * 2;

/** A pie chart. Values that are not above zero appear only in the legend and the table. */
export function Arcs({ plot, width, held, onHold }: Drawing) {
  const radius = Math.min(largest, width / 2 - 8);
  const [cx, cy] = [width / 2, radius + 8];
  const whole = plot.spots.reduce((sum, spot) => sum + Math.max(0, spot.value), 0);
  let from = 0;
  const point = (part: number, far: number): string => `${(cx + far * Math.sin(part * turn)).toFixed(2)} ${(cy - far * Math.cos(part * turn)).toFixed(2)}`;
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
        const shared = { class: `mark slice ${colourOf(spot.at)}`, 'data-held': held === at, onPointerMove: () => onHold(at) };
        return size > 0.9999 ? <circle key={at} {...shared} cx={cx} cy={cy} r={far} />
          : <path key={at} {...shared} d={`M${cx} ${cy}L${point(begin, far)}A${far} ${far} 0 ${size > 0.5 ? 1 : 0} 1 ${point(begin + size, far)}Z`} />;
      })}
    </svg>
  );
}
