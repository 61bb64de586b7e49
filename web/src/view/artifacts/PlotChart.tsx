import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Plot, Spot } from '../../artifacts/plot';
import { isSideways, measureOf, summaryOf } from '../../artifacts/plotScale';
import { plural, t } from '../../words/say';
import { Arcs } from './PlotArcs';
import { Bars, colourOf, Upright, type Drawing } from './PlotMarks';
import './plot.css';

const mostTold = 300;

/** Describes the position and value of a mark. */
const said = (plot: Plot, spot: Spot): string => {
  const where = [plot.names[spot.at], plot.series.length > 1 ? plot.series[spot.series] : ''].filter(Boolean).join(', ');
  return where ? `${where}: ${spot.shown}` : spot.shown;
};

/** A chart by its definition. Pointer or arrow keys show the value of a mark. Screen readers get a table. */
export function PlotChart({ plot, name }: { plot: Plot; name: string }) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [held, setHeld] = useState<number | null>(null);
  const [focused, setFocused] = useState(false);
  useEffect(() => {
    const watched = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (box.current) watched.observe(box.current);
    return () => watched.disconnect();
  }, []);
  // Arrow keys move along the axis, and through the series at each position.
  const order = plot.spots.map((_, at) => at).sort((a, b) => plot.spots[a]!.at - plot.spots[b]!.at || a - b);
  const spot = held === null ? undefined : plot.spots[held];
  const pressed = (event: KeyboardEvent): void => {
    const now = held === null ? -1 : order.indexOf(held);
    const to = { ArrowRight: now + 1, ArrowDown: now + 1, ArrowLeft: Math.max(0, now - 1), ArrowUp: Math.max(0, now - 1), Home: 0, End: order.length - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    setHeld(order[Math.min(order.length - 1, to)] ?? null);
  };
  if (!plot.spots.length)
    return (
      <p class="no-rows">
        {plot.left ? t('None of the rows has a value that this chart could show. The table has them.') : t('No rows that you may see match.')}
      </p>
    );
  const drawing: Drawing = { plot, width, held, onHold: setHeld };
  const legend = plot.mark === 'arc' ? plot.spots.map((one) => `${plot.names[one.at]}: ${one.shown}`) : plot.series.length > 1 ? plot.series : [];
  return (
    <div class="chart plot">
      <p class="plot-held" aria-live={focused ? 'polite' : 'off'}>{spot ? <b>{said(plot, spot)}</b> : <span>{plot.title || measureOf(plot)}</span>}</p>
      <div
        ref={box}
        class="plot-box"
        role="img"
        tabIndex={0}
        aria-label={t('{name}. Arrow keys go from value to value.', { name })}
        aria-describedby={`${id}-what`}
        onKeyDown={pressed}
        onFocus={() => setFocused(true)} onBlur={() => { setFocused(false); setHeld(null); }} onPointerLeave={() => setHeld(null)}
      >
        {width > 0 && (plot.mark === 'arc' ? <Arcs {...drawing} /> : isSideways(plot, width) ? <Bars {...drawing} /> : <Upright {...drawing} />)}
      </div>
      <p id={`${id}-what`} class="unseen">{summaryOf(plot)}</p>
      {legend.length > 0 && <ul class="plot-legend" aria-hidden="true">{legend.map((one, at) => <li key={at}><i class={colourOf(at)} />{one}</li>)}</ul>}
      {plot.left > 0 && (
        <p class="hint">{plural('{n} row is not drawn. The table has all of them.', '{n} rows are not drawn. The table has all of them.', plot.left)}</p>
      )}
      <Told plot={plot} name={name} />
    </div>
  );
}

function Told({ plot, name }: { plot: Plot; name: string }) {
  const several = plot.series.length > 1;
  return (
    <table class="unseen">
      <caption>{name}: {measureOf(plot)}{plot.spots.length > mostTold && t(', the first {n}', { n: mostTold })}</caption>
      <thead><tr><th scope="col">{plot.along || t('Value')}</th>{several && <th scope="col">{t('Series')}</th>}<th scope="col">{plot.measure}</th></tr></thead>
      <tbody>
        {plot.spots.slice(0, mostTold).map((spot, at) => (
          <tr key={at}>
            <th scope="row">{plot.names[spot.at]}</th>
            {several && <td>{plot.series[spot.series]}</td>}
            <td>{spot.shown}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
