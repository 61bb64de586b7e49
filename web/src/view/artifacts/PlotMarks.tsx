import type { Plot, Spot } from '../../artifacts/plot';
import { alongOf, cut, labelsOf, letter, ticksOf, tickText } from '../../artifacts/plotScale';

const height = 240;
const thick = 18;
const gap = 10;
const mostDots = 80;
const colours = 8;

export const colourOf = (series: number): string => `s${series % colours}`;

export interface Drawing {
  plot: Plot;
  width: number;
  /** The index of the hovered mark. */
  held: number | null;
  onHold: (at: number | null) => void;
}

interface Placed {
  x: number;
  y: number;
}

/** Returns the mark nearest to the pointer. */
function nearest(places: Placed[], event: PointerEvent): number | null {
  let [best, distance] = [null as number | null, Infinity];
  places.forEach(({ x, y }, at) => {
    const far = Math.hypot(x - event.offsetX, (y - event.offsetY) / 3);
    if (far < distance) [best, distance] = [at, far];
  });
  return best;
}

/** Horizontal bars with their labels beside them, which are readable at any length. */
export function Bars({ plot, width, held, onHold }: Drawing) {
  const lanes = plot.isGrouped ? plot.series.length : 1;
  const row = lanes * thick + gap;
  const longest = plot.names.reduce((most, name) => Math.max(most, name.length), 0);
  const gutter = Math.min(longest * letter + 12, width * 0.38);
  const isPlain = plot.series.length === 1 || plot.isGrouped;
  const valueRoom = isPlain ? plot.spots.reduce((most, spot) => Math.max(most, spot.shown.length), 0) * letter + 10 : 10;
  const [low, high] = plot.spots.reduce(([least, most], spot) => [Math.min(least, spot.from, spot.to), Math.max(most, spot.from, spot.to)], [0, 0]);
  const room = Math.max(20, width - gutter - valueRoom);
  const x = (value: number): number => gutter + ((value - low) / (high - low || 1)) * room;
  const top = (spot: Spot): number => spot.at * row + gap / 2 + (plot.isGrouped ? spot.series * thick : 0);
  const places = plot.spots.map((spot) => ({ x: (x(spot.from) + x(spot.to)) / 2, y: top(spot) + thick / 2 }));
  const fits = Math.floor(gutter / letter) - 1;
  return (
    <svg width={width} height={plot.names.length * row + 4} aria-hidden="true" onPointerMove={(event) => onHold(nearest(places, event))}>
      {plot.names.map((name, at) => (
        <text key={at} class="chart-name" x={gutter - 8} y={at * row + row / 2} text-anchor="end" dominant-baseline="central">
          {cut(name, fits)}
        </text>
      ))}
      {plot.spots.map((spot, at) => (
        <g key={at}>
          <rect
            class={`mark ${colourOf(spot.series)}`}
            data-held={held === at}
            x={Math.min(x(spot.from), x(spot.to))}
            y={top(spot) + 1}
            width={Math.max(1, Math.abs(x(spot.to) - x(spot.from)))}
            height={thick - 2}
            rx={2}
          />
          {isPlain && (
            <text class="chart-value" x={Math.max(x(spot.from), x(spot.to)) + 6} y={top(spot) + thick / 2} dominant-baseline="central">
              {spot.shown}
            </text>
          )}
        </g>
      ))}
      {low < 0 && <line class="zero-line" x1={x(0)} x2={x(0)} y1={0} y2={plot.names.length * row} />}
    </svg>
  );
}

/** Vertical marks above an axis of names, numbers or times. */
export function Upright(drawing: Drawing) {
  const { plot, width, held, onHold } = drawing;
  const ticks = ticksOf(plot);
  const [low, high] = [ticks[0]!, ticks.at(-1)!];
  const left = ticks.reduce((most, tick) => Math.max(most, tickText(plot, tick).length), 0) * letter + 14;
  const [right, bottom] = [width - 14, height - 26];
  const y = (value: number): number => bottom - ((value - low) / (high - low || 1)) * (bottom - 14);
  const { x, band } = alongOf(plot, left, right);
  const lanes = plot.isGrouped ? plot.series.length : 1;
  const wide = Math.max(1, Math.min(64, (band * 0.78) / lanes));
  const middle = (spot: Spot): number => x(spot.at) + (plot.isGrouped ? (spot.series - (lanes - 1) / 2) * wide : 0);
  const places = plot.spots.map((spot) => ({ x: middle(spot), y: y(spot.to) }));
  const one = held === null ? undefined : places[held];
  return (
    <svg width={width} height={height} aria-hidden="true" onPointerMove={(event) => onHold(nearest(places, event))}>
      {ticks.map((tick) => (
        <g key={tick}>
          <line class={tick === 0 && low < 0 ? 'zero-line' : 'grid-line'} x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text class="chart-value" x={left - 8} y={y(tick)} text-anchor="end" dominant-baseline="central">{tickText(plot, tick)}</text>
        </g>
      ))}
      {labelsOf(plot, x, width).map((label) => <text key={label.at} class="chart-name" x={label.x} y={height - 6} text-anchor="middle">{label.text}</text>)}
      {plot.mark === 'bar'
        ? plot.spots.map((spot, at) => (
            <rect
              key={at}
              class={`mark ${colourOf(spot.series)}`}
              data-held={held === at}
              x={middle(spot) - wide / 2}
              y={Math.min(y(spot.from), y(spot.to))}
              width={wide}
              height={Math.max(1, Math.abs(y(spot.to) - y(spot.from)))}
              rx={Math.min(2, wide / 3)}
            />
          ))
        : plot.series.map((_, series) => <Course key={series} plot={plot} series={series} x={x} y={y} />)}
      {one && <circle class={`mark held ${colourOf(plot.spots[held!]!.series)}`} cx={one.x} cy={one.y} r={5} />}
    </svg>
  );
}

/** The marks of one series: a line, an area or points. */
function Course({ plot, series, x, y }: { plot: Plot; series: number; x: (at: number) => number; y: (value: number) => number }) {
  const spots = plot.spots.filter((spot) => spot.series === series).sort((a, b) => x(a.at) - x(b.at));
  const path = (ends: Array<[number, number]>): string => ends.map(([across, up], at) => `${at ? 'L' : 'M'}${across.toFixed(1)} ${up.toFixed(1)}`).join('');
  const upper = spots.map((spot): [number, number] => [x(spot.at), y(spot.to)]);
  const dots = plot.mark === 'point' || spots.length === 1 || (plot.mark === 'line' && spots.length <= mostDots);
  return (
    <g class={colourOf(series)}>
      {plot.mark === 'area' && (
        <path class="plot-area" d={`${path([...upper, ...[...spots].reverse().map((spot): [number, number] => [x(spot.at), y(spot.from)])])}Z`} />
      )}
      {plot.mark !== 'point' && <path class="plot-line" d={path(upper)} />}
      {dots && upper.map(([across, up], at) => <circle key={at} class="mark dot-of" cx={across} cy={up} r={plot.mark === 'point' ? 4 : 3} />)}
    </g>
  );
}
