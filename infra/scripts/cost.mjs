// Prints docs/cost.md from sizes.json and prices.json. SIZE=quiet|team|company prints the parts of that size; --write updates the page.
import { readFileSync, writeFileSync } from 'node:fs';

const read = name => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));
const sizes = read('sizes.json');
const { prices, free, month, turn, idle, region, currency } = read('prices.json');
const price = Object.fromEntries(Object.entries(prices).map(([name, { value }]) => [name, value]));
const loads = [0, 100, 1000, 10000];

function parts(size, turnsPerDay) {
  const gb = size.memoryMB / 1024;
  const turns = turnsPerDay * month.workingDays;
  const workingSeconds = month.workingDays * month.workingHours * 3600;
  const timerRuns = month.hours * 3600 / idle.timerSeconds;
  // Turns share an instance: it is busy while at least one of them runs.
  const turnSeconds = workingSeconds * (1 - Math.exp(-turnsPerDay * turn.seconds / (month.workingHours * 3600)));
  // A visible tab holds a request for its person and one for its thread. Tabs share an instance up to its concurrency.
  const tabInstances = Math.ceil(turnsPerDay / turn.perPersonAndDay * turn.requestsPerTab / size.httpConcurrency);
  const busy = (turnSeconds + tabInstances * workingSeconds) * gb;
  const timer = timerRuns * idle.timerBilledSeconds * gb;
  const isReady = size.alwaysReady > 0;
  const onDemand = Math.max(0, timer + (isReady ? 0 : busy) - free.onDemandGBs);
  const executions = Math.max(0, timerRuns + turns * turn.executions - free.executions);
  const logGB = (turns * turn.logKB + timerRuns * idle.timerLogKB) / 1e6;
  const queue = turns * turn.queue + idle.queuePolls + idle.leasesPerMinute * 60 * month.hours;
  return {
    'always-ready instances': 2 * size.alwaysReady * gb * month.hours * 3600 * price.alwaysReadyGBs,
    'executing: turns, visible tabs, the timer': onDemand * price.onDemandGBs + (isReady ? busy * price.alwaysReadyBusyGBs : 0) + executions / 1e6 * price.millionExecutions,
    'storage': (queue * price.tenThousandQueue + turns * (turn.table + turn.engineTable) * price.tenThousandTable) / 1e4 + turns * turn.storedKB / 1e6 * price.storageGBMonth,
    'vault': turns * turn.vault / 1e4 * price.tenThousandVault,
    'logs': Math.max(0, logGB - free.logGB) * price.logGB + logGB * Math.max(0, size.logDays / 30 - 1) * price.logGBMonth,
    'alerts and the availability test': idle.logRules * price[`logRule${size.alertMinutes}`] + (size.healthLocations > 0 ? 2 : 1) * price.metricRule + size.healthLocations * month.hours * 4 * price.webTest,
  };
}

const model = turnsPerDay => turnsPerDay * month.workingDays * turn.modelCalls * (turn.inputTokens * price.millionInput + turn.outputTokens * price.millionOutput) / 1e6;
const money = value => value.toFixed(2);
const sum = values => Object.values(values).reduce((all, one) => all + one, 0);
const table = (head, rows) => [`| ${head.join(' | ')} |`, `|${head.map((_, i) => i === 0 ? '---' : '---:').join('|')}|`, ...rows.map(row => `| ${row.join(' | ')} |`)].join('\n');
const heads = ['idle', ...loads.slice(1).map(load => `${load.toLocaleString('en-US')} turns a day`)];

function partsOf(name) {
  const columns = loads.map(load => parts(sizes[name], load));
  return table([`\`${name}\``, ...heads], [
    ...Object.keys(columns[0]).map(part => [part, ...columns.map(column => money(column[part]))]),
    ['**sum**', ...columns.map(column => `**${money(sum(column))}**`)],
  ]);
}

function page() {
  const quiet = sum(parts(sizes.quiet, 0));
  return `# Cost

<!-- Written by: node infra/scripts/cost.mjs --write. Edit infra/sizes.json and infra/prices.json, not this page. -->

${currency[0].toUpperCase() + currency.slice(1)} a month without the model, at list prices of ${region}, before tax:

${table(['`SIZE`', ...heads], Object.keys(sizes).map(name => [`\`${name}\``, ...loads.map(load => money(sum(parts(sizes[name], load))))]))}

The model is billed per token, in addition and equally for every size:

${table(['', ...heads], [['the default model', ...loads.map(load => money(model(load)))]])}

