import { useEffect, useRef, useState } from 'preact/hooks';
import { shortNumber } from '../text/cells';
import type { Chart } from '../text/series';

const barHeight = 28;
const lineHeight = 220;
const letter = 6.6;

/** The same figures as the table beside it, drawn. */
export function ResultChart({ chart, name }: { chart: Chart; name: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const watched = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (box.current) watched.observe(box.current);
    return () => watched.disconnect();
  }, []);
  const best = chart.points.reduce((a, b) => (b.value > a.value ? b : a));
  const summary = `${chart.measure} by ${chart.label}: ${chart.points.length} values, highest ${best.name} with ${best.shown}. The table has all of them.`;
  return (
    <div class="chart" ref={box} role="img" aria-label={`${name}. ${summary}`}>
      {width > 0 && (chart.kind === 'bars' ? <Bars chart={chart} width={width} /> : <Line chart={chart} width={width} />)}
    </div>
  );
}

function Bars({ chart, width }: { chart: Chart; width: number }) {
  const longest = Math.max(...chart.points.map((point) => point.name.length));
  const gutter = Math.min(longest * letter + 12, width * 0.38);
  const valueRoom = Math.max(...chart.points.map((point) => point.shown.length)) * letter + 10;
  const low = Math.min(0, ...chart.points.map((point) => point.value));
  const high = Math.max(0, ...chart.points.map((point) => point.value));
  const room = Math.max(20, width - gutter - valueRoom);
  const x = (value: number): number => gutter + ((value - low) / (high - low || 1)) * room;
  const fits = Math.floor(gutter / letter) - 1;
  return (
    <svg width={width} height={chart.points.length * barHeight + 4} aria-hidden="true">
      {chart.points.map((point, index) => {
        const from = Math.min(x(0), x(point.value));
        const to = Math.max(x(0), x(point.value));
        const middle = index * barHeight + barHeight / 2;
        return (
          <g key={index}>
            <text class="chart-name" x={gutter - 8} y={middle} text-anchor="end" dominant-baseline="central">{point.name.length > fits ? `${point.name.slice(0, fits - 1)}…` : point.name}</text>
            <rect class="bar" x={from} y={middle - 8} width={Math.max(1, to - from)} height={16} rx={3} />
            <text class="chart-value" x={to + 6} y={middle} dominant-baseline="central">{point.shown}</text>
          </g>
        );
      })}
    </svg>
  );
}

function Line({ chart, width }: { chart: Chart; width: number }) {
  const values = chart.points.map((point) => point.value);
  const low = Math.min(0, ...values);
  const high = Math.max(...values);
  const left = 44;
  const bottom = lineHeight - 24;
  const x = (index: number): number => left + (index / (values.length - 1)) * (width - left - 12);
  const y = (value: number): number => bottom - ((value - low) / (high - low || 1)) * (bottom - 12);
  const marks = [low, low + (high - low) / 2, high];
  const path = values.map((value, index) => `${index ? 'L' : 'M'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`).join('');
  const first = chart.points[0]!;
  const last = chart.points.at(-1)!;
  return (
    <svg width={width} height={lineHeight} aria-hidden="true">
      {marks.map((mark) => (
        <g key={mark}>
          <line class="grid-line" x1={left} x2={width - 12} y1={y(mark)} y2={y(mark)} />
          <text class="chart-value" x={left - 8} y={y(mark)} text-anchor="end" dominant-baseline="central">{shortNumber(mark)}</text>
        </g>
      ))}
      <path class="line" d={path} />
      {values.length <= 60 && values.map((value, index) => <circle key={index} class="dot" cx={x(index)} cy={y(value)} r={3} />)}
      <text class="chart-name" x={left} y={lineHeight - 6}>{first.name}</text>
      <text class="chart-name" x={width - 12} y={lineHeight - 6} text-anchor="end">{last.name}</text>
    </svg>
  );
}
