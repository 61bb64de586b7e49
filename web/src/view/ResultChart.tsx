import { useEffect, useRef, useState } from 'preact/hooks';
import { heading, shortNumber } from '../text/cells';
import type { Cell, Column } from '../api/shapes';
import { marksOf, pointsOf, type Chart, type ChartKind, type Point } from '../text/series';
import { t, type Text } from '../words/say';

const barHeight = 28;
const lineHeight = 240;
const letter = 6.6;
const kindNames: Record<ChartKind, Text> = { bars: 'Bars', line: 'Line' };

interface Props {
  chart: Chart;
  columns: Column[];
  rows: Cell[][];
  name: string;
  id: string;
}

/** A chart of the table. Screen readers get the values. */
export function ResultChart({ chart, columns, rows, name, id }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [kind, setKind] = useState(chart.kinds[0]!);
  const [measure, setMeasure] = useState(chart.measures[0]!.column);
  useEffect(() => {
    const watched = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (box.current) watched.observe(box.current);
    return () => watched.disconnect();
  }, []);
  const points = pointsOf(chart, columns, rows, measure, kind);
  const label = heading(columns[chart.label]!.name);
  const figure = heading(columns[measure]!.name);
  return (
    <div class="chart">
      <div class="chart-choices">
        {chart.kinds.length > 1 && (
          <fieldset class="segmented slim">
            <legend class="unseen">{t('Kind of chart')}</legend>
            {chart.kinds.map((one) => (
              <label key={one}>
                <input type="radio" name={`kind-${id}`} checked={kind === one} onChange={() => setKind(one)} />
                <span>{t(kindNames[one])}</span>
              </label>
            ))}
          </fieldset>
        )}
        {chart.measures.length > 1 ? (
          <label class="chart-measure">
            {t('Shows')}{' '}
            <select class="input" value={String(measure)} onChange={(event) => setMeasure(Number(event.currentTarget.value))}>
              {chart.measures.map((one) => (
                <option key={one.column} value={String(one.column)}>
                  {one.name}
                </option>
              ))}
            </select>{' '}
            {t('by {label}', { label })}
          </label>
        ) : (
          <span class="chart-measure">{t('{figure} by {label}', { figure, label })}</span>
        )}
      </div>
      <div ref={box}>{width > 0 && (kind === 'bars' ? <Bars points={points} width={width} /> : <Line key={measure} points={points} width={width} />)}</div>
      <table class="unseen">
        <caption>{t('{name}: {figure} by {label}', { name, figure, label })}</caption>
        <thead><tr><th scope="col">{label}</th><th scope="col">{figure}</th></tr></thead>
        <tbody>{points.map((point, index) => <tr key={index}><th scope="row">{point.name}</th><td>{point.shown}</td></tr>)}</tbody>
      </table>
    </div>
  );
}

function Bars({ points, width }: { points: Point[]; width: number }) {
  const longest = Math.max(...points.map((point) => point.name.length));
  const gutter = Math.min(longest * letter + 12, width * 0.38);
  const valueRoom = Math.max(...points.map((point) => point.shown.length)) * letter + 10;
  const low = Math.min(0, ...points.map((point) => point.value));
  const high = Math.max(0, ...points.map((point) => point.value));
  const room = Math.max(20, width - gutter - valueRoom);
  const x = (value: number): number => gutter + ((value - low) / (high - low || 1)) * room;
  const fits = Math.floor(gutter / letter) - 1;
  return (
    <svg width={width} height={points.length * barHeight + 4} aria-hidden="true">
      {points.map((point, index) => {
        const from = Math.min(x(0), x(point.value));
        const to = Math.max(x(0), x(point.value));
        const middle = index * barHeight + barHeight / 2;
        return (
          <g key={index}>
            <title>{point.name}: {point.shown}</title>
            <text class="chart-name" x={gutter - 8} y={middle} text-anchor="end" dominant-baseline="central">
              {point.name.length > fits ? `${point.name.slice(0, fits - 1)}…` : point.name}
            </text>
            <rect class="bar" x={from} y={middle - 8} width={Math.max(1, to - from)} height={16} rx={3} />
            <text class="chart-value" x={to + 6} y={middle} dominant-baseline="central">{point.shown}</text>
          </g>
        );
      })}
    </svg>
  );
}

function Line({ points, width }: { points: Point[]; width: number }) {
  const [at, setAt] = useState<number | null>(null);
  const values = points.map((point) => point.value);
  // The axis of a line far above zero does not start at zero.
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const marks = marksOf(least > 0 && least < most * 0.6 ? 0 : least, most);
  const [low, high] = [marks[0]!, marks.at(-1)!];
  const left = Math.max(...marks.map((mark) => shortNumber(mark).length)) * letter + 14;
  const right = width - 14;
  const bottom = lineHeight - 26;
  const x = (index: number): number => left + (index / (values.length - 1)) * (right - left);
  const y = (value: number): number => bottom - ((value - low) / (high - low || 1)) * (bottom - 14);
  const path = values.map((value, index) => `${index ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const labelRoom = Math.max(...points.map((point) => point.name.length)) * letter + 18;
  const every = Math.max(1, Math.ceil((points.length * labelRoom) / (right - left)));
  const moved = (event: PointerEvent): void => {
    const place = (event.offsetX - left) / (right - left);
    setAt(Math.min(points.length - 1, Math.max(0, Math.round(place * (points.length - 1)))));
  };
  const held = at === null ? null : points[at]!;
  return (
    <svg width={width} height={lineHeight} aria-hidden="true" onPointerMove={moved} onPointerLeave={() => setAt(null)}>
      {marks.map((mark) => (
        <g key={mark}>
          <line class="grid-line" x1={left} x2={right} y1={y(mark)} y2={y(mark)} />
          <text class="chart-value" x={left - 8} y={y(mark)} text-anchor="end" dominant-baseline="central">{shortNumber(mark)}</text>
        </g>
      ))}
      {points.map((point, index) => index % every === 0 && (
            <text
              key={index}
              class="chart-name"
              x={x(index)}
              y={lineHeight - 6}
              text-anchor={index === 0 ? 'start' : x(index) > right - labelRoom / 2 ? 'end' : 'middle'}
            >
              {point.name}
            </text>
          ),
      )}
      <path class="line" d={path} />
      {values.length <= 60 && values.map((value, index) => <circle key={index} class="dot" cx={x(index)} cy={y(value)} r={3} />)}
      {held && at !== null && (
        <>
          <line class="cursor-line" x1={x(at)} x2={x(at)} y1={8} y2={bottom} />
          <circle class="dot" cx={x(at)} cy={y(held.value)} r={5} />
          <text class="chart-held" x={x(at) > width / 2 ? x(at) - 8 : x(at) + 8} y={16} text-anchor={x(at) > width / 2 ? 'end' : 'start'}>
            {held.name}: {held.shown}
          </text>
        </>
      )}
    </svg>
  );
}