\`quiet\` costs ${money(quiet)} a month while nobody uses it. Azure's floor is mostly the alert rules and the timer that runs every ${idle.timerSeconds} seconds. The first request
after a pause waits for a cold start of seconds. While somebody has a visible tab, an instance is billed: over whole working days this is the largest part of \`quiet\`.
The azd variable \`MONTHLY_BUDGET\` sets a budget with notices, see [deploying](deployment.md#variables).

## What a size sets

${table(['', ...Object.keys(sizes).map(name => `\`${name}\``)], [
    ['always-ready instances, for HTTP and for turns each', ...Object.values(sizes).map(size => size.alwaysReady)],
    ['memory of an instance, MB', ...Object.values(sizes).map(size => size.memoryMB)],
    ['maximum instances', ...Object.values(sizes).map(size => size.maximumInstances)],
    ['concurrent HTTP requests per instance', ...Object.values(sizes).map(size => size.httpConcurrency)],
    ['days of logs', ...Object.values(sizes).map(size => size.logDays)],
    ['daily cap of logs, GB', ...Object.values(sizes).map(size => size.dailyLogGigabytes)],
    ['minutes between evaluations of alerts', ...Object.values(sizes).map(size => size.alertMinutes)],
    ['places of the availability test', ...Object.values(sizes).map(size => size.healthLocations)],
  ])}

The concurrency is high because each visible tab holds ${turn.requestsPerTab} idle event streams. Azure's default of 16 would start an instance for each ${Math.floor(16 / turn.requestsPerTab)} tabs.
\`quiet\` has 2,048 MB: with 512 MB Durable Functions is unpredictable, and some regions refuse it.

## Parts

${Object.keys(sizes).map(partsOf).join('\n\n')}

## Assumptions

- ${month.workingDays} working days of ${month.workingHours} hours. A person takes ${turn.perPersonAndDay} turns a day and has a visible tab with a thread all day. It holds ${turn.requestsPerTab} requests: the person's
  event stream and the thread's.
- A turn takes ${turn.seconds} seconds. It makes ${turn.modelCalls} model calls of ${turn.inputTokens.toLocaleString('en-US')} tokens in and ${turn.outputTokens} out, one tool call, ${turn.executions} executions and ${turn.vault} vault read. It writes ${turn.logKB} KB of
  logs and ${turn.storedKB} KB of tables. These numbers are assumptions, not measurements.
- A turn with one read in a thread of two people makes 14 table operations of its own in a conversation, and ${turn.table} after a pause
  ([TurnCostTests.cs](../tests/Turns/TurnCostTests.cs)). The prices use the second number.
- Durable Functions adds ${turn.queue} queue operations and ${turn.engineTable} table operations, rounded up. They were measured in 2026-11 with
  \`dotnet run -c Release --project tests/Benchmarks -- 200 turns\`.
- The timer runs every ${idle.timerSeconds} seconds, and Azure bills at least ${idle.timerBilledSeconds} second of each run.
- The idle app makes ${idle.queuePolls.toLocaleString('en-US')} queue polls a month and ${idle.leasesPerMinute} blob lease renewals a minute. A run of the timer writes ${idle.timerLogKB} KB of logs. These numbers are
  estimates, not measurements. The template has ${idle.logRules} log alert rules.
- The free grants of a subscription are unused elsewhere: ${free.onDemandGBs.toLocaleString('en-US')} GB-seconds, ${free.executions.toLocaleString('en-US')} executions, ${free.logGB} GB of logs.
- Not included: \`VNET_ENABLED\` (seven private endpoints and five private DNS zones, ${money(7 * month.hours * price.privateEndpointHour + 5 * price.dnsZoneMonth)} a month), \`FRONT_DOOR\` (${money(price.frontDoorMonth)} a month and its requests and traffic),
  \`DEMO\` (${money(month.hours * price.demoServerHour + 32 * price.demoStorageGBMonth)} a month until \`./infra/scripts/demo-off.sh\`), \`DurableTaskScheduler\`, redundant storage, traffic, your databases.

## Prices

${table(['price', 'per', 'checked'], Object.values(prices).map(({ value, unit, checked }) => [value, unit, checked]))}

A date is that of a query to the Azure Retail Prices API, for the model that of its price list. *Undated* prices come from a public price page, on a day that was not recorded. They were not checked against the API. Use the pricing calculator for your region.
`;
}

if (process.env.SIZE) {
  if (!sizes[process.env.SIZE]) throw new Error(`SIZE is one of ${Object.keys(sizes).join(', ')}.`);
  console.log(partsOf(process.env.SIZE));
} else if (process.argv.includes('--write')) {
  writeFileSync(new URL('../../docs/cost.md', import.meta.url), page());
} else {
  process.stdout.write(page());
}
